package io.portcullis.gate;

/**
 * What becomes of a request that our own fault kept us from judging: the setting {@code onFault}.
 */
public enum FailureMode {
  DENY,
  ALLOW
}
