package io.portcullis.caller;

/** What becomes of a request that names a tenant which the policy does not know. */
public enum OnUnknownTenant {
  /** It is judged as a request without a tenant. */
  GLOBAL,
  /** It is refused. */
  DENY
}
