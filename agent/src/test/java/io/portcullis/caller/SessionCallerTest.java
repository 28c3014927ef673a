package io.portcullis.caller;

import static io.portcullis.testing.Facts.address;
import static io.portcullis.testing.Facts.from;
import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.client.PeerOnly;
import io.portcullis.engine.Evaluation;
import io.portcullis.engine.Request;
import io.portcullis.engine.SessionAttribute;
import io.portcullis.engine.Verdict;
import io.portcullis.ip.IpAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A tenant that the session names. */
class SessionCallerTest {
  private static final CallerCheck CHECK =
      CallerCheck.builder()
          .tenantSources(List.of(NameSource.header("X-Tenant-Id"), NameSource.session("orgId")))
          .programSources(List.of(NameSource.session("app")))
          .tenant("acme")
          .tenant("globex")
          .program("acme", "shop")
          .onUnknownTenant(OnUnknownTenant.DENY)
          .build();

  /** A request whose sessions hold what is said, each time that it is asked. */
  private static final class WithSessions implements Request {
    final List<String> asked = new ArrayList<>();
    SessionAttribute held = SessionAttribute.NONE;

    @Override
    public Optional<IpAddress> peer() {
      return Optional.of(address("192.0.2.1"));
    }

    @Override
    public String method() {
      return "GET";
    }

    @Override
    public String target() {
      return "/";
    }

    @Override
    public Optional<String> containerPath() {
      return Optional.empty();
    }

    @Override
    public List<String> headerLines(String name) {
      return List.of();
    }

    @Override
    public SessionAttribute sessionAttribute(String name) {
      asked.add(name);
      return name.equals("orgId") ? held : SessionAttribute.NONE;
    }
  }

  private static String told(Request request) {
    return told(new Evaluation(request, PeerOnly.INSTANCE));
  }

  private static String told(Evaluation evaluation) {
    Verdict verdict = CHECK.judge(evaluation);
    return verdict.reason().equals("tenant") ? evaluation.caller().tenant() : verdict.reason();
  }

  private static String told(SessionAttribute held) {
    WithSessions request = new WithSessions();
    request.held = held;
    return told(request);
  }

  @ParameterizedTest
  @CsvSource({
    "acme, acme",
    "initech, unknown_tenant",
    "'', session_blank",
    "' acme', unknown_tenant",
    "acmé, session_not_printable",
    "ACME, unknown_tenant",
  })
  void textOfTheAttributeIsTheName(String text, String expected) {
    assertThat(told(SessionAttribute.of(text))).isEqualTo(expected);
  }

  @Test
  void namesHaveABound() {
    assertThat(told(SessionAttribute.of("x".repeat(256)))).isEqualTo("unknown_tenant");
    assertThat(told(SessionAttribute.of("x".repeat(257)))).isEqualTo("session_too_long");
  }

  @Test
  void whatCannotBeReadIsNeverNobody() {
    assertThat(told(SessionAttribute.NONE)).isEqualTo("no_tenant");
    assertThat(told(SessionAttribute.of(7))).isEqualTo("session_no_string");
    assertThat(told(SessionAttribute.unreadable("session_unsupported")))
        .isEqualTo("session_unsupported");
    assertThat(told(SessionAttribute.of("acme").and(SessionAttribute.of("globex"))))
        .isEqualTo("sources_disagree");
    assertThat(told(SessionAttribute.of("acme").and(SessionAttribute.of(""))))
        .isEqualTo("session_blank");
  }

  @Test
  void otherSourcesHaveToAgree() {
    assertThat(told(from("192.0.2.1").session("orgId", "acme").build())).isEqualTo("acme");
    assertThat(
            told(
                from("192.0.2.1").session("orgId", "acme").header("X-Tenant-Id", "globex").build()))
        .isEqualTo("sources_disagree");
    assertThat(
            told(from("192.0.2.1").session("orgId", "acme").header("X-Tenant-Id", "acme").build()))
        .isEqualTo("acme");
    assertThat(told(from("192.0.2.1").session("orgId", "acme").session("app", "shop").build()))
        .isEqualTo("program");
  }

  /** It may end meanwhile, and the record is to tell what was judged. */
  @Test
  void sessionIsLookedUpOnce() {
    WithSessions request = new WithSessions();
    request.held = SessionAttribute.of("acme");
    Evaluation evaluation = new Evaluation(request, PeerOnly.INSTANCE);
    assertThat(told(evaluation)).isEqualTo("acme");
    request.held = SessionAttribute.NONE;
    assertThat(told(evaluation)).isEqualTo("acme");
    assertThat(request.asked).containsExactly("orgId", "app");
  }
}
