package io.portcullis.contract;

import io.portcullis.machine.ServerSet;

final class Tomcat8OnJava8ContractTest extends ServerContractTest {
  Tomcat8OnJava8ContractTest() {
    super(ServerSet.TOMCAT_8, 8);
  }
}
