package io.portcullis.server;

import static io.portcullis.testing.Facts.from;
import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.engine.RequestFacts;
import io.portcullis.engine.SessionAttribute;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What may be the id of a session in a request. */
class SessionIdsTest {
  private static final String ID = "8D2F11A0BC34";

  private static List<String> ids(RequestFacts request) {
    List<String> all = new ArrayList<>();
    SessionIds.of(request).all().forEach(all::add);
    return all;
  }

  private static RequestFacts cookie(String line) {
    return from("192.0.2.1").header("Cookie", line).build();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "JSESSIONID=8D2F11A0BC34",
        "a=b; JSESSIONID=8D2F11A0BC34; c=d",
        "a=b,JSESSIONID=8D2F11A0BC34",
        "JSESSIONID = \"8D2F11A0BC34\"",
        "JSESSIONID=\"\\8\\D2F11A0BC3\\4\"",
        "$Version=1; JSESSIONID=8D2F11A0BC34; $Path=/",
        "JSESSIONID=8D2F11A0BC34.node0",
        "JSESSIONID=8D2F11A0BC34.a.b",
        "JSESSIONID=8D2F11A0BC34:x",
        "JSESSIONID=8D2F11A0BC34\\x",
        "JSESSIONID=x/8D2F11A0BC34/x",
        "JSESSIONID=8D2F11A0BC34\u00e9",
        "a=\"x; JSESSIONID=8D2F11A0BC34",
        "whatever 8D2F11A0BC34",
        "8D2F11A0BC34",
      })
  void everyWayToWriteItIsSeen(String line) {
    assertThat(ids(cookie(line))).contains(ID);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/a;jsessionid=8D2F11A0BC34",
        "/a;b=c;jsessionid=8D2F11A0BC34/d?e=f",
        "/a%3Bjsessionid=8D2F11A0BC34",
        "/a%3bjsessionid%3d8D2F11A0BC34",
        "/a;j=%38D2F11A0BC34",
        "/;jsessionid=8D2F11A0BC34?x",
        "/a;x=%zz;jsessionid=8D2F11A0BC34",
      })
  void everyWayToWriteItBehindThePathIsSeen(String target) {
    assertThat(ids(from("192.0.2.1").target(target).build())).contains(ID);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a/b=c | a, a/b, a/b=c, b, b=c, c",
        "a=b.c | a, a=b.c, a=b, b.c, b",
        "ab==; c | ab, ab=, ab==, =, c",
      })
  void partsAreTakenAloneAndTogether(String line, String expected) {
    assertThat(ids(cookie(line))).containsExactlyInAnyOrder(expected.split(", "));
  }

  @Test
  void requestWithoutCookiesAndParametersHasNone() {
    assertThat(SessionIds.of(from("192.0.2.1").target("/a/b%20c?d=e").build()).isNone()).isTrue();
    assertThat(SessionIds.of(cookie(" ; , ")).isNone()).isTrue();
    assertThat(SessionIds.of(cookie("")).unsupported()).isEqualTo(SessionAttribute.NONE);
    assertThat(SessionIds.of(cookie("a")).unsupported().reason()).isEqualTo("session_unsupported");
    assertThat(SessionIds.of(cookie("")).and("x").isNone()).isFalse();
  }

  @Test
  void tooManyAreNotTaken() {
    StringBuilder line = new StringBuilder("x");
    for (int i = 0; i < 9000; i++) {
      line.append(' ').append(i);
    }
    assertThat(SessionIds.of(cookie(line.toString())).isTooMany()).isTrue();
    assertThat(SessionIds.of(cookie("=:".repeat(20_000))).isTooMany()).isFalse();
    assertThat(SessionIds.of(cookie("a=b; ".repeat(2000))).isTooMany()).isFalse();
  }

  @Test
  void idsAreInNoText() {
    assertThat(SessionIds.of(cookie("JSESSIONID=" + ID)).toString()).doesNotContain(ID);
  }

  /** The whole value, as a server would cut it that takes any sign but these for a part of it. */
  @Property
  void valueOfACookieIsSeen(@ForAll("values") String value, @ForAll("lines") String rest) {
    for (String line :
        List.of("N=" + value + "; " + rest, "N=" + value, rest + ";N=" + value + ", x")) {
      List<String> seen = ids(cookie(line));
      assertThat(seen).contains(value);
      // As far as a server reads that parts values at some of the signs.
      assertThat(seen).contains(value.split("[/:<=>?@()]", 2)[0]);
    }
  }

  @Provide
  Arbitrary<String> values() {
    Arbitrary<String> first = Arbitraries.strings().withCharRange('a', 'z').ofMinLength(3);
    Arbitrary<String> more = Arbitraries.strings().withChars("ab09-_.~!*+/:=@?()").ofMaxLength(12);
    return net.jqwik.api.Combinators.combine(first, more).as((a, b) -> a + b);
  }

  @Provide
  Arbitrary<String> lines() {
    return Arbitraries.strings().withChars("ab=;, \"\\:%.").ofMaxLength(30);
  }
}
