package io.portcullis.contract;

final class Jetty9OnJava17ContractTest extends Jetty9ContractTest {
  Jetty9OnJava17ContractTest() {
    super(17);
  }
}
