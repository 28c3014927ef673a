package io.portcullis.engine;

/** What a list that is not set, or that holds no enabled entry, says: {@code emptyAllowlist}. */
public enum EmptyAllowlist {
  /** It restricts nobody. */
  ALLOW,
  /** It admits nobody. */
  DENY
}
