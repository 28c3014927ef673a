package io.portcullis.engine;

import io.portcullis.certificate.ClientCertificate;
import io.portcullis.dns.StatedNames;
import io.portcullis.ip.IpAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * The facts of a request that somebody wrote down: a test of a policy, a line of input, a question.
 * Immutable.
 */
public final class RequestFacts implements Request {
  private final Optional<IpAddress> peer;
  private final String method;
  private final String target;
  private final Map<String, List<String>> headers;
  private final Optional<String> keyId;
  private final ClientCertificate certificate;
  private final Optional<StatedNames> dns;
  private final OptionalLong at;
  private final String body;
  private final Map<String, String> session;

  private RequestFacts(Builder builder) {
    this.peer = builder.peer;
    this.method = builder.method;
    this.target = builder.target;
    this.headers = builder.headers;
    this.keyId = builder.keyId;
    this.certificate = builder.certificate;
    this.dns = builder.dns;
    this.at = builder.at;
    this.body = builder.body;
    this.session = builder.session;
  }

  public static Builder from(IpAddress peer) {
    return new Builder(Optional.of(peer));
  }

  /** Facts of a request whose transport hides the peer. */
  public static Builder fromHiddenPeer() {
    return new Builder(Optional.empty());
  }

  @Override
  public Optional<IpAddress> peer() {
    return peer;
  }

  @Override
  public String method() {
    return method;
  }

  @Override
  public String target() {
    return target;
  }

  @Override
  public Optional<String> containerPath() {
    return Optional.empty();
  }

  @Override
  public List<String> headerLines(String name) {
    List<String> lines = headers.get(name.toLowerCase(Locale.ROOT));
    return lines == null ? Collections.emptyList() : Collections.unmodifiableList(lines);
  }

  @Override
  public Optional<String> keyId() {
    return keyId;
  }

  @Override
  public ClientCertificate connectionCertificate() {
    return certificate;
  }

  /** What DNS says meanwhile; empty where nobody wrote that down. */
  public Optional<StatedNames> dns() {
    return dns;
  }

  /** The body as it is written down, in UTF-8. */
  @Override
  public BodyReading readBody(int maxBytes, long timeoutMillis) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    return KnownBody.of(
        bytes.length > maxBytes ? RequestBody.unreadable("body_too_large") : RequestBody.of(bytes));
  }

  @Override
  public SessionAttribute sessionAttribute(String name) {
    return SessionAttribute.of(session.get(name));
  }

  /** When it is made, in milliseconds since the epoch; empty where nobody wrote that down. */
  public OptionalLong at() {
    return at;
  }

  /** The only mutable stage of {@link RequestFacts}; used once. */
  public static final class Builder {
    private final Optional<IpAddress> peer;
    private String method = "GET";
    private String target = "/";
    private final Map<String, List<String>> headers = new TreeMap<>();
    private Optional<String> keyId = Optional.empty();
    private ClientCertificate certificate = ClientCertificate.absent();
    private Optional<StatedNames> dns = Optional.empty();
    private OptionalLong at = OptionalLong.empty();
    private String body = "";
    private final Map<String, String> session = new TreeMap<>();

    private Builder(Optional<IpAddress> peer) {
      this.peer = peer;
    }

    public Builder method(String value) {
      method = value;
      return this;
    }

    public Builder target(String value) {
      target = value;
      return this;
    }

    /** The id of the API key that it is made with; see {@link Request#keyId}. */
    public Builder keyId(String id) {
      keyId = Optional.of(id);
      return this;
    }

    public Builder certificate(ClientCertificate value) {
      certificate = value;
      return this;
    }

    /** What DNS says meanwhile. */
    public Builder dns(StatedNames value) {
      dns = Optional.of(value);
      return this;
    }

    /** When it is made, in milliseconds since the epoch. */
    public Builder at(long epochMillis) {
      at = OptionalLong.of(epochMillis);
      return this;
    }

    /** The whole body. */
    public Builder body(String text) {
      body = text;
      return this;
    }

    /** One more attribute of the HTTP session that it has. */
    public Builder session(String name, String value) {
      session.put(name, value);
      return this;
    }

    /** One more line of a header; lines of one name keep their order. */
    public Builder header(String name, String line) {
      String key = name.toLowerCase(Locale.ROOT);
      List<String> lines = headers.get(key);
      if (lines == null) {
        lines = new ArrayList<>();
        headers.put(key, lines);
      }
      lines.add(line);
      return this;
    }

    public RequestFacts build() {
      return new RequestFacts(this);
    }
  }
}
