package io.portcullis.client;

/** A transport below HTTP in which whoever speaks for a client tells its address. */
public enum Transport {
  /** The Apache JServ Protocol 1.3, between a web server and a servlet container. */
  AJP("ajp"),
  /** The header that HAProxy's PROXY protocol, version 1 or 2, puts before a connection. */
  PROXY_PROTOCOL("proxyProtocol");

  private final String word;

  Transport(String word) {
    this.word = word;
  }

  /** The name in policies. */
  public String word() {
    return word;
  }
}
