package io.portcullis.contract;

import io.portcullis.machine.ServerSet;

final class Tomcat11OnJava17ContractTest extends ServerContractTest {
  Tomcat11OnJava17ContractTest() {
    super(ServerSet.TOMCAT_11, 17);
  }
}
