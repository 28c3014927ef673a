package io.portcullis.dns;

/** What becomes of a client about which DNS says neither yes nor no. */
public enum OnIndeterminate {
  DENY,
  /** Let through where an expected name without a star leads to the client all the same. */
  ALLOW
}
