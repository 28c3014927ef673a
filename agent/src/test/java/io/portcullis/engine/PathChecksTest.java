package io.portcullis.engine;

import static io.portcullis.testing.Facts.address;
import static io.portcullis.testing.Facts.patterns;
import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.client.PeerOnly;
import io.portcullis.ip.IpAddress;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rows 2 and 3 of the pipeline. */
class PathChecksTest {
  private static final String[] RULES = {
    "/health", "/public/**", "POST /auth/login", "GET /docs/*"
  };

  @ParameterizedTest
  @CsvSource({
    // method, target, container's path or -, path check, exempt-path check
    "GET, /health, -, plain, ADMIT",
    "DELETE, /health, -, plain, ADMIT",
    "GET, /health, /health, plain, ADMIT",
    "GET, /health?x=/../admin, -, plain, ADMIT",
    "GET, /Health, -, plain, not_exempt",
    "GET, /healthy, -, plain, not_exempt",
    "GET, /admin, -, plain, not_exempt",
    "GET, /public, -, plain, ADMIT",
    "GET, /public/a/b, -, plain, ADMIT",
    "POST, /auth/login, -, plain, ADMIT",
    "GET, /auth/login, -, plain, not_exempt",
    "post, /auth/login, -, plain, not_exempt",
    "HEAD, /docs/a, -, plain, ADMIT",
    "OPTIONS, /docs/a, -, plain, not_exempt",
    // another reading of the target touches a rule
    "GET, /x/..;/health, -, ambiguous_target, not_plain",
    "GET, /public/..;/admin, -, ambiguous_target, not_plain",
    "GET, /public/%2e%2e/admin, -, ambiguous_target, not_plain",
    "GET, /public%2f..%2fadmin, -, ambiguous_target, not_plain",
    "GET, //health, -, ambiguous_target, not_plain",
    // odd, but near no rule
    "GET, /x/..;/admin, -, touches_no_rule, not_plain",
    // the server reads it otherwise
    "GET, /health, /admin, readings_disagree, not_plain",
    "GET, /admin, /health, readings_disagree, not_plain",
    "GET, /public/a, /public/b, readings_disagree, not_plain",
    "GET, /a, /b, touches_no_rule, not_plain",
  })
  void exemptOnlyWhatHasOneReading(
      String method, String target, String container, String path, String exempt) {
    Facts request = new Facts(method, target, container);

    Verdict first = PathCheck.of(patterns(RULES)).judge(evaluation(request));
    Verdict second = ExemptPathCheck.of(patterns(RULES)).judge(evaluation(request));

    boolean denies = path.equals("ambiguous_target") || path.equals("readings_disagree");
    assertThat(first.reason()).isEqualTo(path);
    assertThat(first.kind()).isEqualTo(denies ? Verdict.Kind.DENY : Verdict.Kind.PASS);
    assertThat(first.code())
        .isEqualTo(denies ? Optional.of(Code.PATH_AMBIGUOUS) : Optional.empty());
    if (exempt.equals("ADMIT")) {
      assertThat(second.kind()).isEqualTo(Verdict.Kind.ADMIT);
      assertThat(second.code()).contains(Code.EXEMPT_PATH);
    } else {
      assertThat(second.kind()).isEqualTo(Verdict.Kind.PASS);
      assertThat(second.reason()).isEqualTo(exempt);
    }
  }

