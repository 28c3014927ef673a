package io.portcullis.machine;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One answer as it came over the wire.
 *
 * @param status the status code
 * @param headers name and value of each line, in the order received
 * @param body decoded from chunks where it came in chunks
 * @param bytes all of it, as received
 */
public record RawResponse(
    int status, List<Map.Entry<String, String>> headers, byte[] body, byte[] bytes) {
  /** The one line of a header; fails where there are several. */
  public Optional<String> header(String name) {
    List<String> lines = headerLines(name);
    if (lines.size() > 1) {
      throw new AssertionError("several lines of " + name + ": " + lines);
    }
    return lines.stream().findFirst();
  }

  public List<String> headerLines(String name) {
    return headers.stream()
        .filter(h -> h.getKey().equalsIgnoreCase(name))
        .map(Map.Entry::getValue)
        .toList();
  }

  public String text() {
    return new String(body, StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }
}
