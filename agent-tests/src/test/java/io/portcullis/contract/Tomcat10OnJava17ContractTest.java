package io.portcullis.contract;

import io.portcullis.machine.ServerSet;

final class Tomcat10OnJava17ContractTest extends ServerContractTest {
  Tomcat10OnJava17ContractTest() {
    super(ServerSet.TOMCAT_10, 17);
  }
}
