package io.portcullis.source;

import java.util.Collection;

/** Tells which lists a policy's text names, without a judgement on the rest of it. */
public interface ListNames {
  /** The names as the policy writes them; none where the text cannot be parsed. Never throws. */
  Collection<String> in(byte[] policy);
}
