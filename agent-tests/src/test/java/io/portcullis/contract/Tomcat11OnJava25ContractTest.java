package io.portcullis.contract;

import io.portcullis.machine.ServerSet;

final class Tomcat11OnJava25ContractTest extends ServerContractTest {
  Tomcat11OnJava25ContractTest() {
    super(ServerSet.TOMCAT_11, 25);
  }
}
