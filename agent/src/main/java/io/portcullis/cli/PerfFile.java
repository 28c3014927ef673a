package io.portcullis.cli;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a HotSpot JVM tells of itself in a file that it keeps for tools such as {@code jps}: reading
 * it does not touch the JVM. Immutable.
 *
 * <pre>
 *   magic cafec0c0 | order, 2.0, accessible | used | overflow | modified (8) | first entry | entries
 *   entry: length | name at | elements (0: a scalar) | type, flags, unit, variability | data at
 * </pre>
 */
final class PerfFile {
  private static final int MAGIC = 0xcafec0c0;
  private static final int MAJOR = 2;
  private static final int LONGEST = 4 << 20;
  private static final int MOST_ENTRIES = 10_000;

  private final Map<String, String> texts;

  private PerfFile(Map<String, String> texts) {
    this.texts = texts;
  }

  /** Reads one; throws {@link IOException} for what cannot be read, or is none. */
  static PerfFile read(Path file) throws IOException {
    if (Files.size(file) > LONGEST) {
      throw new IOException("too long");
    }
    try {
      return new PerfFile(texts(ByteBuffer.wrap(Files.readAllBytes(file))));
    } catch (BufferUnderflowException | IndexOutOfBoundsException | IllegalArgumentException e) {
      throw new IOException("not whole", e);
    }
  }

  private static Map<String, String> texts(ByteBuffer in) throws IOException {
    if (in.getInt() != MAGIC) {
      throw new IOException("of another form");
    }
    in.order(in.get() == 0 ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    if (in.get() != MAJOR) {
      throw new IOException("of another version");
    }
    int at = in.getInt(24);
    int entries = Math.min(in.getInt(28), MOST_ENTRIES);
    Map<String, String> texts = new HashMap<>();
    for (int i = 0; i < entries; i++) {
      int length = in.getInt(at);
      if (length <= 0) {
        throw new IOException("not whole");
      }
      int elements = in.getInt(at + 8);
      if (in.get(at + 12) == 'B' && elements > 0) {
        texts.put(
            text(in, at + in.getInt(at + 4), length), text(in, at + in.getInt(at + 16), elements));
      }
      at += length;
    }
    return Collections.unmodifiableMap(texts);
  }

  private static String text(ByteBuffer in, int from, int most) {
    int to = from;
    while (to < from + most && in.get(to) != 0) {
      to++;
    }
    return new String(in.array(), from, to - from, StandardCharsets.UTF_8);
  }

  private Optional<String> text(String name) {
    String text = texts.get(name);
    return text == null || text.isEmpty() ? Optional.<String>empty() : Optional.of(text);
  }

  /** The main class, or the jar; never the arguments behind it, which may hold secrets. */
  Optional<String> main() {
    Optional<String> command = text("sun.rt.javaCommand");
    return command.map(
        line -> {
          int jar = line.indexOf(".jar ");
          int space = line.indexOf(' ');
          // The path of a jar may hold spaces.
          return jar >= 0
              ? line.substring(0, jar + 4)
              : space < 0 ? line : line.substring(0, space);
        });
  }

  /** The version of Java, such as {@code 17.0.15}. */
  Optional<String> version() {
    return text("java.property.java.version");
  }

  /** Whether it takes tools that attach to it. */
  boolean isAttachable() {
    // The first of the capabilities, where it tells them.
    return !text("sun.rt.jvmCapabilities").orElse("1").startsWith("0");
  }

  /** Whether it was started with the agent, as far as its options tell. */
  boolean isStartedWithAgent() {
    return text("java.rt.vmArgs").orElse("").matches("(?s).*-javaagent:\\S*portcullis.*");
  }
}
