package io.portcullis.contract;

import io.portcullis.machine.ServerSet;

final class Jetty12OnJava17ContractTest extends JettyContractTest {
  Jetty12OnJava17ContractTest() {
    super(ServerSet.JETTY_12, 17);
  }
}
