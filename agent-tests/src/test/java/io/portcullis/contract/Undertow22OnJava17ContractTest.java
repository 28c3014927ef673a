package io.portcullis.contract;

import io.portcullis.machine.ServerSet;

final class Undertow22OnJava17ContractTest extends UndertowContractTest {
  Undertow22OnJava17ContractTest() {
    super(ServerSet.UNDERTOW_22, 17);
  }
}
