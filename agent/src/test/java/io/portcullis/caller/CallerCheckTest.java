package io.portcullis.caller;

import static io.portcullis.testing.Facts.from;
import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.client.PeerOnly;
import io.portcullis.engine.Code;
import io.portcullis.engine.Evaluation;
import io.portcullis.engine.RequestFacts;
import io.portcullis.engine.Verdict;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CallerCheckTest {
  private static final Set<String> TENANTS = Set.of("acme", "globex", "Two Words");

  @ParameterizedTest
  @CsvSource({
    // lines of X-Tenant-Id, parted by |; "none" for no line; tenant, or why there is none
    "none, no_tenant",
    "acme, acme",
    "' acme\t', acme",
    "Two Words, Two Words",
    "acme|acme, acme",
    "acme| acme , acme",
    // exact, or unknown
    "Acme, unknown_tenant",
    "acme., unknown_tenant",
    "acm, unknown_tenant",
    "nobody, unknown_tenant",
    "Two  Words, unknown_tenant",
    "'\"acme\"', unknown_tenant",
    "nobody|nobody, unknown_tenant",
    // there, and not readable for sure: never "no name"
    "'', header_blank",
    "' \t ', header_blank",
    "acme|globex, header_repeated",
    "acme|Acme, header_repeated",
    "nobody|acme, header_repeated",
    "acme|'', header_repeated",
    "'|acme', header_repeated",
    "'|', header_blank",
    "'acme,globex', header_list",
    "'acme, acme', header_list",
    "'acme,', header_list",
    "'ac\u0000me', header_not_printable",
    "'ac\tme', header_not_printable",
    "'ac\u007fme', header_not_printable",
    "'acm\u00e9', header_not_printable",
    "'acme\u00a0', header_not_printable",
    "'\u200bacme', header_not_printable",
    "'ac\nme', header_not_printable",
  })
  void tenantIsWhatTheHeaderSaysForSure(String lines, String expected) {
    for (OnUnknownTenant unknown : OnUnknownTenant.values()) {
      Evaluation evaluation = evaluation(lines, "none");
      Verdict verdict = check(unknown, NameSource.header("X-Tenant-Id")).judge(evaluation);

      assertThat(evaluation.caller().hasTenant()).isEqualTo(TENANTS.contains(expected));
      if (TENANTS.contains(expected)) {
        assertThat(evaluation.caller().tenant()).isEqualTo(expected);
        assertThat(verdict.kind()).isEqualTo(Verdict.Kind.PASS);
      } else {
        assertThat(verdict.reason()).isEqualTo(expected);
        assertThat(verdict.code()).isEqualTo(refusal(expected, unknown));
        assertThat(evaluation.isCallerUndetermined()).isEqualTo(verdict.code().isPresent());
      }
    }
  }

  private static Optional<Code> refusal(String reason, OnUnknownTenant unknown) {
    if (reason.startsWith("header_")) {
      return Optional.of(Code.CALLER_UNREADABLE);
    }
    boolean refused = reason.equals("unknown_tenant") && unknown == OnUnknownTenant.DENY;
    return refused ? Optional.of(Code.CALLER_UNKNOWN) : Optional.empty();
  }

  @ParameterizedTest
  @CsvSource({
    "acme, none, acme, -",
    "none, acme, acme, -",
    "acme, acme, acme, -",
    "none, none, -, -",
    "acme, globex, -, TENANT_CONFLICT",
    "globex, acme, -, TENANT_CONFLICT",
    // they disagree before anybody asks whether the names are known
    "acme, nobody, -, TENANT_CONFLICT",
    "nobody, acme, -, TENANT_CONFLICT",
    "nobody, somebody, -, TENANT_CONFLICT",
    "acme, Acme, -, TENANT_CONFLICT",
    // one that cannot be read spoils the other
    "acme, '', -, CALLER_UNREADABLE",
    "'', acme, -, CALLER_UNREADABLE",
    "none, 'a,b', -, CALLER_UNREADABLE",
  })
  void allSourcesAreReadAndMustAgree(String first, String second, String tenant, String code) {
    Evaluation evaluation = evaluation(first, second);
    Verdict verdict =
        check(OnUnknownTenant.GLOBAL, NameSource.header("X-Tenant-Id"), NameSource.header("X-Org"))
            .judge(evaluation);

    assertThat(verdict.code().map(Code::name).orElse("-")).isEqualTo(code);
    assertThat(evaluation.caller().hasTenant() ? evaluation.caller().tenant() : "-")
        .isEqualTo(tenant);
  }

  @Test
  void withoutSourcesNobodyHasATenant() {
    Verdict verdict = check(OnUnknownTenant.DENY).judge(evaluation("acme", "none"));
    assertThat(verdict.kind()).isEqualTo(Verdict.Kind.SKIPPED);
  }

  @Property
  void noValueIsAnsweredWithAnythingButItsOwnName(@ForAll String value) {
    Evaluation evaluation = evaluation(value.replace('|', '/'), "none");
    Verdict verdict =
        check(OnUnknownTenant.DENY, NameSource.header("X-Tenant-Id")).judge(evaluation);
    boolean known = TENANTS.contains(value.replaceAll("^[ \t]+|[ \t]+$", ""));
    assertThat(evaluation.caller().hasTenant()).isEqualTo(known);
    assertThat(verdict.kind()).isEqualTo(known ? Verdict.Kind.PASS : Verdict.Kind.DENY);
  }

  private static CallerCheck check(OnUnknownTenant unknown, NameSource... sources) {
    return CallerCheck.builder()
        .tenantSources(List.of(sources))
        .tenants(TENANTS)
        .onUnknownTenant(unknown)
        .build();
  }

  private static Evaluation evaluation(String first, String second) {
    RequestFacts.Builder request = from("192.0.2.1");
    addLines("x-tenant-id", first, request);
    addLines("x-org", second, request);
    return new Evaluation(request.build(), PeerOnly.INSTANCE);
  }

  private static void addLines(String header, String lines, RequestFacts.Builder request) {
    if (!lines.equals("none")) {
      Arrays.stream(lines.replace("''", "").split("\\|", -1))
          .forEach(line -> request.header(header, line));
    }
  }
}
