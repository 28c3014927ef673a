package io.portcullis.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.portcullis.wire.RequestSyntaxException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class InputLinesTest {
  @Test
  void lastLineNeedsNoEnd() throws Exception {
    assertThat(read("a\nb")).containsExactly("a", "b");
    assertThat(read("a\nb\n")).containsExactly("a", "b");
    assertThat(read("")).isEmpty();
    assertThat(read("\n\n")).containsExactly("", "");
  }

  @Test
  void carriageReturnAndByteOrderMarkAreNotOfTheLine() throws Exception {
    assertThat(read("\ufeffa\r\nb\r\r\n\ufeffc")).containsExactly("a", "b\r", "\ufeffc");
  }

  @Test
  void longLineIsSkippedAndTheNextIsRead() throws Exception {
    String longest = "x".repeat(InputLines.LONGEST);
    InputLines lines =
        lines((longest + "\n" + longest + "y\nshort\n").getBytes(StandardCharsets.UTF_8));
    assertThat(lines.next()).isTrue();
    assertThat(lines.text()).isEqualTo(longest);
    assertThat(lines.next()).isTrue();
    assertThatThrownBy(lines::text).hasMessage("the line is longer than 1 MiB");
    assertThat(lines.next()).isTrue();
    assertThat(lines.text()).isEqualTo("short");
    assertThat(lines.number()).isEqualTo(3);
    assertThat(lines.next()).isFalse();
  }

  @Test
  void lineThatIsNotUtf8IsSaidToBe() throws Exception {
    InputLines lines = lines(new byte[] {'a', (byte) 0xc0, (byte) 0x80, '\n', 'b'});
    assertThat(lines.next()).isTrue();
    assertThatThrownBy(lines::text).hasMessage("the line is not UTF-8");
    assertThat(lines.next()).isTrue();
    assertThat(lines.text()).isEqualTo("b");
  }

  @Test
  void whoeverWaitsForAnAnswerGetsItBeforeWeWait() throws Exception {
    List<String> order = new ArrayList<>();
    InputStream trickle =
        new InputStream() {
          private final String text = "a\nb\n";
          private int at;

          @Override
          public int available() {
            return 0;
          }

          @Override
          public int read() {
            throw new AssertionError("never byte by byte");
          }

          @Override
          public int read(byte[] to, int offset, int length) {
            order.add("read");
            if (at == text.length()) {
              return -1;
            }
            to[offset] = (byte) text.charAt(at++);
            return 1;
          }
        };
    InputLines lines = new InputLines(trickle, () -> order.add("flush"));
    while (lines.next()) {
      order.add(lines.text());
    }
    assertThat(order)
        .containsExactly(
            "flush", "read", "flush", "read", "a", "flush", "read", "flush", "read", "b", "flush",
            "read");
  }

  @Property(tries = 200)
  void sameLinesAsSplittingWhateverTheBuffersAre(
      @ForAll @CharRange(from = 'a', to = 'c') String letters,
      @ForAll @IntRange(min = 1, max = 7) int chunk)
      throws Exception {
    String text = letters.replace('c', '\n');
    InputStream slow =
        new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)) {
          @Override
          public synchronized int read(byte[] to, int offset, int length) {
            return super.read(to, offset, Math.min(length, chunk));
          }
        };
    List<String> expected = new ArrayList<>(List.of(text.split("\n", -1)));
    if (expected.get(expected.size() - 1).isEmpty()) {
      expected.remove(expected.size() - 1);
    }
    assertThat(read(new InputLines(slow, () -> {}))).isEqualTo(expected);
  }

  private static List<String> read(String text) throws Exception {
    return read(lines(text.getBytes(StandardCharsets.UTF_8)));
  }

  private static List<String> read(InputLines lines) throws IOException, RequestSyntaxException {
    List<String> read = new ArrayList<>();
    while (lines.next()) {
      read.add(lines.text());
    }
    return read;
  }

  private static InputLines lines(byte[] bytes) {
    return new InputLines(new ByteArrayInputStream(bytes), () -> {});
  }
}
