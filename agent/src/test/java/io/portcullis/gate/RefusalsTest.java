package io.portcullis.gate;

import static io.portcullis.testing.Facts.entries;
import static io.portcullis.testing.Facts.from;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.jr.ob.JSON;
import io.portcullis.caller.CallerCheck;
import io.portcullis.caller.NameSource;
import io.portcullis.client.PeerOnly;
import io.portcullis.engine.Allowlist;
import io.portcullis.engine.AllowlistCheck;
import io.portcullis.engine.Caller;
import io.portcullis.engine.ClientAddressCheck;
import io.portcullis.engine.Code;
import io.portcullis.engine.Decision;
import io.portcullis.engine.EmptyAllowlist;
import io.portcullis.engine.Evaluation;
import io.portcullis.engine.Mode;
import io.portcullis.engine.Pipeline;
import io.portcullis.engine.Request;
import io.portcullis.engine.RequestFacts;
import io.portcullis.testing.Decided;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import javax.xml.parsers.DocumentBuilderFactory;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RefusalsTest {
  private static final String NASTY = "a\"b<c>&'`x";

  @Test
  void builtInAnswerIsProblemDetails() throws IOException {
    Refusal refusal = refusal(Map.of(), from("192.0.2.9").build());
    assertThat(refusal.status()).isEqualTo(403);
    assertThat(refusal.contentType()).isEqualTo("application/problem+json");
    assertThat(refusal.headers())
        .containsEntry("Cache-Control", "no-store")
        .containsEntry("Portcullis-Decision-Id", "run-1")
        .hasSize(2);
    assertThat(JSON.std.mapFrom(refusal.body()))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "type", "about:blank",
                "title", "Forbidden",
                "status", 403,
                "detail", "The client address is not on the allowlist.",
                "code", "IP_NOT_ALLOWED",
                "decisionId", "run-1"));
  }

  @Test
  void pageNamesTheAddressAndTheDecision() {
    Refusal refusal =
        refusal(Map.of(), from("192.0.2.9").header("Accept", "text/html,*/*;q=0.8").build());
    assertThat(refusal.contentType()).isEqualTo("text/html; charset=utf-8");
    assertThat(text(refusal)).contains("192.0.2.9").contains("run-1").contains("IP_NOT_ALLOWED");
    assertThat(refusal.headers()).containsEntry("Cache-Control", "no-store");
  }

  @Test
  void pageForAClientWithoutAnAddressSaysSo() {
    Request hidden = RequestFacts.fromHiddenPeer().header("Accept", "text/html").build();
    assertThat(text(refusal(Map.of(), hidden))).contains("<dd>unknown</dd>");
  }

  @Test
  void callersCannotTellTenantsApart() {
    // A tenant that is unknown, one named twice otherwise, one unreadable: one answer.
    List<Request> requests =
        List.of(
            from("192.0.2.9").header("X-Tenant-Id", "nobody").build(),
            from("192.0.2.9").header("X-Tenant-Id", "acme").header("X-Org", "nobody").build(),
            from("192.0.2.9").header("X-Tenant-Id", "a,b").build());
    for (Map<Code, RefusalTemplate> templates :
        List.of(
            Map.<Code, RefusalTemplate>of(),
            Map.of(Code.CALLER_UNREADABLE, RefusalTemplate.builder().body("${code}").build()))) {
      Set<Code> codes = new java.util.HashSet<>();
      Set<String> answers = new java.util.HashSet<>();
      for (Request request : requests) {
        codes.add(decision(request).code());
        Refusal refusal = refusal(templates, request);
        answers.add(refusal.status() + refusal.headers().toString() + text(refusal));
      }
      assertThat(codes).hasSize(3);
      assertThat(answers).hasSize(1);
    }
  }

  @Test
  void tenantIsNotShownWhereTheCallerIsNobody() {
    Request request = from("192.0.2.9").build();
    RefusalTemplate template = RefusalTemplate.builder().body("<${tenant}>").build();
    Map<Code, RefusalTemplate> templates = new java.util.EnumMap<>(Code.class);
    for (Code code : Code.values()) {
      templates.put(code, template);
    }
    for (Code code : Code.values()) {
      if (code.refuses()) {
        Decision decision = Decided.refused(code, request, Optional.of(Caller.ofTenant("acme")));
        assertThat(text(Refusals.of(templates).write(decision, request, "run-1")))
            .as(code.name())
            .isEqualTo(code.told() == Code.CALLER_UNREADABLE ? "<>" : "<acme>");
      }
    }
  }

  @Test
  void templateReplacesWhatItNamesAndNoMore() {
    Request request = from("192.0.2.9").build();
    Refusal status = refusal(b -> b.status(404), request);
    assertThat(status.status()).isEqualTo(404);
    assertThat(text(status)).contains("\"title\":\"Not Found\",\"status\":404");
    Refusal type = refusal(b -> b.contentType("text/plain"), request);
    assertThat(type.contentType()).isEqualTo("text/plain; charset=utf-8");
    assertThat(text(type)).contains("decision: run-1");
    Refusal json = refusal(b -> b.body("{\"error\":\"no\"}"), request);
    assertThat(json.contentType()).isEqualTo("application/json");
    assertThat(text(json)).isEqualTo("{\"error\":\"no\"}");
    assertThat(refusal(b -> b.body("<p>no"), request).contentType())
        .isEqualTo("text/html; charset=utf-8");
    assertThat(refusal(b -> b.body("no"), request).contentType())
        .isEqualTo("text/plain; charset=utf-8");
    Refusal header =
        refusal(b -> b.header("cache-control", "private").header("X-Why", "${code}"), request);
    assertThat(header.headers())
        .containsEntry("Cache-Control", "private")
        .containsEntry("X-Why", "IP_NOT_ALLOWED")
        .hasSize(3);
    Refusal latin =
        refusal(b -> b.contentType("text/html;charset=ISO-8859-1").body("\u00e9"), request);
    assertThat(latin.body()).containsExactly(0xe9);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "application/json    | a\\\"b\\u003cc\\u003e\\u0026\\u0027`x",
        "application/x+json  | a\\\"b\\u003cc\\u003e\\u0026\\u0027`x",
        "application/x-ndjson | a\\\"b\\u003cc\\u003e\\u0026\\u0027`x",
        "application/json-seq | a\\\"b\\u003cc\\u003e\\u0026\\u0027`x",
        "text/javascript     | a\\\"b\\u003cc\\u003e\\u0026\\u0027`x",
        "TEXT/HTML           | a&#34;b&#60;c&#62;&#38;&#39;&#96;x",
        "application/xml     | a&#34;b&#60;c&#62;&#38;&#39;&#96;x",
        "text/plain          | a\"b<c>&'`x",
      })
  void whatIsFilledInIsEscapedForTheContentType(String type, String tenant) {
    Request request = from("192.0.2.9").target("/p;q=1/<x>?s").header("X-Tenant-Id", NASTY).build();
    Refusal refusal =
        refusal(
            b ->
                b.contentType(type)
                    .body("${tenant}|${path}|${clientAddress}|${decisionId}|${code}|$${code}"),
            request);
    assertThat(text(refusal))
        .isEqualTo(tenant + "|/p/%3Cx%3E|192.0.2.9|run-1|IP_NOT_ALLOWED|${code}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"text/html", "application/xhtml+xml"})
  void pageIsWellFormed(String type) throws Exception {
    Refusal refusal = refusal(b -> b.contentType(type), from("192.0.2.9").build());
    assertThat(
            DocumentBuilderFactory.newDefaultNSInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(refusal.body()))
                .getElementsByTagNameNS("http://www.w3.org/1999/xhtml", "dd")
                .getLength())
        .isEqualTo(3);
  }

  @ParameterizedTest
  @CsvSource({"422,Unprocessable Content", "405,Method Not Allowed", "499,Refused"})
  void titleIsThePhraseOfTheStatus(int status, String title) {
    Refusal refusal = refusal(b -> b.status(status), from("192.0.2.9").build());
    assertThat(text(refusal)).contains("\"title\":\"" + title + "\",\"status\":" + status);
  }

  @Test
  void bodyThatItsCharsetCannotEncodeIsRefused() {
    RefusalTemplate.Builder latin =
        RefusalTemplate.builder().contentType("text/plain; charset=ISO-8859-1");
    assertThatThrownBy(latin.body("no \u20ac ${code}")::build)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "charset `iso-8859-1` has no `\u20ac`, which stands in the body; write"
                + " `charset=utf-8`, or leave the charset out");
    assertThat(latin.body("caf\u00e9").build().body()).isPresent();
    RefusalTemplate.Builder utf8 = RefusalTemplate.builder().contentType("text/plain");
    assertThat(utf8.body("\u20ac \ud83d\ude00").build().body()).isPresent();
  }

  @Property(tries = 500)
  void jsonStaysJsonAndHeadersStayOneLine(@ForAll String target) throws IOException {
    Request request = from("192.0.2.9").target(target).build();
    Refusal refusal =
        refusal(
            b ->
                b.contentType("application/json")
                    .header("X-Path", "${path}")
                    .body("{\"path\":\"${path}\"}"),
            request);
    String shown = Printable.path(target);
    assertThat(JSON.std.mapFrom(refusal.body())).isEqualTo(Map.of("path", shown));
    assertThat(refusal.headers()).containsEntry("X-Path", shown).hasSize(3);
    assertThat(shown).matches("[!-~]*").hasSizeLessThanOrEqualTo(Printable.PATH_LENGTH + 3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\r\nX-Evil: 1", "a\nb", "a\u0000b", "a\u0085b", "\u00e9", "a\u2028b"})
  void noFormLetsAControlCharacterThrough(String text) {
    for (ContentForm form : ContentForm.values()) {
      StringBuilder out = new StringBuilder();
      form.append(text, out);
      assertThat(out.toString()).doesNotContain("\r", "\n", "\u0000", "\u0085", "\u2028");
      if (form == ContentForm.HEADER || form == ContentForm.JSON) {
        assertThat(out.toString()).matches("[ -~]*");
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "status 99                  | no status",
        "status 600                 | no status",
        "status 204                 | has no body",
        "type json                  | no content type",
        "type text/html, x          | no content type",
        "type text/html; charset=utf-7 | not supported",
        "type a/\u0001b             | no content type",
        "header Content-Length=1    | the server sets it",
        "header transfer-encoding=x | the server sets it",
        "header Content-Type=a/b    | key of its own",
        "header portcullis-decision-id=x | the agent sets it",
        "header X Y=1               | no header name",
        "header X:=1                | no header name",
        "header X=a\u0007y          | printable ASCII",
        "header X=a\u00e9           | printable ASCII",
        "header X=${secret}         | unknown placeholder `${secret}`",
        "body ${client}             | known are `${code}`",
        "body ${code                | has no end",
      })
  void badTemplateIsRefusedWithItsCause(String part, String cause) {
    RefusalTemplate.Builder builder = RefusalTemplate.builder();
    String[] words = part.split(" ", 2);
    assertThatThrownBy(
            () -> {
              switch (words[0]) {
                case "status" -> builder.status(Integer.parseInt(words[1]));
                case "type" -> builder.contentType(words[1]);
                case "body" -> builder.body(words[1]);
                default -> {
                  String[] field = words[1].split("=", 2);
                  builder.header(field[0], field[1]);
                }
              }
            })
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(cause);
  }

  @Test
  void headerValueCannotHoldALineBreak() {
    for (String value : List.of("a\r\nB: c", "a\nb", "a\rb", "${code}\r\nB: c")) {
      assertThatThrownBy(() -> RefusalTemplate.builder().header("X", value))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  private static Refusal refusal(UnaryOperator<RefusalTemplate.Builder> template, Request request) {
    RefusalTemplate built = template.apply(RefusalTemplate.builder()).build();
    return refusal(Map.of(Code.IP_NOT_ALLOWED, built), request);
  }

  private static Refusal refusal(Map<Code, RefusalTemplate> templates, Request request) {
    return Refusals.of(templates).write(decision(request), request, "run-1");
  }

  private static Decision decision(Request request) {
    Allowlist list = Allowlist.of("global", Mode.ENFORCE, entries("203.0.113.0/24"));
    return Pipeline.of(
            Mode.ENFORCE,
            ClientAddressCheck.of(),
            CallerCheck.builder()
                .tenantSources(
                    List.of(NameSource.header("X-Tenant-Id"), NameSource.header("X-Org")))
                .tenants(Set.of("acme", NASTY))
                .build(),
            AllowlistCheck.of(list, Map.of(NASTY, list), EmptyAllowlist.ALLOW))
        .explain(new Evaluation(request, PeerOnly.INSTANCE));
  }

  private static String text(Refusal refusal) {
    return new String(refusal.body(), UTF_8);
  }
}
