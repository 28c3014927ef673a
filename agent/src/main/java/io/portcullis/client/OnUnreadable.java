package io.portcullis.client;

/** What becomes of a request whose client a trusted proxy names in a way that cannot be read. */
public enum OnUnreadable {
  /** The client is unreadable, and the request is refused for it. */
  DENY("deny"),
  /** The proxy that passed the request on counts as the client. */
  PEER("peer");

  private final String word;

  OnUnreadable(String word) {
    this.word = word;
  }

  /** The name in a policy. */
  public String word() {
    return word;
  }
}
