package io.portcullis.engine;

/** Why a request was decided as it was: the stable word that callers, logs and metrics see. */
public enum Code {
  IP_NOT_ALLOWED(403, "Forbidden", "The client address is not on the allowlist."),
  NETWORK_ACCESS_DENIED(403, "Forbidden", "This network may not call this endpoint."),
  CERTIFICATE_REQUIRED(403, "Forbidden", "A client certificate is required."),
  CERTIFICATE_NOT_ACCEPTED(403, "Forbidden", "The client certificate is not accepted."),
  REVERSE_DNS_MISMATCH(403, "Forbidden", "The client address is not confirmed by DNS."),
  REVERSE_DNS_UNAVAILABLE(403, "Forbidden", "The client address is not confirmed by DNS."),
  CLIENT_ADDRESS_UNREADABLE(403, "Forbidden", "The client address could not be determined."),
  CALLER_UNREADABLE(403, "Forbidden", "The caller could not be determined."),
  TENANT_CONFLICT(403, "Forbidden", "The caller could not be determined."),
  CALLER_UNKNOWN(403, "Forbidden", "The caller could not be determined."),
  KEY_NOT_ALLOWED(403, "Forbidden", "The caller could not be determined."),
  PATH_AMBIGUOUS(400, "Bad Request", "The request target is ambiguous."),
  HOST_CONFLICT(400, "Bad Request", "The request names more than one host."),
  POLICY_UNAVAILABLE(503, "Service Unavailable", "Access control has no policy in force."),
  INTERNAL_FAULT(503, "Service Unavailable", "Access control failed to judge the request."),

  ADMITTED,
  NO_RESTRICTION,
  EXEMPT_PATH,
  EXEMPT_ADDRESS,
  INTERNAL_PATH,
  EMERGENCY_BYPASS;

  private final int status;
  private final String title;
  private final String detail;

  Code() {
    this(0, "", "");
  }

  Code(int status, String title, String detail) {
    this.status = status;
    this.title = title;
    this.detail = detail;
  }

  /** Whether a request with this code is refused. */
  public boolean refuses() {
    return status != 0;
  }

  /** The HTTP status of a refusal; 0 for a code that lets the request through. */
  public int status() {
    return status;
  }

  /** The status in words, for a refusal. */
  public String title() {
    return title;
  }

  /**
   * The code that the refused caller is told: one for all of those between which a caller must not
   * be able to tell, since the difference would show which tenants there are.
   */
  public Code told() {
    switch (this) {
      case TENANT_CONFLICT:
      case CALLER_UNKNOWN:
      case KEY_NOT_ALLOWED:
        return CALLER_UNREADABLE;
      default:
        return this;
    }
  }

  /**
   * What the refused caller is told. Codes between which a caller must not be able to tell have the
   * same text.
   */
  public String detail() {
    return detail;
  }
}
