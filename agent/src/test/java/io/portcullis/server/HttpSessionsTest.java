package io.portcullis.server;

import static io.portcullis.testing.Facts.from;
import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.engine.SessionAttribute;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What several places hold under the ids of one request. */
class HttpSessionsTest {
  private interface Tour {
    void of(Walk walk) throws Exception;
  }

  private static final class Walk extends HttpSessions {
    private final Tour tour;

    Walk(String cookie, Tour tour) {
      super(SessionIds.of(from("192.0.2.1").header("Cookie", cookie).build()), "orgId");
      this.tour = tour;
    }

    @Override
    protected void visit() throws Exception {
      tour.of(this);
    }

    void lookAt(Map<String, String> orgs) throws Exception {
      lookIn((id, name) -> SessionAttribute.of(name.equals("orgId") ? orgs.get(id) : "other"));
    }

    void fail() {
      cannotLook("session_unsupported");
    }
  }

  private static String told(String cookie, Tour tour) {
    return new Walk(cookie, tour).attribute().toString();
  }

  @Test
  void allPlacesAreAskedForAllIds() {
    assertThat(told("a=one; b=two", w -> w.lookAt(Map.of("one", "acme")))).isEqualTo("[acme]");
    assertThat(
            told(
                "a=one; b=two",
                w -> {
                  w.lookAt(Map.of("two", "acme"));
                  w.lookAt(Map.of());
                  w.lookAt(Map.of("one", "acme", "two", "globex"));
                }))
        .isEqualTo("[acme, globex]");
    assertThat(told("a=three", w -> w.lookAt(Map.of("one", "acme")))).isEqualTo("[]");
  }

  @Test
  void placeThatCannotBeSeenMakesTheRestUnreadable() {
    assertThat(
            told(
                "a=one",
                w -> {
                  w.lookAt(Map.of("one", "acme"));
                  w.fail();
                  w.lookAt(Map.of("one", "globex"));
                }))
        .isEqualTo("session_unsupported");
    assertThat(
            told(
                "a=one",
                w -> {
                  w.lookAt(Map.of("one", "acme"));
                  throw new IOException("gone");
                }))
        .isEqualTo("session_unsupported");
    assertThat(
            told(
                "a=one",
                w -> {
                  throw new NoSuchMethodError("of another version");
                }))
        .isEqualTo("session_unsupported");
  }

  @Test
  void nobodyIsAskedWithoutAnId() {
    assertThat(told("", Walk::fail)).isEqualTo("[]");
    assertThat(told("x ".repeat(3), Walk::fail)).isEqualTo("session_unsupported");
    StringBuilder many = new StringBuilder();
    for (int i = 0; i < 9000; i++) {
      many.append(i).append(';');
    }
    assertThat(told(many.toString(), w -> w.lookAt(Map.of()))).isEqualTo("session_ids_too_many");
  }
}
