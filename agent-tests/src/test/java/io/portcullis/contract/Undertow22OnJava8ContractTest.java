package io.portcullis.contract;

import io.portcullis.machine.ServerSet;

final class Undertow22OnJava8ContractTest extends UndertowContractTest {
  Undertow22OnJava8ContractTest() {
    super(ServerSet.UNDERTOW_22, 8);
  }
}
