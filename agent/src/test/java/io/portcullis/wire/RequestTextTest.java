package io.portcullis.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.portcullis.engine.RequestFacts;
import io.portcullis.engine.SessionAttribute;
import io.portcullis.ip.IpAddress;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestTextTest {
  @Test
  void everyFieldIsRead() throws Exception {
    RequestFacts request =
        RequestText.parse(
            """
            {"peer":"10.0.0.9","method":"POST","target":"/api/x?y=1",
             "headers":{"X-Forwarded-For":["203.0.113.7","203.0.113.8"],"X-API-Key":"k"}}
            """);
    assertThat(request.peer()).contains(IpAddress.parse("10.0.0.9"));
    assertThat(request.method()).isEqualTo("POST");
    assertThat(request.target()).isEqualTo("/api/x?y=1");
    assertThat(request.headerLines("x-forwarded-for"))
        .containsExactly("203.0.113.7", "203.0.113.8");
    assertThat(request.headerLines("X-Api-Key")).containsExactly("k");
    assertThat(request.headerLines("Host")).isEmpty();
  }

  @Test
  void peerAloneIsARequest() throws Exception {
    RequestFacts request = RequestText.parse("{\"peer\":\"2001:db8::1\"}");
    assertThat(request.method()).isEqualTo("GET");
    assertThat(request.target()).isEqualTo("/");
  }

  @Test
  void factsThatFewChecksReadAreRead() throws Exception {
    RequestFacts request =
        RequestText.parse(
            """
            {"peer":"10.0.0.9","at":"2026-11-20T01:00:00+01:00","body":"","session":{"orgId":"a"},
             "certificate":{"subject":"CN=a","verified":true},"dns":{"a.example":{"a":[]}}}
            """);
    assertThat(request.target()).isEqualTo("/");
    assertThat(request.sessionAttribute("orgId").texts()).containsExactly("a");
    assertThat(request.sessionAttribute("orgid")).isEqualTo(SessionAttribute.NONE);
    assertThat(request.at()).hasValue(Instant.parse("2026-11-20T00:00:00Z").toEpochMilli());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "{} | `peer` is missing: the address of the connection",
        "[] | a request is a JSON object such as `{\"peer\":\"192.0.2.1\"}`",
        "null | a request is a JSON object such as `{\"peer\":\"192.0.2.1\"}`",
        "1 | a request is a JSON object such as `{\"peer\":\"192.0.2.1\"}`",
        "{\"peer\":null} | `peer` must be a string",
        "{\"peer\":1} | `peer` must be a string",
        "{\"peer\":\"192.0.2.1\",\"method\":null} | `method` must be a string",
        "{\"peer\":\"192.0.2.1\",\"target\":[]} | `target` must be a string",
        "{\"peer\":\"192.0.2.1\",\"target\":\"\"} | the target is empty; the shortest is `/`",
        "{\"peer\":\"192.0.2.1\",\"method\":\"G T\"} | `G T` is no method such as `GET`",
        "{\"peer\":\"192.0.2.1\",\"session\":[]} | `session` must be an object",
        "{\"peer\":\"192.0.2.1\",\"session\":{\"o\":7}} | `session.o` must be a string",
        "{\"peer\":\"192.0.2.1\",\"headers\":[]} | `headers` must be an object",
        "{\"peer\":\"192.0.2.1\",\"headers\":{\"a\":1}} | header `a` must be a string or an array of"
            + " strings",
        "{\"peer\":\"192.0.2.1\",\"headers\":{\"a\":[null]}} | header `a` must be a string or an array"
            + " of strings",
        "{\"peer\":\"192.0.2.1\",\"headers\":{\"a b\":\"\"}} | `a b` is no header name",
        "{\"peer\":\"192.0.2.1\",\"headers\":{\"a\":\"x\\r\\ny\"}} | header `a` has a line break or NUL,"
            + " which no server lets through",
        "{\"peer\":\"192.0.2.1\",\"header\":{}} | unknown name `header`; a request has `peer`,"
            + " `method`, `target`, `headers`, `key`, `certificate`, `session`, `body`, `at` and `dns`",
        "{\"peer\":\"192.0.2.1\",\"at\":\"2026-11-20\"} | `at`: `2026-11-20` has no time of day and no"
            + " zone; write `2026-11-20T00:00:00Z`",
        "{\"peer\":\"192.0.2.1\",\"at\":\"2026-11-20T00:00:00\"} | `at`: `2026-11-20T00:00:00` has no"
            + " zone; write `2026-11-20T00:00:00Z` for UTC, or an offset like `+01:00`",
        "{\"peer\":\"192.0.2.1\",\"at\":1} | `at` must be a string",
        "{\"peer\":\"192.0.2.1\",\"peer\":\"192.0.2.2\"} | `peer` stands twice, at column 21",
        "{\"peer\":\"192.0.2.1\"} {} | there is something behind the object, at column 22",
        "{\"peer\":\"192.0.2.1\"}x | not valid JSON, at column 21",
        "{'peer':'192.0.2.1'} | not valid JSON, at column 2",
        "{\"peer\": | not valid JSON, at column 9",
      })
  void whatIsNoRequestIsToldInOneLine(String line, String message) {
    assertThatThrownBy(() -> RequestText.parse(line))
        .isInstanceOf(RequestSyntaxException.class)
        .hasMessage(message);
  }

  @Test
  void badPeerIsToldInTheWordsOfTheAddressParser() {
    assertThatThrownBy(() -> RequestText.parse("{\"peer\":\"010.0.0.1\"}"))
        .hasMessageStartingWith("`peer`: invalid IP address `010.0.0.1`: ");
  }

  @Test
  void emptyLineIsNoRequest() {
    assertThatThrownBy(() -> RequestText.parse(" ")).hasMessage("the line is empty");
  }

  @ParameterizedTest
  @ValueSource(ints = {40, 900, 100_000})
  void deepJsonIsRefused(int depth) {
    String deep = "{\"peer\":\"192.0.2.1\",\"dns\":" + "[".repeat(depth) + "]".repeat(depth) + "}";
    assertThatThrownBy(() -> RequestText.parse(deep))
        .hasMessage("the JSON is too large or too deep");
  }

  @Test
  void headerOptionIsSplitAtItsFirstColonAndTrimmed() throws Exception {
    RequestFacts.Builder facts = RequestFacts.from(IpAddress.parse("192.0.2.1"));
    RequestText.header(facts, "X-Time: \t10:20 ");
    RequestText.header(facts, "X-Empty:");
    assertThat(facts.build().headerLines("x-time")).containsExactly("10:20");
    assertThat(facts.build().headerLines("x-empty")).containsExactly("");
    assertThatThrownBy(() -> RequestText.header(facts, "X-Time"))
        .hasMessage("`X-Time` is no header, which is written `Name: value`");
    assertThatThrownBy(() -> RequestText.header(facts, " X-Time: 1"))
        .hasMessage("` X-Time` is no header name");
  }
}