  @ParameterizedTest
  @CsvSource({
    // rule, method, target, header, its value, exempt
    "GET /docs/*, GET, /docs/a, X-Other, DELETE, true",
    "GET /docs/*, GET, /docs/a, X-HTTP-Method-Override, DELETE, false",
    "GET /docs/*, GET, /docs/a, X-HTTP-Method-Override, ' get ', true",
    "GET /docs/*, GET, /docs/a, x-http-method, PUT, false",
    "GET /docs/*, GET, /docs/a, X-Method-Override, PUT, false",
    "GET /docs/*, GET, /docs/a?a=1&_method=PUT, X-Other, x, false",
    "GET /docs/*, GET, /docs/a?_METHOD=PUT, X-Other, x, false",
    "GET /docs/*, GET, /docs/a?%5fm%65thod=PUT, X-Other, x, false",
    "GET /docs/*, GET, /docs/a?_method=GET, X-Other, x, true",
    "GET /docs/*, GET, /docs/a?x_method=PUT, X-Other, x, true",
    "GET /docs/*, GET, /docs/a?_method, X-Other, x, true",
    "GET /docs/*, GET, /docs/a?_method=%47E%54, X-Other, x, true",
    "GET /docs/*, GET, /docs/a?_method=+HEAD%20, X-Other, x, true",
    "GET /docs/*, GET, /docs/a?_method=P%55T, X-Other, x, false",
    "GET /docs/*, GET, /docs/a?a=b;_method=PUT, X-Other, x, false",
    "GET /docs/*, GET, /docs/a?a==_method=PUT, X-Other, x, true",
    "GET /docs/*, GET, /docs/a?_method=GET&_method=PUT, X-Other, x, false",
    "GET /docs/*, GET, /docs/a?_method=, X-Other, x, false",
    "/docs/*, GET, /docs/a?_method=PUT, X-HTTP-Method-Override, DELETE, true",
  })
  void methodThatAnApplicationMayTakeInsteadMustBeExemptToo(
      String rule, String method, String target, String header, String value, boolean exempt) {
    Request request =
        RequestFacts.from(address("192.0.2.1"))
            .method(method)
            .target(target)
            .header(header, value)
            .build();
    Verdict verdict = ExemptPathCheck.of(patterns(rule)).judge(evaluation(request));
    assertThat(verdict.kind() == Verdict.Kind.ADMIT).isEqualTo(exempt);
  }

  @ParameterizedTest
  @CsvSource({
    "DELETE /a/**, GET, /a/b, -, false",
    "DELETE /a/**, DELETE, /a/b, -, true",
    "DELETE /a/**, delete, /A/b/, -, true",
    "DELETE /a/**, GET, /a/b?_method=D%45LETE, -, true",
    "DELETE /a/**, GET, /a/b?x=1;_method=delete&y, -, true",
    "DELETE /a/**, GET, /a/b?_method=%2&_method=%4, -, false",
    "DELETE /a/**, GET, /a/b?_method=DELET%4, -, false",
    "DELETE /a/**, GET, /a/b?_method=DELET%45, -, true",
    "DELETE /a/**, GET, /a/b?_method=DELET%4Gx, -, false",
    "GET /a/**, HEAD, /a/b, -, true",
    "GET /a/**, head, /a/b, -, true",
    "DELETE /a/**, HEAD, /a/b, -, false",
    "/a/**, PATCH, /a/b, -, true",
    "/a/**, GET, /b, -, false",
    "/a/**, GET, /b, /a/b, true",
    "/a/**, GET, /a/b, /b, true",
    "/a/**, GET, /b/../a/b, -, true",
    "/a/**, GET, /b/../c/b, -, false",
    "/a/**, GET, /b/../c/b, /a, true",
  })
  void whatMayMeanARuleTouchesIt(
      String rule, String method, String target, String container, boolean touches) {
    assertThat(evaluation(new Facts(method, target, container)).touches(patterns(rule)))
        .isEqualTo(touches);
  }

  @Test
  void withoutRulesNoTargetIsRead() {
    Request unreadable =
        new Facts("GET", "/", "-") {
          @Override
          public String target() {
            throw new AssertionError("read");
          }
        };
    assertThat(PathCheck.of(List.of()).judge(evaluation(unreadable)).kind())
        .isEqualTo(Verdict.Kind.SKIPPED);
    assertThat(ExemptPathCheck.of(List.of()).judge(evaluation(unreadable)).kind())
        .isEqualTo(Verdict.Kind.SKIPPED);
  }

  private static Evaluation evaluation(Request request) {
    return new Evaluation(request, PeerOnly.INSTANCE);
  }

  /** A request whose server has a reading of its own. */
  private static class Facts implements Request {
    private final String method;
    private final String target;
    private final String container;

    Facts(String method, String target, String container) {
      this.method = method;
      this.target = target;
      this.container = container;
    }

    @Override
    public Optional<IpAddress> peer() {
      return Optional.empty();
    }

    @Override
    public String method() {
      return method;
    }

    @Override
    public String target() {
      return target;
    }

    @Override
    public Optional<String> containerPath() {
      return container.equals("-") ? Optional.empty() : Optional.of(container);
    }

    @Override
    public List<String> headerLines(String name) {
      return List.of();
    }
  }
}
