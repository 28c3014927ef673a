package io.portcullis.contract;

import io.portcullis.machine.ServerSet;

final class Undertow23OnJava17ContractTest extends UndertowContractTest {
  Undertow23OnJava17ContractTest() {
    super(ServerSet.UNDERTOW_23, 17);
  }
}
