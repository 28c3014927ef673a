package io.portcullis.policy;

import io.portcullis.engine.Entry;
import io.portcullis.ip.IpRule;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads a list file: one address rule a line, {@code #} starts a comment, blank lines count for
 * nothing. Lines may end as on any system.
 *
 * <p>It goes over the bytes and makes a text of the rules only: such a file has a million lines.
 */
final class ListFileReader {
  private final String file;
  private final byte[] bytes;
  private final Problems problems;
  private final RuleReader rules;
  private final List<Entry> entries = new ArrayList<>();

  private ListFileReader(String file, byte[] bytes, Problems problems) {
    this.file = file;
    this.bytes = bytes;
    this.problems = problems;
    this.rules = new RuleReader(problems);
  }

  /**
   * The entries of a list file; nothing where one of its lines is wrong.
   *
   * @param file what problems call it
   */
  static Optional<List<Entry>> read(String file, byte[] bytes, Problems problems) {
    return new ListFileReader(file, bytes, problems).read();
  }

  private Optional<List<Entry>> read() {
    if (startsWith(0xfe, 0xff) || startsWith(0xff, 0xfe)) {
      problems.error(
          Place.of(file, 1, 1),
          "NOT_UTF8",
          "the file looks like UTF-16; save the list as plain text in UTF-8");
      return Optional.empty();
    }
    int start = startsWith(0xef, 0xbb, 0xbf) ? 3 : 0;
    for (int line = 1; start < bytes.length; line++) {
      int end = start;
      while (end < bytes.length && bytes[end] != '\n' && bytes[end] != '\r') {
        end++;
      }
      readLine(line, start, end);
      boolean pair = end + 1 < bytes.length && bytes[end] == '\r' && bytes[end + 1] == '\n';
      start = end + (pair ? 2 : 1);
    }
    return rules.finish(Place.of(file, 1, 1)) ? Optional.of(entries) : Optional.empty();
  }

  private void readLine(int line, int start, int end) {
    int from = start;
    while (from < end && isBlank(bytes[from])) {
      from++;
    }
    int to = from;
    while (to < end && bytes[to] != '#') {
      to++;
    }
    while (to > from && isBlank(bytes[to - 1])) {
      to--;
    }
    if (to > from) {
      Place place = Place.of(file, line, from - start + 1);
      String text = new String(bytes, from, to - from, StandardCharsets.UTF_8);
      Optional<IpRule> rule = rules.rule(text, place);
      if (rule.isPresent()) {
        entries.add(RuleReader.entry(rule.get(), place));
      }
    }
  }

  private boolean startsWith(int... mark) {
    boolean same = bytes.length >= mark.length;
    for (int i = 0; same && i < mark.length; i++) {
      same = (bytes[i] & 0xff) == mark[i];
    }
    return same;
  }

  private static boolean isBlank(byte b) {
    return b == ' ' || b == '\t';
  }
}
