package io.portcullis.caller;

import static io.portcullis.testing.Facts.address;
import static io.portcullis.testing.Facts.from;
import static io.portcullis.testing.Facts.patterns;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.caller.jwt.JwtKeys;
import io.portcullis.caller.jwt.JwtReader;
import io.portcullis.caller.jwt.JwtRules;
import io.portcullis.caller.jwt.Tokens;
import io.portcullis.client.PeerOnly;
import io.portcullis.engine.BodyReading;
import io.portcullis.engine.Evaluation;
import io.portcullis.engine.Request;
import io.portcullis.engine.RequestBody;
import io.portcullis.engine.RequestFacts;
import io.portcullis.engine.Verdict;
import io.portcullis.ip.IpAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A tenant that the body names, and the headers by which the body is known. */
class BodyCallerTest {
  private static final String JSON = "application/json";
  private static final String ACME = "{\"tenantId\":\"acme\"}";

  private static final CallerCheck CHECK =
      check(
          NameSource.header("X-Tenant-Id"),
          NameSource.body(patterns("POST /login"), BodyForm.JSON, "tenantId", 100, 1000),
          NameSource.body(patterns("/form"), BodyForm.FORM, "tenantId", 100, 1000));

  private static CallerCheck check(NameSource... sources) {
    return CallerCheck.builder()
        .tenantSources(List.of(sources))
        .tenant("acme")
        .tenant("globex")
        .onUnknownTenant(OnUnknownTenant.DENY)
        .build();
  }

  private static String told(Request request) {
    Evaluation evaluation = new Evaluation(request, PeerOnly.INSTANCE);
    Verdict verdict = CHECK.judge(evaluation);
    return verdict.reason().equals("tenant") ? evaluation.caller().tenant() : verdict.reason();
  }

