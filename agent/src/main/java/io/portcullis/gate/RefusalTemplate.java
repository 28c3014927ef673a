package io.portcullis.gate;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How an operator wants one refusal to be worded: status, content type, headers, body, each of
 * which may be left to the built-in answer. Immutable.
 *
 * <p>In header values and body {@code ${code}}, {@code ${clientAddress}}, {@code ${decisionId}},
 * {@code ${tenant}} and {@code ${path}} are filled in, escaped for where they stand.
 */
public final class RefusalTemplate {
  private final OptionalInt status;
  private final Optional<String> contentType;
  private final Map<String, String> headers;
  private final Optional<String> body;

  private RefusalTemplate(Builder builder) {
    this.status = builder.status;
    this.contentType = builder.contentType;
    this.headers = Collections.unmodifiableMap(new LinkedHashMap<>(builder.headers));
    this.body = builder.body;
  }

  /** A template with every part given. Throws as its {@link Builder} does. */
  public static RefusalTemplate of(
      int status, String contentType, Map<String, String> headers, String body) {
    Builder builder = builder().status(status).contentType(contentType).body(body);
    for (Map.Entry<String, String> header : headers.entrySet()) {
      builder.header(header.getKey(), header.getValue());
    }
    return builder.build();
  }

  public static Builder builder() {
    return new Builder();
  }

  public OptionalInt status() {
    return status;
  }

  public Optional<String> contentType() {
    return contentType;
  }

  public Map<String, String> headers() {
    return headers;
  }

  public Optional<String> body() {
    return body;
  }

  /**
   * The only mutable stage of {@link RefusalTemplate}. Each method throws {@link
   * IllegalArgumentException} for what no answer can be made of, with a message fit for a user.
   */
  public static final class Builder {
    private OptionalInt status = OptionalInt.empty();
    private Optional<String> contentType = Optional.empty();
    private final Map<String, String> headers = new LinkedHashMap<>();
    private Optional<String> body = Optional.empty();

    private Builder() {}

    public Builder status(int value) {
      status = OptionalInt.of(value);
      return this;
    }

    public Builder contentType(String value) {
      contentType = Optional.of(value);
      return this;
    }

    /** One header; a second one of the same name replaces it. */
    public Builder header(String name, String value) {
      headers.put(name, value);
      return this;
    }

    public Builder body(String value) {
      body = Optional.of(value);
      return this;
    }

    public RefusalTemplate build() {
      return new RefusalTemplate(this);
    }
  }
}
