package io.portcullis.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class EvalVerbTest {
  private static final String SHOP = CommandRun.file("shop.yaml");

  @Test
  void lineOutForEachLineIn() throws IOException {
    CommandRun run =
        CommandRun.withInput(
            """
            {"peer":"203.0.113.9","headers":{"X-Tenant-Id":"acme"}}
            nonsense
            {"peer":"1.1.1.1","headers":{"X-Tenant-Id":["acme"]},"method":"POST","target":"/x"}

            {"peer":"203.0.113.9","headers":{"X-Tenant-Id":"globex"}}
            """,
            "eval",
            SHOP);
    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.err()).isEmpty();
    assertThat(run.out().lines())
        .satisfiesExactly(
            line -> assertThat(decision(line)).isEqualTo("allow"),
            line ->
                assertThat(line)
                    .startsWith("{\"error\":\"not valid JSON, at column ")
                    .endsWith(",\"line\":2}"),
            line -> assertThat(decision(line)).isEqualTo("deny"),
            line -> assertThat(line).isEqualTo("{\"error\":\"the line is empty\",\"line\":4}"),
            line -> assertThat(decision(line)).isEqualTo("would-deny"));
  }

  @Test
  void denialsAreNoFindings() {
    CommandRun run = CommandRun.withInput("{\"peer\":\"1.1.1.1\"}", "eval", SHOP);
    assertThat(run.exit()).isZero();
    assertThat(run.out()).startsWith("{\"decision\":\"deny\",");
  }

  @Test
  void decisionIsTheOneThatCheckGives() {
    CommandRun check = CommandRun.of("check", SHOP, "--peer", "1.1.1.1", "--output", "json");
    CommandRun eval =
        CommandRun.withInput("{\"peer\":\"1.1.1.1\"}\n", "eval", "--output", "json", SHOP);
    assertThat(eval.out()).isEqualTo(check.out());
  }

  @Test
  void inputMayBeAFile(@TempDir Path temp) throws IOException {
    Path input = temp.resolve("requests.jsonl");
    Files.writeString(input, "{\"peer\":\"203.0.113.9\"}\n");
    assertThat(CommandRun.of("eval", SHOP, "--input", input.toString()).exit()).isZero();
    assertThat(CommandRun.of("eval", SHOP, "--input", temp.resolve("none").toString()))
        .isEqualTo(
            new CommandRun(2, "", "portcullis: cannot open `" + temp.resolve("none") + "`\n"));
  }

  @Test
  void noInputGivesNoOutput() {
    assertThat(CommandRun.of("eval", SHOP)).isEqualTo(new CommandRun(0, "", ""));
  }

  @Test
  @Timeout(120)
  void hundredThousandLinesStreamThroughInOrder() {
    Lines lines = new Lines(100_000);
    Answers answers = new Answers(lines);
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int exit =
        Commands.run(
            new String[] {"eval", SHOP}, lines, new PrintStream(answers), new PrintStream(err));
    assertThat(err.toString(StandardCharsets.UTF_8)).isEmpty();
    assertThat(exit).isZero();
    assertThat(answers.count).isEqualTo(100_000);
    // Two buffers' worth, far from all that has been read: the input may be of any length.
    assertThat(answers.furthestBehind).isLessThan(5_000);
  }

  @Test
  @Timeout(120)
  void answerComesBeforeTheNextRequestIsWaitedFor() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    InputStream conversation =
        new InputStream() {
          private int asked;

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
            assertThat(out.toString(StandardCharsets.UTF_8).lines()).hasSize(asked);
            if (asked == 3) {
              return -1;
            }
            asked++;
            byte[] line = "{\"peer\":\"1.1.1.1\"}\n".getBytes(StandardCharsets.UTF_8);
            System.arraycopy(line, 0, to, offset, line.length);
            return line.length;
          }
        };
    int exit =
        Commands.run(new String[] {"eval", SHOP}, conversation, new PrintStream(out), System.err);
    assertThat(exit).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8).lines()).hasSize(3);
  }

  @Test
  void outputThatNobodyTakesEndsIt() {
    Lines lines = new Lines(1_000_000);
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    OutputStream closed =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("broken pipe");
          }
        };
    int exit =
        Commands.run(
            new String[] {"eval", SHOP}, lines, new PrintStream(closed), new PrintStream(err));
    assertThat(exit).isEqualTo(2);
    assertThat(lines.given).isLessThan(10_000);
    assertThat(err.toString(StandardCharsets.UTF_8))
        .isEqualTo("portcullis: the output cannot be written\n");
  }

  private static Object decision(String line) {
    try {
      Map<String, Object> object = JSON.std.mapFrom(line);
      assertThat(object.keySet()).containsAll(List.of("decision", "code", "checks", "reasons"));
      return object.getOrDefault("decision", "none");
    } catch (IOException e) {
      throw new AssertionError(line, e);
    }
  }

  /** Requests made as they are read, the n-th from the n-th address. */
  private static final class Lines extends InputStream {
    private final int count;
    private int given;
    private byte[] line = new byte[0];
    private int at;

    Lines(int count) {
      this.count = count;
    }

    static String address(int n) {
      return "10." + (n >> 16) + "." + (n >> 8 & 255) + "." + (n & 255);
    }

    @Override
    public int available() {
      return 1;
    }

    @Override
    public int read() {
      throw new AssertionError("never byte by byte");
    }

    @Override
    public int read(byte[] to, int offset, int length) {
      if (at == line.length) {
        if (given == count) {
          return -1;
        }
        line = ("{\"peer\":\"" + address(given++) + "\"}\n").getBytes(StandardCharsets.UTF_8);
        at = 0;
      }
      int n = Math.min(length, line.length - at);
      System.arraycopy(line, at, to, offset, n);
      at += n;
      return n;
    }
  }

  /** Takes the answers one after the other and keeps none. */
  private static final class Answers extends OutputStream {
    private final Lines lines;
    private final StringBuilder line = new StringBuilder();
    private int count;
    private int furthestBehind;

    Answers(Lines lines) {
      this.lines = lines;
    }

    @Override
    public void write(int b) {
      if (b != '\n') {
        line.append((char) b);
        return;
      }
      furthestBehind = Math.max(furthestBehind, lines.given - count);
      assertThat(line).contains("\"peer\":\"" + Lines.address(count) + "\"");
      count++;
      line.setLength(0);
    }
  }
}
