package io.portcullis.contract;

import io.portcullis.machine.ServerSet;

final class Tomcat7OnJava8ContractTest extends ServerContractTest {
  Tomcat7OnJava8ContractTest() {
    super(ServerSet.TOMCAT_7, 8);
  }

  @Override
  boolean speaksHttp2() {
    return false;
  }
}
