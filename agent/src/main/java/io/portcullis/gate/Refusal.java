package io.portcullis.gate;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a refused caller is sent. Immutable but for the array, which nobody changes. */
public final class Refusal {
  /** The header that names the decision, for the caller to quote and the operator to look up. */
  public static final String DECISION_ID_HEADER = "Portcullis-Decision-Id";

  private final int status;
  private final String contentType;
  private final Map<String, String> headers;
  private final byte[] body;

  private Refusal(int status, String contentType, Map<String, String> headers, byte[] body) {
    this.status = status;
    this.contentType = contentType;
    this.headers = headers;
    this.body = body;
  }

  /**
   * A refusal.
   *
   * @param headers all but content type and length, in order, such as {@code Cache-Control} and
   *     {@link #DECISION_ID_HEADER}; values are visible ASCII, the caller of this method sees to it
   */
  public static Refusal of(
      int status, String contentType, Map<String, String> headers, byte[] body) {
    return new Refusal(
        status, contentType, Collections.unmodifiableMap(new LinkedHashMap<>(headers)), body);
  }

  public int status() {
    return status;
  }

  public String contentType() {
    return contentType;
  }

  public Map<String, String> headers() {
    return headers;
  }

  /** The body; its length is announced to a HEAD request too, to which it is not sent. */
  public byte[] body() {
    return body;
  }
}
