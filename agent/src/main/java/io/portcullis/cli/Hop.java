package io.portcullis.cli;

/** One step on the way to the client's address: a text and what became of it. Immutable. */
final class Hop {
  private final String text;
  private final String verdict;

  private Hop(String text, String verdict) {
    this.text = text;
    this.verdict = verdict;
  }

  static Hop of(String text, String verdict) {
    return new Hop(text, verdict);
  }

  String text() {
    return text;
  }

  String verdict() {
    return verdict;
  }

  /** The verdict as a person would say it. */
  String words() {
    switch (verdict) {
      case "trusted":
        return "a trusted proxy";
      case "client":
        return "the client";
      case "unreadable":
        return "cannot be read";
      case "ignored":
        return "ignored";
      default:
        return verdict;
    }
  }
}
