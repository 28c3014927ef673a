package io.portcullis.contract;

final class Jetty9OnJava8ContractTest extends Jetty9ContractTest {
  Jetty9OnJava8ContractTest() {
    super(8);
  }
}
