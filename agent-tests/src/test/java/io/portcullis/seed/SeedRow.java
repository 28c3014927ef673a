package io.portcullis.seed;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * One thing that a system does.
 *
 * @param says it in words
 * @param of the numbers of what is stated, in README.md
 * @param policy the file that is in force
 * @param settings those of the agent that are needed for it; empty where there are none
 * @param request a request object of {@code eval}
 * @param expect what must be in its decision object; empty where only a server can tell
 * @param answer status, content type and body that come over the wire; empty where any will do
 * @param log what one line of the log holds then
 * @param record what is in the record of this denial
 */
record SeedRow(
    String says,
    List<Integer> of,
    String policy,
    String settings,
    Map<String, Object> request,
    Map<String, Object> expect,
    Map<String, Object> answer,
    List<String> log,
    Map<String, Object> record) {
  private static final Set<String> KEYS =
      Set.of("says", "of", "policy", "settings", "request", "expect", "answer", "log", "record");

  /** What a server can be asked; a certificate by TLS. */
  private static final Set<String> SENDABLE =
      Set.of("peer", "method", "target", "headers", "certificate", "body");

  @SuppressWarnings("unchecked")
  static SeedRow of(Map<String, Object> line) {
    if (!KEYS.containsAll(line.keySet())) {
      throw new IllegalArgumentException("unknown key in " + line);
    }
    return new SeedRow(
        (String) get(line, "says"),
        (List<Integer>) get(line, "of"),
        (String) get(line, "policy"),
        (String) line.getOrDefault("settings", ""),
        (Map<String, Object>) get(line, "request"),
        (Map<String, Object>) line.getOrDefault("expect", Map.of()),
        (Map<String, Object>) line.getOrDefault("answer", Map.of()),
        (List<String>) line.getOrDefault("log", List.of()),
        (Map<String, Object>) line.getOrDefault("record", Map.of()));
  }

  /** What has to be there. */
  static Object get(Map<String, Object> object, String key) {
    return Objects.requireNonNull(object.get(key), () -> "`" + key + "` in " + object);
  }

  String peer() {
    return (String) get(request, "peer");
  }

  String method() {
    return (String) request.getOrDefault("method", "GET");
  }

  /** Whether a server on this machine can be sent it. Whoever expects an answer has to be. */
  boolean isSent() {
    return !answer.isEmpty()
        || (peer().startsWith("127.") && SENDABLE.containsAll(request.keySet()));
  }

  /** Whether the gate lets it through to the application. */
  boolean isLetThrough() {
    if (!expect.isEmpty()) {
      return !"deny".equals(expect.get("decision"));
    }
    int status = (Integer) get(answer, "status");
    return status != 400 && status != 403;
  }

  /** The request as it is sent. */
  String text() {
    String body = (String) request.getOrDefault("body", "");
    StringBuilder text = new StringBuilder();
    text.append(method()).append(' ').append(request.getOrDefault("target", "/"));
    text.append(" HTTP/1.1\r\n");
    if (!headers().containsKey("Host")) {
      text.append("Host: contract.test\r\n");
    }
    for (Map.Entry<String, Object> header : headers().entrySet()) {
      List<?> lines = header.getValue() instanceof List<?> l ? l : List.of(header.getValue());
      for (Object line : lines) {
        text.append(header.getKey()).append(": ").append(line).append("\r\n");
      }
    }
    if (!body.isEmpty() || !List.of("GET", "HEAD", "OPTIONS").contains(method())) {
      text.append("Content-Length: ").append(body.length()).append("\r\n");
    }
    return text.append("\r\n").append(body).toString();
  }

  @SuppressWarnings("unchecked")
  private Map<String, Object> headers() {
    return (Map<String, Object>) request.getOrDefault("headers", Map.of());
  }

  @SuppressWarnings("unchecked")
  Map<String, Object> certificate() {
    return (Map<String, Object>) request.getOrDefault("certificate", Map.of());
  }

  /** What an object has otherwise than expected, each by its path; empty where it is so. */
  static List<String> differences(Map<String, Object> expected, Map<String, Object> object) {
    List<String> differences = new ArrayList<>();
    compare("", expected, object, differences);
    return differences;
  }

  @SuppressWarnings("unchecked")
  private static void compare(
      String path, Map<String, Object> expected, Map<String, Object> actual, List<String> out) {
    for (Map.Entry<String, Object> e : expected.entrySet()) {
      Object is = actual.get(e.getKey());
      if (e.getValue() instanceof Map && is instanceof Map) {
        compare(
            path + e.getKey() + ".",
            (Map<String, Object>) e.getValue(),
            (Map<String, Object>) is,
            out);
      } else if (!actual.containsKey(e.getKey())
          || !String.valueOf(e.getValue()).equals(String.valueOf(is))) {
        out.add(path + e.getKey() + " is " + is + " and not " + e.getValue());
      }
    }
  }

  @Override
  public String toString() {
    return says + " " + request;
  }
}
