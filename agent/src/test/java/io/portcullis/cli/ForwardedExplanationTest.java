package io.portcullis.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What {@code check --explain} shows of the elements of {@code Forwarded}. */
class ForwardedExplanationTest {
  private static final String POLICY = CommandRun.file("forwarded.yaml");

  @Test
  void eachElementIsAHop() {
    CommandRun run = check("Forwarded: junk, for=\"203.0.113.7:80\";proto=https", "text");

    assertThat(run.exit()).isZero();
    assertThat(run.out())
        .contains(
            """
            client address, from the peer back through Forwarded:
              10.0.0.5                          a trusted proxy
              for=10.0.0.6                      a trusted proxy
              for="203.0.113.7:80";proto=https  the client
              junk                              ignored
            """);
  }

  @Test
  void elementThatCannotBeReadIsShownWithItsReason() throws IOException {
    CommandRun run = check("Forwarded: for=192.0.2.1, proto=https", "json");

    assertThat(run.exit()).isEqualTo(1);
    Map<String, Object> object = JSON.std.mapFrom(run.out());
    assertThat(object).containsEntry("code", "CLIENT_ADDRESS_UNREADABLE").containsKey("reasons");
    assertThat(String.valueOf(object.get("reasons"))).contains("clientAddress=element_without_for");
    assertThat(object.get("hops"))
        .isEqualTo(
            List.of(
                Map.of("hop", "10.0.0.5", "verdict", "trusted"),
                Map.of("hop", "for=10.0.0.6", "verdict", "trusted"),
                Map.of("hop", "proto=https", "verdict", "unreadable"),
                Map.of("hop", "for=192.0.2.1", "verdict", "ignored")));
  }

  private static CommandRun check(String header, String output) {
    return CommandRun.of(
        "check",
        POLICY,
        "--peer",
        "10.0.0.5",
        "-H",
        header,
        "-H",
        "Forwarded: for=10.0.0.6",
        "--explain",
        "--output",
        output);
  }
}
