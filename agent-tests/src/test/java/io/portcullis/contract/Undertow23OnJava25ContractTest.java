package io.portcullis.contract;

import io.portcullis.machine.ServerSet;

final class Undertow23OnJava25ContractTest extends UndertowContractTest {
  Undertow23OnJava25ContractTest() {
    super(ServerSet.UNDERTOW_23, 25);
  }
}
