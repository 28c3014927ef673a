package io.portcullis.contract;

import io.portcullis.machine.ServerSet;

final class Tomcat10OnJava25ContractTest extends ServerContractTest {
  Tomcat10OnJava25ContractTest() {
    super(ServerSet.TOMCAT_10, 25);
  }
}
