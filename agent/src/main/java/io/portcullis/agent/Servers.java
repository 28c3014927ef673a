package io.portcullis.agent;

/** The servers that are guarded: one line each. */
final class Servers {
  private Servers() {}

  static Instrumentations all() {
    return new Instrumentations();
  }
}
