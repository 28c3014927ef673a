package io.portcullis.engine;

import static io.portcullis.testing.Facts.from;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.portcullis.client.PeerOnly;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PipelineTest {
  @ParameterizedTest
  @CsvSource({
    // mode, what the checks say in their order, the effect, the code
    "ENFORCE, '', ALLOW, NO_RESTRICTION",
    "ENFORCE, 'pass skipped', ALLOW, NO_RESTRICTION",
    "ENFORCE, 'admitted', ALLOW, ADMITTED",
    "ENFORCE, 'exempt admitted', ALLOW, EXEMPT_ADDRESS",
    "ENFORCE, 'admit deny', ALLOW, EXEMPT_PATH",
    "ENFORCE, 'deny admit', DENY, IP_NOT_ALLOWED",
    "ENFORCE, 'pass deny conflict', DENY, IP_NOT_ALLOWED",
    // a would-deny never stops: an enforced denial behind it still denies
    "ENFORCE, 'would', WOULD_DENY, PATH_AMBIGUOUS",
    "ENFORCE, 'would pass admitted', WOULD_DENY, PATH_AMBIGUOUS",
    "ENFORCE, 'would deny', DENY, IP_NOT_ALLOWED",
    "ENFORCE, 'would pass conflict', DENY, TENANT_CONFLICT",
    "ENFORCE, 'would admit', WOULD_DENY, PATH_AMBIGUOUS",
    // monitor: the first code, and nothing is refused
    "MONITOR, 'deny', WOULD_DENY, IP_NOT_ALLOWED",
    "MONITOR, 'deny conflict', WOULD_DENY, IP_NOT_ALLOWED",
    "MONITOR, 'would deny', WOULD_DENY, PATH_AMBIGUOUS",
    "MONITOR, 'admitted', ALLOW, ADMITTED",
    "OFF, 'deny', ALLOW, NO_RESTRICTION",
    // not evaluated because of a denial before
    "ENFORCE, 'deny not-evaluated', DENY, IP_NOT_ALLOWED",
    "MONITOR, 'deny not-evaluated', WOULD_DENY, IP_NOT_ALLOWED",
    // and without one: nothing slips through the gap
    "ENFORCE, 'not-evaluated', DENY, INTERNAL_FAULT",
    "ENFORCE, 'pass not-evaluated admitted', DENY, INTERNAL_FAULT",
  })
  void firstEnforcedDenialSettles(Mode mode, String said, Decision.Effect effect, Code code) {
    Pipeline pipeline = Pipeline.of(mode, checks(said.isEmpty() ? List.of() : words(said)));
    Verdict verdict = pipeline.judge(evaluation());
    Decision decision = pipeline.explain(evaluation());

    assertThat(Decision.Effect.of(verdict)).isEqualTo(effect);
    assertThat(verdict.code()).contains(code);
    assertThat(decision.settling()).isEqualTo(verdict);
    assertThat(decision.effect()).isEqualTo(effect);
  }

  @Test
  void denialTellsEveryVerdictAtOnce() {
    Decision decision =
        Pipeline.of(Mode.ENFORCE, checks(words("deny conflict pass"))).explain(evaluation());
    assertThat(decision.verdicts())
        .extracting(Verdict::kind)
        .containsExactly(Verdict.Kind.DENY, Verdict.Kind.DENY, Verdict.Kind.PASS);
  }

  @Test
  void judgingAsksNoCheckBehindTheOneThatSettles() {
    List<CheckName> asked = new ArrayList<>();
    Check[] checks = checks(words("pass deny pass"));
    for (int i = 0; i < checks.length; i++) {
      checks[i] = spied(checks[i], asked);
    }
    Pipeline.of(Mode.ENFORCE, checks).judge(evaluation());
    assertThat(asked).containsExactly(checks[0].name(), checks[1].name());
  }

  @Test
  void checksStandInTheirOrder() {
    Check[] checks = checks(words("pass pass"));
    assertThatThrownBy(() -> Pipeline.of(Mode.ENFORCE, checks[1], checks[0]))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Pipeline.of(Mode.ENFORCE, checks[0], checks[0]))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /** The slow oracle restates the rules over the whole list of verdicts. */
  @Property
  void judgingAndExplainingAgreeWithTheRules(
      @ForAll Mode mode, @ForAll @Size(max = 11) List<Said> said) {
    Check[] checks = checks(said.stream().map(s -> s.word).toList());
    Pipeline pipeline = Pipeline.of(mode, checks);

    Verdict verdict = pipeline.judge(evaluation());

    assertThat(verdict).isEqualTo(expected(mode, checks));
    assertThat(pipeline.explain(evaluation()).settling()).isEqualTo(verdict);
  }

  private static Verdict expected(Mode mode, Check[] checks) {
    Verdict none = Verdict.pass(CheckName.ALLOWLIST, Code.NO_RESTRICTION, "");
    if (mode == Mode.OFF) {
      return none;
    }
    List<Verdict> verdicts = new ArrayList<>();
    for (Check check : checks) {
      Verdict verdict = check.judge(evaluation());
      verdicts.add(mode == Mode.MONITOR ? verdict.monitored() : verdict);
    }
    Optional<Verdict> firstWould = Optional.empty();
    List<Verdict> passes = new ArrayList<>(List.of(none));
    for (Verdict verdict : verdicts) {
      switch (verdict.kind()) {
        case DENY -> {
          return verdict;
        }
        case ADMIT -> {
          return firstWould.orElse(verdict);
        }
        case WOULD_DENY -> firstWould = Optional.of(firstWould.orElse(verdict));
        case PASS -> verdict.code().ifPresent(code -> passes.add(verdict));
        default -> {}
      }
    }
    Verdict last =
        passes.stream()
            .filter(pass -> pass.code().get() == Code.EXEMPT_ADDRESS)
            .findFirst()
            .orElse(passes.get(passes.size() - 1));
    return firstWould.orElse(last);
  }

  /** All that a check can say but "not evaluated", which needs a denial before it. */
  enum Said {
    PASS("pass"),
    SKIPPED("skipped"),
    ADMITTED("admitted"),
    EXEMPT("exempt"),
    ADMIT("admit"),
    DENY("deny"),
    CONFLICT("conflict"),
    WOULD("would");

    private final String word;

    Said(String word) {
      this.word = word;
    }
  }

  private static List<String> words(String said) {
    return Arrays.asList(said.split(" "));
  }

  private static Check[] checks(List<String> said) {
    Check[] checks = new Check[said.size()];
    for (int i = 0; i < checks.length; i++) {
      CheckName name = CheckName.values()[i];
      Verdict verdict = verdict(name, said.get(i));
      checks[i] = fixed(name, verdict);
    }
    return checks;
  }

  private static Verdict verdict(CheckName name, String word) {
    return switch (word) {
      case "pass" -> Verdict.pass(name, "fine");
      case "skipped" -> Verdict.skipped(name, "not_configured");
      case "admitted" -> Verdict.pass(name, Code.ADMITTED, "global");
      case "exempt" -> Verdict.pass(name, Code.EXEMPT_ADDRESS, "");
      case "admit" -> Verdict.admit(name, Code.EXEMPT_PATH, "");
      case "deny" -> Verdict.deny(name, Code.IP_NOT_ALLOWED, "", "global");
      case "conflict" -> Verdict.deny(name, Code.TENANT_CONFLICT, "", "");
      case "would" -> Verdict.deny(name, Code.PATH_AMBIGUOUS, "", "").monitored();
      case "not-evaluated" -> Verdict.notEvaluated(name, "client_unreadable");
      default -> throw new IllegalArgumentException(word);
    };
  }

  private static Check fixed(CheckName name, Verdict verdict) {
    return new Check() {
      @Override
      public CheckName name() {
        return name;
      }

      @Override
      public Verdict judge(Evaluation evaluation) {
        return verdict;
      }
    };
  }

  private static Check spied(Check check, List<CheckName> asked) {
    return new Check() {
      @Override
      public CheckName name() {
        return check.name();
      }

      @Override
      public Verdict judge(Evaluation evaluation) {
        asked.add(check.name());
        return check.judge(evaluation);
      }
    };
  }

  private static Evaluation evaluation() {
    return new Evaluation(from("192.0.2.1").build(), PeerOnly.INSTANCE);
  }
}
