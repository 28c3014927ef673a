package io.portcullis.caller;

/** What becomes of a request with an API key that the policy does not know. */
public enum OnUnknownKey {
  /** It is judged as a request without a key, which is the application's business. */
  IGNORE,
  /** It is refused. */
  DENY
}
