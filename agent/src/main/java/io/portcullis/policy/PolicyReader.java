package io.portcullis.policy;

import io.portcullis.source.PolicyText;
import java.util.Collection;

/** Reads a policy: its text to a {@link PolicyLoad}. Pure; the same text gives the same answer. */
public final class PolicyReader {
  private PolicyReader() {}

  /**
   * The names of the lists ({@code {file: …}}) that a policy's text names; none where it cannot be
   * parsed.
   */
  public static Collection<String> listsNamed(byte[] policy) {
    throw new UnsupportedOperationException();
  }

  /**
   * Parses, validates, compiles and tests a policy. Never throws for anything that the text holds.
   */
  public static PolicyLoad read(PolicyText text) {
    throw new UnsupportedOperationException();
  }
}
