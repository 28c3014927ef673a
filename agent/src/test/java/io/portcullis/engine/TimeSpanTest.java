package io.portcullis.engine;

import static io.portcullis.testing.Facts.entries;
import static io.portcullis.testing.Facts.from;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.portcullis.client.PeerOnly;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimeSpanTest {
  private static final OptionalLong OPEN = OptionalLong.empty();

  @ParameterizedTest
  @CsvSource({
    "10, 20,  9, false, false",
    "10, 20, 10, true,  false",
    "10, 20, 19, true,  false",
    "10, 20, 20, false, true",
    "10,   , 10, true,  false",
    "10,   ,  9, false, false",
    "  , 20, 19, true,  false",
    "  , 20, 20, false, true",
    "  ,   ,  0, true,  false"
  })
  void beginningIsInAndEndIsOut(Long from, Long until, long now, boolean holds, boolean over) {
    TimeSpan span = TimeSpan.of(optional(from), optional(until));

    assertThat(span.holds(now)).isEqualTo(holds);
    assertThat(span.isOver(now)).isEqualTo(over);
    assertThat(span.from()).isEqualTo(optional(from));
    assertThat(span.until()).isEqualTo(optional(until));
    assertThat(span.isAlways()).isEqualTo(from == null && until == null);
  }

  private static OptionalLong optional(Long value) {
    return value == null ? OPEN : OptionalLong.of(value);
  }

  @Test
  void endIsBehindTheBeginning() {
    assertThatThrownBy(() -> TimeSpan.of(OptionalLong.of(5), OptionalLong.of(5)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void listWhoseLastEntryIsOverAdmitsNobody() {
    for (EmptyAllowlist whenEmpty : EmptyAllowlist.values()) {
      List<Entry> timed = new ArrayList<>();
      for (Entry entry : entries("203.0.113.0/24")) {
        timed.add(entry.during(TimeSpan.of(OptionalLong.of(10), OptionalLong.of(20))));
      }
      Allowlist list = Allowlist.of("global", Mode.ENFORCE, timed);
      AllowlistCheck check = AllowlistCheck.of(list, Map.of(), whenEmpty);

      assertThat(list.restricts()).isTrue();
      assertThat(kind(check, "203.0.113.9", 9)).isEqualTo(Verdict.Kind.DENY);
      assertThat(kind(check, "203.0.113.9", 10)).isEqualTo(Verdict.Kind.PASS);
      assertThat(kind(check, "203.0.113.9", 20)).isEqualTo(Verdict.Kind.DENY);
      assertThat(kind(check, "198.51.100.9", 20)).isEqualTo(Verdict.Kind.DENY);
    }
  }

  private static Verdict.Kind kind(Check check, String peer, long now) {
    return check.judge(new Evaluation(from(peer).build(), PeerOnly.INSTANCE, () -> now)).kind();
  }

  @Test
  void evaluationAsksForTheTimeOnceAndNeverWhereNoListHasTimes() {
    List<Long> asked = new ArrayList<>();
    TimeSource source =
        () -> {
          asked.add(7L + asked.size());
          return asked.get(asked.size() - 1);
        };
    Evaluation evaluation = new Evaluation(from("203.0.113.9").build(), PeerOnly.INSTANCE, source);
    Allowlist plain = Allowlist.of("global", Mode.ENFORCE, entries("203.0.113.0/24"));
    AllowlistCheck.of(plain, Map.of(), EmptyAllowlist.ALLOW).judge(evaluation);
    ExemptAddressCheck.of(entries("203.0.113.0/24")).judge(evaluation);
    assertThat(asked).isEmpty();

    assertThat(evaluation.epochMillis()).isEqualTo(7);
    assertThat(evaluation.epochMillis()).isEqualTo(7);
    assertThat(asked).hasSize(1);
  }
}
