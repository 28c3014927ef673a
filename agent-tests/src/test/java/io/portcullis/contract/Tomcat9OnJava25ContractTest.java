package io.portcullis.contract;

import io.portcullis.machine.ServerSet;

final class Tomcat9OnJava25ContractTest extends ServerContractTest {
  Tomcat9OnJava25ContractTest() {
    super(ServerSet.TOMCAT_9, 25);
  }
}
