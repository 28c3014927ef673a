package io.portcullis.contract.app;

/** Where the server is to keep its sessions, as the JVM is told. */
public final class Sessions {
  private Sessions() {}

  /** Whether in a way of somebody's own, in which nobody else can look them up. */
  public static boolean areKeptElsewhere() {
    return Boolean.getBoolean("contract.sessions.elsewhere");
  }
}
