package io.portcullis.contract;

import io.portcullis.machine.ServerSet;

final class Tomcat9OnJava17ContractTest extends ServerContractTest {
  Tomcat9OnJava17ContractTest() {
    super(ServerSet.TOMCAT_9, 17);
  }
}
