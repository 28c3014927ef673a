package io.portcullis.record;

import static io.portcullis.testing.Facts.from;
import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.engine.Mode;
import io.portcullis.engine.Request;
import io.portcullis.engine.RequestFacts;
import java.util.regex.Pattern;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class DenialTest {
  private static final Pattern LINE =
      Pattern.compile(
          "ip_allowlist_blocked decision=\\S+ code=\\S+ client=\\S+ peer=\\S+ tenant=\\S+ program=\\S+"
              + " key=\\S+ method=\\S+ path=\\S+ policy=\\S+ id=\\S+ scope=\\S+ reason=\\S+");

  @Test
  void lineTellsWhoWasRefusedAndWhy() {
    Request request =
        from("192.0.2.9").method("POST").target("/api/orders;v=2/1?token=secret").build();
    assertThat(line(Mode.ENFORCE, request))
        .isEqualTo(
            "ip_allowlist_blocked decision=deny code=IP_NOT_ALLOWED client=192.0.2.9"
                + " peer=192.0.2.9 tenant=- program=- key=- method=POST path=/api/orders/1 policy=0123456789ab"
                + " id=run-1 scope=global reason=not_on_list");
  }

  @Test
  void wouldDenyIsMarked() {
    assertThat(line(Mode.MONITOR, from("192.0.2.9").build())).contains(" decision=would-deny ");
  }

  @Test
  void unreadableClientIsADash() {
    assertThat(line(Mode.ENFORCE, RequestFacts.fromHiddenPeer().build()))
        .contains(" code=CLIENT_ADDRESS_UNREADABLE client=- peer=- ")
        .endsWith(" scope=- reason=peer_hidden");
  }

  @Test
  void tenantWithBlanksAndQuotesIsOneWord() {
    Request request = from("192.0.2.9").header("X-Tenant-Id", "a \"c\" me").build();
    assertThat(line(Mode.ENFORCE, request))
        .contains(" tenant=a%20%22c%22%20me ")
        .contains(" scope=tenant:a%20%22c%22%20me ");
  }

  @Property
  void nothingThatACallerSendsBreaksTheLine(
      @ForAll String method, @ForAll String target, @ForAll String tenant) {
    Request request =
        from("192.0.2.9").method(method).target(target).header("X-Tenant-Id", tenant).build();
    String line = line(Mode.ENFORCE, request);
    assertThat(line).matches(LINE).matches("[!-~ &&[^\"'`\\\\<>]]*");
    assertThat(line.length()).isLessThan(700);
  }

  @Property
  void noQueryAndNoParameterIsShown(@ForAll String noise) {
    String quiet = noise.replaceAll("[/?#;]", "");
    for (String mark : new String[] {"?", ";", "#", "%3f", "%3F", "%3b", "%3B"}) {
      Request request = from("192.0.2.9").target("/a" + mark + "SECRET" + quiet).build();
      assertThat(line(Mode.ENFORCE, request)).contains(" path=/a ").doesNotContain("SECRET");
    }
  }

  private static String line(Mode mode, Request request) {
    return Denial.of(Decisions.of(mode, request), request, "run-1", "0123456789ab", 0).line();
  }
}
