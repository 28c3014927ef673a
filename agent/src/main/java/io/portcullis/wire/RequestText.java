package io.portcullis.wire;

import io.portcullis.engine.RequestFacts;
import io.portcullis.ip.IpAddress;
import io.portcullis.ip.IpSyntaxException;
import io.portcullis.policy.InstantSyntaxException;
import io.portcullis.policy.InstantText;
import java.util.List;
import java.util.Map;

/**
 * A request as a user writes it, in JSON or in options of a command, read to {@link RequestFacts}.
 *
 * <p>Strict: a name that is not known is an error and not ignored, for a request that lacks its
 * {@code header} would be judged as another one than was meant.
 */
public final class RequestText {
  private static final String FIELDS =
      "`peer`, `method`, `target`, `headers`, `key`, `certificate`, `session`, `body`, `at` and `dns`";

  private RequestText() {}

  /** The request that a line of JSON describes. */
  public static RequestFacts parse(String json) throws RequestSyntaxException {
    Object value = JsonText.read(json);
    if (!(value instanceof Map)) {
      throw new RequestSyntaxException(
          "a request is a JSON object such as `{\"peer\":\"192.0.2.1\"}`");
    }
    Map<?, ?> object = (Map<?, ?>) value;
    for (Object name : object.keySet()) {
      checkField(String.valueOf(name), object.get(name));
    }
    if (!object.containsKey("peer")) {
      throw new RequestSyntaxException("`peer` is missing: the address of the connection");
    }
    RequestFacts.Builder facts =
        RequestFacts.from(address("peer", string("peer", object.get("peer"))));
    if (object.containsKey("method")) {
      facts.method(method(string("method", object.get("method"))));
    }
    if (object.containsKey("target")) {
      facts.target(target(string("target", object.get("target"))));
    }
    if (object.containsKey("headers")) {
      for (Map.Entry<?, ?> header : ((Map<?, ?>) object.get("headers")).entrySet()) {
        headers(facts, String.valueOf(header.getKey()), header.getValue());
      }
    }
    if (object.containsKey("key")) {
      facts.keyId(string("key", object.get("key")));
    }
    if (object.containsKey("certificate")) {
      facts.certificate(CertificateObject.read((Map<?, ?>) object.get("certificate")));
    }
    if (object.containsKey("dns")) {
      facts.dns(StatedDnsText.ofObject((Map<?, ?>) object.get("dns")));
    }
    if (object.containsKey("session")) {
      for (Map.Entry<?, ?> attribute : ((Map<?, ?>) object.get("session")).entrySet()) {
        String name = String.valueOf(attribute.getKey());
        facts.session(name, string("session." + name, attribute.getValue()));
      }
    }
    if (object.containsKey("body")) {
      facts.body(string("body", object.get("body")));
    }
    if (object.containsKey("at")) {
      facts.at(at("at", string("at", object.get("at"))));
    }
    return facts.build();
  }

  private static void checkField(String name, Object value) throws RequestSyntaxException {
    switch (name) {
      case "peer":
      case "method":
      case "target":
      case "key":
      case "body":
      case "at":
        string(name, value);
        break;
      case "headers":
      case "certificate":
      case "session":
      case "dns":
        if (!(value instanceof Map)) {
          throw new RequestSyntaxException("`" + name + "` must be an object");
        }
        break;
      default:
        throw new RequestSyntaxException("unknown name `" + name + "`; a request has " + FIELDS);
    }
  }

  /** The text in a field of that name. */
  public static String string(String name, Object value) throws RequestSyntaxException {
    if (!(value instanceof String)) {
      throw new RequestSyntaxException("`" + name + "` must be a string");
    }
    return (String) value;
  }

  private static void headers(RequestFacts.Builder facts, String name, Object value)
      throws RequestSyntaxException {
    if (value instanceof List) {
      for (Object line : (List<?>) value) {
        header(facts, name, headerLine(name, line));
      }
    } else {
      header(facts, name, headerLine(name, value));
    }
  }

  private static String headerLine(String name, Object line) throws RequestSyntaxException {
    if (!(line instanceof String)) {
      throw new RequestSyntaxException(
          "header `" + name + "` must be a string or an array of strings");
    }
    return (String) line;
  }

  /** Adds a header given as {@code Name: value}. */
  public static void header(RequestFacts.Builder facts, String text) throws RequestSyntaxException {
    int colon = text.indexOf(':');
    if (colon < 0) {
      throw new RequestSyntaxException(
          "`" + text + "` is no header, which is written `Name: value`");
    }
    header(facts, text.substring(0, colon), trimmed(text.substring(colon + 1)));
  }

  private static void header(RequestFacts.Builder facts, String name, String line)
      throws RequestSyntaxException {
    if (!isToken(name)) {
      throw new RequestSyntaxException("`" + name + "` is no header name");
    }
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c == '\r' || c == '\n' || c == '\0') {
        throw new RequestSyntaxException(
            "header `" + name + "` has a line break or NUL, which no server lets through");
      }
    }
    facts.header(name, line);
  }

  /** The address in a field or option of that name. */
  public static IpAddress address(String name, String text) throws RequestSyntaxException {
    try {
      return IpAddress.parse(text);
    } catch (IpSyntaxException e) {
      throw new RequestSyntaxException("`" + name + "`: " + e.getMessage());
    }
  }

  /** A method, which is a token. */
  public static String method(String text) throws RequestSyntaxException {
    if (!isToken(text)) {
      throw new RequestSyntaxException("`" + text + "` is no method such as `GET`");
    }
    return text;
  }

  /** The target of a request line. */
  public static String target(String text) throws RequestSyntaxException {
    if (text.isEmpty()) {
      throw new RequestSyntaxException("the target is empty; the shortest is `/`");
    }
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) <= ' ' || text.charAt(i) == 0x7f) {
        throw new RequestSyntaxException(
            "target `"
                + text
                + "` has a space or control character; write it as `%` and two digits");
      }
    }
    return text;
  }

  /** The instant in a field or option of that name, in milliseconds since the epoch. */
  public static long at(String name, String text) throws RequestSyntaxException {
    try {
      return InstantText.parse(text);
    } catch (InstantSyntaxException e) {
      throw new RequestSyntaxException("`" + name + "`: " + e.getMessage());
    }
  }

  /** Whether a text is a token of RFC 9110, section 5.6.2, as methods and header names are. */
  private static boolean isToken(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean letterOrDigit =
          (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
      if (!letterOrDigit && "!#$%&'*+-.^_`|~".indexOf(c) < 0) {
        return false;
      }
    }
    return !text.isEmpty();
  }

  private static String trimmed(String value) {
    int start = 0;
    int end = value.length();
    while (start < end && isBlank(value.charAt(start))) {
      start++;
    }
    while (end > start && isBlank(value.charAt(end - 1))) {
      end--;
    }
    return value.substring(start, end);
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t';
  }
}
