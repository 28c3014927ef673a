package io.portcullis.policy;

import io.portcullis.engine.Mode;

/** Reads the key {@code mode}, of the policy or of one of its scopes. */
final class ModeReader {
  private ModeReader() {}

  static Mode mode(Section section) {
    switch (section.oneOf("mode", "enforce", "monitor", "off").orElse("enforce")) {
      case "monitor":
        return Mode.MONITOR;
      case "off":
        return Mode.OFF;
      default:
        return Mode.ENFORCE;
    }
  }
}
