package io.portcullis.contract;

final class Jetty9OnJava25ContractTest extends Jetty9ContractTest {
  Jetty9OnJava25ContractTest() {
    super(25);
  }
}
