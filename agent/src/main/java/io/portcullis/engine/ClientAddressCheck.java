package io.portcullis.engine;

import io.portcullis.client.ClientAddress;

/** Whether the request's client can be told at all; one that cannot is refused. */
public final class ClientAddressCheck implements Check {
  private static final ClientAddressCheck ONLY = new ClientAddressCheck();

  private static final Verdict PEER = Verdict.pass(CheckName.CLIENT_ADDRESS, "peer");
  private static final Verdict HEADER = Verdict.pass(CheckName.CLIENT_ADDRESS, "header");
  private static final Verdict PROXY = Verdict.pass(CheckName.CLIENT_ADDRESS, "proxy_itself");

  private ClientAddressCheck() {}

  public static ClientAddressCheck of() {
    return ONLY;
  }

  @Override
  public CheckName name() {
    return CheckName.CLIENT_ADDRESS;
  }

  @Override
  public Verdict judge(Evaluation evaluation) {
    ClientAddress client = evaluation.client();
    switch (client.origin()) {
      case PEER:
        return PEER;
      case HEADER:
        return HEADER;
      case PROXY_ITSELF:
        return PROXY;
      default:
        return Verdict.deny(
            CheckName.CLIENT_ADDRESS, Code.CLIENT_ADDRESS_UNREADABLE, client.reason(), "");
    }
  }
}
