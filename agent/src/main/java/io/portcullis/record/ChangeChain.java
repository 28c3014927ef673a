package io.portcullis.record;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What walking a chain of changes has found: each line holds the SHA-256 of the one before, so that
 * no line can be changed, taken out or put in without breaking all that follow. What the chain
 * itself cannot tell is that lines are missing at its end. Immutable.
 */
public final class ChangeChain {
  /** The name of the file in a state directory. */
  public static final String FILE = "changes.jsonl";

  static final String PREVIOUS = "previous";
  static final String NUMBER = "number";

  /** What stands for the line before the first one. */
  static final String BEGINNING =
      "0000000000000000000000000000000000000000000000000000000000000000";

  private static final int LONGEST = 16 << 20;
  private static final JsonFactory FACTORY =
      JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private final long lines;
  private final String last;
  private final Optional<String> fault;

  private ChangeChain(long lines, String last, Optional<String> fault) {
    this.lines = lines;
    this.last = last;
    this.fault = fault;
  }

  /** Walks a chain from its beginning to its end, or to the first line that does not fit. */
  public static ChangeChain walk(InputStream in) throws IOException {
    String previous = BEGINNING;
    long number = 0;
    while (true) {
      ByteArrayOutputStream line = new ByteArrayOutputStream(512);
      int c = in.read();
      while (c >= 0 && c != '\n' && line.size() < LONGEST) {
        line.write(c);
        c = in.read();
      }
      if (c < 0 && line.size() == 0) {
        return new ChangeChain(number, previous, Optional.<String>empty());
      }
      number++;
      String fault =
          c == '\n'
              ? faultOf(line.toByteArray(), previous, number)
              : c < 0
                  ? "it has no end, a writer was stopped in the middle of it; the next start of the"
                      + " agent moves it to `"
                      + FILE
                      + ".torn`"
                  : "it is longer than 16 MiB";
      if (fault != null) {
        return new ChangeChain(number, previous, Optional.of(fault));
      }
      previous = sha256(line.toByteArray());
    }
  }

  private static @Nullable String faultOf(byte[] line, String previous, long number) {
    Link link;
    try {
      link = Link.of(line);
    } catch (IOException bad) {
      return "it is no line of a chain: no JSON object with `"
          + PREVIOUS
          + "` and `"
          + NUMBER
          + "`";
    }
    if (!link.previous.equals(previous)) {
      return number == 1
          ? "it follows a line that is not there: the beginning of the file is missing"
          : "it does not follow the line before, which was changed, or lines between them were"
              + " taken out: `"
              + PREVIOUS
              + "` is "
              + link.previous
              + ", the SHA-256 of the line before is "
              + previous;
    }
    if (link.number != number) {
      return "its `" + NUMBER + "` is " + link.number;
    }
    return null;
  }

  static String sha256(byte[] line) {
    byte[] digest;
    try {
      digest = MessageDigest.getInstance("SHA-256").digest(line);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
    StringBuilder hex = new StringBuilder(64);
    for (byte b : digest) {
      hex.append(Character.forDigit(b >> 4 & 15, 16)).append(Character.forDigit(b & 15, 16));
    }
    return hex.toString();
  }

  /** How many lines were walked; the last of them is the broken one, where one is. */
  public long lines() {
    return lines;
  }

  /** The SHA-256 of the last line that fits, in hex; 64 zeros where there is none. */
  public String last() {
    return last;
  }

  /** What is wrong with the first broken line; empty where the chain is whole. */
  public Optional<String> fault() {
    return fault;
  }

  /** What a line says of its place in the chain. */
  static final class Link {
    final String previous;
    final long number;

    private Link(String previous, long number) {
      this.previous = previous;
      this.number = number;
    }

    /** Throws where the line is not one object that says both. */
    static Link of(byte[] line) throws IOException {
      String previous = null;
      long number = 0;
      try (JsonParser parser = FACTORY.createParser(line)) {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
          throw new IOException("no object");
        }
        while (parser.nextToken() != JsonToken.END_OBJECT) {
          String name = parser.currentName();
          JsonToken value = parser.nextToken();
          if (name.equals(PREVIOUS) && value == JsonToken.VALUE_STRING) {
            previous = parser.getText();
          } else if (name.equals(NUMBER) && value == JsonToken.VALUE_NUMBER_INT) {
            number = parser.getLongValue();
          } else {
            parser.skipChildren();
          }
        }
        if (previous == null || number < 1 || parser.nextToken() != null) {
          throw new IOException("no link");
        }
        return new Link(previous, number);
      }
    }
  }
}
