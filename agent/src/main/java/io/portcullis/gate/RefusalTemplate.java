package io.portcullis.gate;

import java.nio.charset.Charset;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;

/**
 * How an operator wants one refusal to be worded: status, content type, headers, body, each of
 * which may be left to the built-in answer. Immutable.
 *
 * <p>In header values and body {@code ${code}}, {@code ${clientAddress}}, {@code ${decisionId}},
 * {@code ${tenant}} (empty where there is none) and {@code ${path}} are filled in, escaped for
 * where they stand. A body without a content type is JSON, HTML or plain text, as it begins.
 */
public final class RefusalTemplate {
  private final OptionalInt status;
  private final Optional<String> contentType;
  private final Charset charset;
  private final Map<String, RefusalText> headers;
  private final Optional<RefusalText> body;

  private RefusalTemplate(
      OptionalInt status,
      Optional<String> contentType,
      Charset charset,
      Map<String, RefusalText> headers,
      Optional<RefusalText> body) {
    this.status = status;
    this.contentType = contentType;
    this.charset = charset;
    this.headers = headers;
    this.body = body;
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

  /**
   * This template, with what it leaves open as another one has it. Body and content type are one
   * thing: who gives either leaves neither open.
   */
  RefusalTemplate completedBy(RefusalTemplate other) {
    boolean ownForm = body.isPresent() || contentType.isPresent();
    RefusalTemplate form = ownForm ? this : other;
    Map<String, RefusalText> both = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    both.putAll(other.headers);
    for (Map.Entry<String, RefusalText> header : headers.entrySet()) {
      both.remove(header.getKey());
      both.put(header.getKey(), header.getValue());
    }
    return new RefusalTemplate(
        status.isPresent() ? status : other.status,
        form.contentType,
        form.charset,
        Collections.unmodifiableMap(new LinkedHashMap<>(both)),
        form.body);
  }

  OptionalInt status() {
    return status;
  }

  /** Present wherever there is a body. */
  Optional<String> contentType() {
    return contentType;
  }

  /** What the body is encoded in. */
  Charset charset() {
    return charset;
  }

  Map<String, RefusalText> headers() {
    return headers;
  }

  Optional<RefusalText> body() {
    return body;
  }

  /**
   * The only mutable stage of {@link RefusalTemplate}. Each method throws {@link
   * IllegalArgumentException} for what no answer can be made of, with a message fit for a user.
   */
  public static final class Builder {
    private static final int LONGEST_BODY = 65_536;

    /** What belongs to the server, to the connection, or to a key of its own. */
    private static final Set<String> RESERVED =
        new HashSet<>(
            Arrays.asList(
                "connection",
                "content-encoding",
                "content-length",
                "content-type",
                "keep-alive",
                "proxy-connection",
                "te",
                "trailer",
                "transfer-encoding",
                "upgrade",
                Refusal.DECISION_ID_HEADER.toLowerCase(Locale.ROOT)));

    private OptionalInt status = OptionalInt.empty();
    private Optional<String> contentType = Optional.empty();
    private Charset charset = StandardCharsets.UTF_8;
    private final Map<String, RefusalText> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private Optional<RefusalText> body = Optional.empty();

    private Builder() {}

    /** A status from 200 to 599 that may have a body. */
    public Builder status(int value) {
      if (value < 200 || value > 599) {
        throw new IllegalArgumentException(
            "`" + value + "` is no status of an answer; write one from 200 to 599");
      }
      if (value == 204 || value == 205 || value == 304) {
        throw new IllegalArgumentException("an answer with status `" + value + "` has no body");
      }
      status = OptionalInt.of(value);
      return this;
    }

    /** A media type, with a charset of UTF-8, ISO-8859-1 or US-ASCII if with any. */
    public Builder contentType(String value) {
      String type = value.trim();
      int end = type.indexOf(';');
      String name = (end < 0 ? type : type.substring(0, end)).trim();
      int slash = name.indexOf('/');
      if (slash < 1
          || !isToken(name.substring(0, slash))
          || !isToken(name.substring(slash + 1))
          || !isFieldValue(type)) {
        throw new IllegalArgumentException(
            "`" + shown(value) + "` is no content type; write one such as `application/json`");
      }
      Optional<String> named = charsetIn(type);
      charset = named.isPresent() ? charset(named.get()) : StandardCharsets.UTF_8;
      boolean text = name.toLowerCase(Locale.ROOT).startsWith("text/");
      contentType = Optional.of(text && !named.isPresent() ? type + "; charset=utf-8" : type);
      return this;
    }

    /** One header; a second one of the same name, in any case, replaces it. */
    public Builder header(String name, String value) {
      if (!isToken(name)) {
        throw new IllegalArgumentException(
            "`" + shown(name) + "` is no header name; it may hold letters, digits and `-`");
      }
      if (RESERVED.contains(name.toLowerCase(Locale.ROOT))) {
        throw new IllegalArgumentException(
            "`" + name + "` cannot be set here, " + reasonOf(name.toLowerCase(Locale.ROOT)));
      }
      RefusalText text = RefusalText.parse(value.trim());
      if (!isFieldValue(text.literals())) {
        throw new IllegalArgumentException(
            "the value of `" + name + "` may hold printable ASCII only: `" + shown(value) + "`");
      }
      headers.remove(name);
      headers.put(name, text);
      return this;
    }

    public Builder body(String value) {
      if (value.length() > LONGEST_BODY) {
        throw new IllegalArgumentException(
            "a body of "
                + value.length()
                + " characters is too long; "
                + LONGEST_BODY
                + " are the most");
      }
      body = Optional.of(RefusalText.parse(value));
      return this;
    }

    public RefusalTemplate build() {
      if (body.isPresent() && !contentType.isPresent()) {
        contentType(typeOf(body.get().literals().trim()));
      }
      if (!body.isPresent() && contentType.isPresent()) {
        ContentForm form = ContentForm.of(contentType.get());
        if (form == ContentForm.XML) {
          throw new IllegalArgumentException(
              "there is no built-in answer of type `" + contentType.get() + "`; give a body");
        }
      }
      if (body.isPresent()) {
        checkEncodable(body.get().literals());
      }
      return new RefusalTemplate(
          status,
          contentType,
          charset,
          Collections.unmodifiableMap(new LinkedHashMap<>(headers)),
          body);
    }

    // What a charset has not is a question mark in the answer, without a word to anybody.
    private void checkEncodable(String text) {
      CharsetEncoder encoder = charset.newEncoder();
      for (int i = 0; i < text.length(); ) {
        int next = i + Character.charCount(text.codePointAt(i));
        if (!encoder.canEncode(text.substring(i, next))) {
          throw new IllegalArgumentException(
              "charset `"
                  + charset.name().toLowerCase(Locale.ROOT)
                  + "` has no `"
                  + shown(text.substring(i, next))
                  + "`, which stands in the body; write `charset=utf-8`, or leave the charset out");
        }
        i = next;
      }
    }

    private static String typeOf(String text) {
      if (text.startsWith("{") || text.startsWith("[")) {
        return "application/json";
      }
      return text.startsWith("<") ? "text/html" : "text/plain";
    }

    private static String reasonOf(String reserved) {
      if (reserved.equals("content-type")) {
        return "the content type has a key of its own";
      }
      return reserved.startsWith("portcullis") ? "the agent sets it" : "the server sets it";
    }

    private static Optional<String> charsetIn(String type) {
      for (String parameter : type.split(";", -1)) {
        String trimmed = parameter.trim();
        if (trimmed.toLowerCase(Locale.ROOT).startsWith("charset=")) {
          return Optional.of(trimmed.substring("charset=".length()).replace("\"", ""));
        }
      }
      return Optional.empty();
    }

    // In these, and not in every charset, what is escaped stays escaped.
    private static Charset charset(String name) {
      switch (name.toLowerCase(Locale.ROOT)) {
        case "utf-8":
          return StandardCharsets.UTF_8;
        case "iso-8859-1":
          return StandardCharsets.ISO_8859_1;
        case "us-ascii":
          return StandardCharsets.US_ASCII;
        default:
          throw new IllegalArgumentException(
              "charset `"
                  + shown(name)
                  + "` is not supported; write `utf-8`, `iso-8859-1` or `us-ascii`");
      }
    }

    private static boolean isToken(String text) {
      for (int i = 0; i < text.length(); i++) {
        char c = text.charAt(i);
        boolean alphanumeric =
            (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        if (!alphanumeric && "!#$%&'*+-.^_`|~".indexOf(c) < 0) {
          return false;
        }
      }
      return !text.isEmpty();
    }

    private static boolean isFieldValue(String text) {
      for (int i = 0; i < text.length(); i++) {
        char c = text.charAt(i);
        if (c != '\t' && (c < ' ' || c > '~')) {
          return false;
        }
      }
      return true;
    }

    private static String shown(String text) {
      StringBuilder out = new StringBuilder();
      ContentForm.TEXT.append(text, out);
      return out.toString();
    }
  }
}