  private static RequestFacts.Builder post(String target, String type, String body) {
    RequestFacts.Builder facts = from("192.0.2.1").method("POST").target(target).body(body);
    if (!type.isEmpty()) {
      facts.header("Content-Type", type);
    }
    return body.isEmpty() ? facts : facts.header("Content-Length", "" + body.length());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "application/json | acme",
        "Application/JSON ; charset=UTF-8 | acme",
        "application/json;charset=\"utf-8\" | acme",
        "application/vnd.acme+json | acme",
        "application/json;charset=utf-16 | body_charset",
        "application/json;x=charset=utf-16 | body_charset",
        "application/json;charset = utf-16 | body_charset",
        "application/jsonp | body_type",
        "text/json | body_type",
        "text/plain | body_type",
        "multipart/form-data;boundary=x | body_type",
        "application/x-www-form-urlencoded | body_type",
        "'' | body_type",
      })
  void typeHasToBeTheForm(String type, String expected) {
    assertThat(told(post("/login", type, ACME).build())).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Content-Encoding: gzip | body_compressed",
        "Content-Encoding: identity | acme",
        "Transfer-Encoding: chunked | acme",
        "Transfer-Encoding: gzip, chunked | body_compressed",
        "Content-Type: text/plain | body_type",
        "X-Tenant-Id: acme | acme",
        "X-Tenant-Id: globex | sources_disagree",
        "X-Tenant-Id: a,b | header_list",
      })
  void headersBesideTheType(String header, String expected) {
    String[] parts = header.split(": ");
    assertThat(told(post("/login", JSON, ACME).header(parts[0], parts[1]).build()))
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "POST, /login, acme",
    "POST, /Login/, acme",
    "POST, /login.json, acme",
    "PUT, /login, no_tenant",
    "POST, /logout, no_tenant",
  })
  void bodyIsReadWhereTheRequestMayBeMeant(String method, String target, String expected) {
    assertThat(told(post(target, JSON, ACME).method(method).build())).isEqualTo(expected);
  }

  @Test
  void methodOverrideIsAMethod() {
    RequestFacts request =
        post("/login", JSON, ACME).method("PUT").header("X-HTTP-Method-Override", "POST").build();
    assertThat(told(request)).isEqualTo("acme");
  }

  @ParameterizedTest
  @CsvSource({
    "/form, tenantId=acme, acme",
    "/form?tenantId=acme, tenantId=acme, acme",
    "/form?tenantId=globex, tenantId=acme, sources_disagree",
    "/form?tenantId=acme, '', acme",
    "/form?tenantId=acme, x=y, acme",
  })
  void queryIsPartOfAForm(String target, String body, String expected) {
    String told = told(post(target, "application/x-www-form-urlencoded", body).build());
    assertThat(told).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"81, acme", "82, body_too_large"})
  void sizeHasABound(int blanks, String expected) {
    assertThat(told(post("/login", JSON, ACME + " ".repeat(blanks)).build())).isEqualTo(expected);
  }

  @Test
  void noBodyIsNoName() {
    assertThat(told(post("/login", JSON, "").build())).isEqualTo("no_tenant");
    assertThat(told(post("/login", "", "").build())).isEqualTo("no_tenant");
    assertThat(told(post("/login", "", "").header("Content-Length", "0").build()))
        .isEqualTo("no_tenant");
  }

  /** A request whose body is still to come. */
  private static final class Coming implements Request, BodyReading {
    final String[] headers;
    int asked;
    Optional<RequestBody> body = Optional.empty();

    Coming(String... headers) {
      this.headers = headers;
    }

    @Override
    public Optional<IpAddress> peer() {
      return Optional.of(address("192.0.2.1"));
    }

    @Override
    public String method() {
      return "POST";
    }

    @Override
    public String target() {
      return "/login";
    }

    @Override
    public Optional<String> containerPath() {
      return Optional.empty();
    }

    @Override
    public List<String> headerLines(String name) {
      for (int i = 0; i < headers.length; i += 2) {
        if (headers[i].equalsIgnoreCase(name)) {
          return List.of(headers[i + 1]);
        }
      }
      return List.of();
    }

    @Override
    public BodyReading readBody(int maxBytes, long timeoutMillis) {
      assertThat(maxBytes).isEqualTo(100);
      asked++;
      return this;
    }

    @Override
    public Optional<RequestBody> body() {
      return body;
    }

    @Override
    public void await() {}

    @Override
    public void onDone(Runnable then) {}
  }

  @Test
  void checkWaitsForTheBodyAndAsksOnce() {
    Coming request = new Coming("Content-Type", JSON, "Content-Length", "19");
    Evaluation evaluation = new Evaluation(request, PeerOnly.INSTANCE);
    assertThat(CHECK.judge(evaluation).isPending()).isTrue();
    assertThat(evaluation.awaited()).isSameAs(request);
    assertThat(CHECK.judge(evaluation).isPending()).isTrue();
    request.body = Optional.of(RequestBody.of(ACME.getBytes(StandardCharsets.UTF_8)));
    assertThat(CHECK.judge(evaluation).reason()).isEqualTo("tenant");
    assertThat(evaluation.caller().tenant()).isEqualTo("acme");
    assertThat(request.asked).isEqualTo(1);
  }

  @Test
  void whatDidNotComeIsUnreadable() {
    Coming request = new Coming("Content-Type", JSON, "Content-Length", "19");
    request.body = Optional.of(RequestBody.unreadable("body_timeout"));
    assertThat(told(request)).isEqualTo("body_timeout");
  }

  @Test
  void bodyIsNotAskedForWhereTheHeadersTellEnough() {
    Coming typed = new Coming("Content-Type", "text/plain", "Content-Length", "19");
    assertThat(told(typed)).isEqualTo("body_type");
    Coming bad = new Coming("X-Tenant-Id", "", "Content-Type", JSON, "Content-Length", "19");
    assertThat(told(bad)).isEqualTo("header_blank");
    assertThat(typed.asked + bad.asked).isZero();
  }

  private static final byte[] SECRET = "0123456789abcdef0123456789abcdef".getBytes(UTF_8);

  private static CallerCheck withToken() throws Exception {
    JwtReader reader =
        JwtReader.verifying(
            List.of("org"),
            JwtKeys.ofSecret(SECRET, List.of()),
            JwtRules.of(Optional.empty(), Optional.empty(), 0, false));
    return check(
        NameSource.tokenInBody(patterns("/sso"), BodyForm.JSON, "token", 9000, 1000, reader),
        NameSource.tokenInBody(patterns("/form"), BodyForm.FORM, "token", 9000, 1000, reader));
  }

  private static String token(String claims) {
    return Tokens.signed("HS256", SECRET, "{\"alg\":\"HS256\"}", claims);
  }

  private static String toldOfToken(RequestFacts.Builder facts) throws Exception {
    Evaluation evaluation = new Evaluation(facts.build(), PeerOnly.INSTANCE, () -> 0);
    Verdict verdict = withToken().judge(evaluation);
    return verdict.reason().equals("tenant") ? evaluation.caller().tenant() : verdict.reason();
  }

  @Test
  void fieldMayHoldATokenThatHoldsTheName() throws Exception {
    String acme = token("{\"org\":\"acme\"}");
    String form = "application/x-www-form-urlencoded";
    assertThat(toldOfToken(post("/sso", JSON, "{\"token\":\"" + acme + "\"}"))).isEqualTo("acme");
    assertThat(toldOfToken(post("/form", form, "token=" + acme))).isEqualTo("acme");
    assertThat(toldOfToken(post("/form?token=" + acme, form, "token=" + acme))).isEqualTo("acme");
    assertThat(toldOfToken(post("/form?token=" + acme, form, ""))).isEqualTo("acme");
    assertThat(toldOfToken(post("/form?token=x", form, "token=" + acme)))
        .isEqualTo("sources_disagree");
    assertThat(toldOfToken(post("/sso", JSON, "{}"))).isEqualTo("no_tenant");
    assertThat(toldOfToken(post("/sso", JSON, "{\"token\":\"" + token("{}") + "\"}")))
        .isEqualTo("no_tenant");
    assertThat(toldOfToken(post("/sso", JSON, "{\"token\":\"acme\"}"))).isEqualTo("jwt_malformed");
    assertThat(toldOfToken(post("/sso", JSON, "{\"token\":\"Bearer " + acme + "\"}")))
        .isEqualTo("jwt_malformed");
    assertThat(toldOfToken(post("/sso", JSON, "{\"token\":\"" + acme + "AA\"}")))
        .isNotEqualTo("acme");
    assertThat(toldOfToken(post("/sso", JSON, "{\"token\":\"\"}"))).isEqualTo("body_blank");
  }
}
