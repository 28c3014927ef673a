package io.portcullis.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class SessionAttributeTest {
  private static final SessionAttribute ACME = SessionAttribute.of("acme");
  private static final SessionAttribute GLOBEX = SessionAttribute.of("globex");
  private static final SessionAttribute BAD = SessionAttribute.unreadable("session_busy");

  @Test
  void onlyAStringIsAText() {
    assertThat(ACME.texts()).containsExactly("acme");
    assertThat(SessionAttribute.of(null)).isSameAs(SessionAttribute.NONE);
    assertThat(SessionAttribute.of(new StringBuilder("acme")).reason())
        .isEqualTo("session_no_string");
    assertThatThrownBy(() -> SessionAttribute.unreadable(""))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void twoAreBothOrWhatCannotBeRead() {
    assertThat(ACME.and(SessionAttribute.NONE)).isEqualTo(ACME);
    assertThat(SessionAttribute.NONE.and(ACME)).isEqualTo(ACME);
    assertThat(ACME.and(SessionAttribute.of("acme"))).isEqualTo(ACME);
    assertThat(ACME.and(GLOBEX).texts()).containsExactly("acme", "globex");
    assertThat(ACME.and(GLOBEX).and(ACME)).isEqualTo(GLOBEX.and(ACME));
    assertThat(ACME.and(BAD)).isEqualTo(BAD);
    assertThat(BAD.and(ACME)).isEqualTo(BAD);
    assertThat(SessionAttribute.NONE.and(BAD)).isEqualTo(BAD);
    assertThat(BAD.and(SessionAttribute.unreadable("other"))).isEqualTo(BAD);
  }
}
