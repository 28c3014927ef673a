package io.portcullis.caller;

/**
 * What becomes of a request whose tenant or program the policy does not know, or whose key has
 * several tenants of which none is named.
 */
public enum OnUnknownTenant {
  /** It is judged as a request without a tenant; where only the program is unknown, without it. */
  GLOBAL,
  /** It is refused. */
  DENY
}
