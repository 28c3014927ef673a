package io.portcullis.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** What the files hold that an example of a policy names: told by the ends of their names. */
public final class NamedFiles {
  private NamedFiles() {}

  /**
   * What is shown under the name; a throw-away authority for {@code .pem}, its revocation list for
   * {@code .crl}, else a rule.
   */
  public static byte[] contentOf(String name, String rule) {
    if (NamedFiles.class.getResource("/docs/" + name) != null) {
      return resource("/docs/" + name);
    }
    if (name.endsWith(".pem") || name.endsWith(".crl")) {
      return resource("ca" + name.substring(name.length() - 4));
    }
    return (rule + "\n").getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] resource(String name) {
    try (InputStream in =
        Objects.requireNonNull(NamedFiles.class.getResourceAsStream(name), name)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
