package io.portcullis.contract;

import io.portcullis.machine.ServerSet;

final class Tomcat9OnJava8ContractTest extends ServerContractTest {
  Tomcat9OnJava8ContractTest() {
    super(ServerSet.TOMCAT_9, 8);
  }
}
