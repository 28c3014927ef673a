package io.portcullis.contract;

import io.portcullis.machine.ServerSet;

final class Jetty12OnJava25ContractTest extends JettyContractTest {
  Jetty12OnJava25ContractTest() {
    super(ServerSet.JETTY_12, 25);
  }
}
