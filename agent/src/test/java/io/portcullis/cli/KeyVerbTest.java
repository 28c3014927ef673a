package io.portcullis.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.caller.KeyHash;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeyVerbTest {
  private static final Pattern TEXT =
      Pattern.compile(
          "key (\\S+) \\(shown this once\\)\n"
              + "for the policy, under `keys` or `operators`:\n"
              + "  (\\S+):\n    sha256: ([0-9a-f]{64})\n");
  private static final Pattern JSON =
      Pattern.compile("\\{\"name\":\"(\\S+)\",\"key\":\"(\\S+)\",\"sha256\":\"([0-9a-f]{64})\"}\n");

  @Test
  void hashIsThatOfTheKey() {
    Matcher text = TEXT.matcher(out("key", "acme-cron"));
    assertThat(text.matches()).isTrue();
    assertThat(text.group(2)).isEqualTo("acme-cron");
    assertThat(text.group(1)).matches("ptc_[A-Za-z0-9_-]{43}");
    assertThat(KeyHash.ofKey(text.group(1)).hex()).isEqualTo(text.group(3));

    Matcher json = JSON.matcher(out("key", "ada", "--prefix", "", "--output", "json"));
    assertThat(json.matches()).isTrue();
    assertThat(json.group(2)).matches("[A-Za-z0-9_-]{43}");
    assertThat(KeyHash.ofKey(json.group(2)).hex()).isEqualTo(json.group(3));
  }

  @Test
  void noTwoKeysAreTheSame() {
    Set<String> keys = new HashSet<>();
    for (int i = 0; i < 50; i++) {
      keys.add(out("key", "k"));
    }
    assertThat(keys).hasSize(50);
  }

  @ParameterizedTest
  @CsvSource({"a, a", "A.b-c_1, A.b-c_1", "null, '\"null\"'", "1e3, '\"1e3\"'", "a:, '\"a:\"'"})
  void nameIsQuotedWhereYamlWantsIt(String name, String written) {
    Matcher text = TEXT.matcher(out("key", name));
    assertThat(text.matches()).isTrue();
    assertThat(text.group(2)).isEqualTo(written);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a b", "", "é", "a/b", "a\nb"})
  void nameIsAnId(String name) {
    CommandRun run = CommandRun.of("key", name);
    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains("is not made of 1 to 128 letters, digits and");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a b", "a:", "x23456789012345678901234567890123"})
  void prefixStaysWithinWhatEveryCarrierTakes(String prefix) {
    assertThat(CommandRun.of("key", "k", "--prefix", prefix).err())
        .startsWith("portcullis: `--prefix` is made of at most 32 letters");
  }

  private static String out(String... args) {
    CommandRun run = CommandRun.of(args);
    assertThat(run.exit()).isZero();
    assertThat(run.err()).isEmpty();
    return run.out();
  }
}
