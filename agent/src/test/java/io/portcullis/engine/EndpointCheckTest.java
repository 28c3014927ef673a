package io.portcullis.engine;

import static io.portcullis.testing.Facts.address;
import static io.portcullis.testing.Facts.entries;
import static io.portcullis.testing.Facts.patterns;
import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.client.PeerOnly;
import io.portcullis.ip.IpAddress;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the check makes of a path that the server reads in its own way, and of two hosts. */
class EndpointCheckTest {
  private static final NetworkRule SHUT =
      NetworkRule.of("group:g", Mode.ENFORCE, List.of(), entries("192.0.2.1"));
  private static final EndpointCheck CHECK =
      EndpointCheck.of(
          List.of(
              EndpointGroup.of(
                  patterns("/api/**"),
                  SHUT,
                  List.of(
                      Endpoint.of(
                          patterns("/api/open"),
                          NetworkRule.none("endpoint:g/open", Mode.ENFORCE))))));

  @ParameterizedTest
  @CsvSource({
    // target, the server's own reading or -, whether a stranger is kept out
    "/api/x, -, true",
    "/other, -, false",
    "/other, /api/x, true",
    "/api/x, /other, true",
    "/api/open, -, false",
    "/api/open, /api/open, false",
    "/api/open, /api/other, true",
    "/api/open, /other, true",
    "/api/other, /api/open, true",
    "/api/open;x=y, -, false",
    "/api;x/open, -, true",
    "//api/open, -, true",
    "/x/..;/api/open, -, true",
    "/api%2fopen, -, true",
  })
  void strangerIsKeptOutIfOneReadingSaysSo(String target, String container, boolean keptOut) {
    Verdict verdict = CHECK.judge(evaluation(new Call(target, container, "")));
    assertThat(verdict.kind() == Verdict.Kind.DENY).isEqualTo(keptOut);
  }

  @Test
  void exemptAddressIsNotAsked() {
    Evaluation evaluation = evaluation(new Call("/api/x", "-", ""));
    evaluation.exemptAddress();
    assertThat(CHECK.judge(evaluation).reason()).isEqualTo("address_exempt");
  }

  @ParameterizedTest
  @CsvSource({
    // the authority that only the server knows, and whether the request names two hosts
    "'', false",
    "app.test, false",
    "app.test:80, false",
    "evil.test, true",
    "a b, true",
  })
  void hostOfTheServerHasToAgree(String authority, boolean conflict) {
    Call call = new Call("/x", "-", authority);
    assertThat(RequestHost.of(call).isConflict()).isEqualTo(conflict);
  }

  private static Evaluation evaluation(Request request) {
    return new Evaluation(request, PeerOnly.INSTANCE);
  }

  /** A request from an address on no list, with a line of Host. */
  private record Call(String target, String container, String authority) implements Request {
    @Override
    public Optional<IpAddress> peer() {
      return Optional.of(address("192.0.2.66"));
    }

    @Override
    public String method() {
      return "GET";
    }

    @Override
    public Optional<String> containerPath() {
      return container.equals("-") ? Optional.empty() : Optional.of(container);
    }

    @Override
    public List<String> headerLines(String name) {
      return name.equals("Host") ? List.of("app.test") : List.of();
    }

    @Override
    public Optional<String> requestAuthority() {
      return authority.isEmpty() ? Optional.empty() : Optional.of(authority);
    }
  }
}
