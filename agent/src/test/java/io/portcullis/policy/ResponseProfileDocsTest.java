package io.portcullis.policy;

import static io.portcullis.testing.Facts.from;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.engine.Code;
import io.portcullis.engine.RequestFacts;
import io.portcullis.gate.PolicySnapshot;
import io.portcullis.gate.Refusal;
import io.portcullis.gate.ResponseProfile;
import io.portcullis.source.PolicyText;
import io.portcullis.testing.Decided;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The table of docs/policy.md shows what a policy with that profile sends, and leaves none out. */
class ResponseProfileDocsTest {
  private static final Pattern ROW =
      Pattern.compile(
          "(?m)^\\| `([a-z-]+)` \\| ((?:`[A-Z_]+`(?:, )?)+) \\| (\\d+) \\| `([^`]+)` \\| `([^`]+)` \\|$");

  @Test
  void tableShowsWhatIsSent() {
    List<String> shown = new ArrayList<>();
    Matcher row = ROW.matcher(section());
    while (row.find()) {
      for (String code : row.group(2).split(", ")) {
        shown.add(
            String.join(
                " | ",
                row.group(1),
                code.replace("`", ""),
                row.group(3),
                row.group(4),
                row.group(5)));
      }
    }
    List<String> sent = new ArrayList<>();
    for (String profile : ResponseProfile.words()) {
      for (Code code : Code.values()) {
        if (code.refuses()) {
          String answer = answer("profile: " + profile, code);
          if (!answer.equals(answer("profile: default", code))) {
            sent.add(profile + " | " + code + " | " + answer);
          }
        }
      }
    }
    assertThat(shown).containsExactlyInAnyOrderElementsOf(sent).hasSize(8);
  }

  @Test
  void schemaOffersTheProfiles() {
    assertThat(PolicySchema.ofDocs().wordsAt(List.of("responses", "profile")))
        .containsExactlyElementsOf(ResponseProfile.words());
  }

  @Test
  void noProfileIsTheDefaultOne() {
    for (Code code : Code.values()) {
      if (code.refuses()) {
        assertThat(answer("IP_NOT_ALLOWED: {}", code)).isEqualTo(answer("profile: default", code));
      }
    }
  }

  private static String section() {
    String page = PolicyTexts.read(PolicyTexts.ROOT.resolve("docs/policy.md"));
    return Arrays.stream(page.split("(?m)^#+ "))
        .filter(section -> section.startsWith("Profiles\n"))
        .findFirst()
        .orElseThrow();
  }

  private static String answer(String responses, Code code) {
    RequestFacts request = from("192.0.2.9").build();
    Refusal refusal =
        snapshot(responses).refusals().write(Decided.refused(code, request), request, "run-1");
    String body = new String(refusal.body(), UTF_8);
    return refusal.status() + " | " + refusal.contentType() + " | " + body;
  }

  private static PolicySnapshot snapshot(String responses) {
    String yaml = "portcullis: 1\nresponses: {" + responses + "}\n";
    PolicyText text = PolicyText.of("policy.yaml", yaml.getBytes(UTF_8), Map.of());
    return PolicyReader.read(text).snapshot().orElseThrow();
  }
}
