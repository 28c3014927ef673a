package io.portcullis.caller;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A field of a body is read, or it is told why not. */
class BodyFormTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"tenantId\":\"acme\"} | acme",
        "  {\"a\":[1,-0.5e+3,{\"tenantId\":\"x\"},[]],\"tenantId\" : \"acme\" , \"b\":{} }\t | acme",
        "{\"ten\\u0061ntId\":\"\\u0061cme\"} | acme",
        "{} | -",
        "{\"tenant\":\"acme\",\"n\":null,\"t\":true,\"f\":false} | -",
        "{\"tenantId\":null} | !body_no_string",
        "{\"tenantId\":7} | !body_no_string",
        "{\"tenantId\":[\"acme\"]} | !body_no_string",
        "{\"tenantId\":\"\"} | !body_blank",
        "{\"tenantId\":\"a\\nb\"} | !body_not_printable",
        "{\"tenantId\":\"ac\u00e9\"} | !body_not_printable",
        "{\"tenantId\":\"\\ud800\"} | !body_not_printable",
        "{\"tenantId\":\"acme\",\"tenantId\":\"acme\"} | !body_repeated",
        "{\"tenantId\":\"acme\",\"tenantid\":\"x\"} | !body_repeated",
        "{\"TENANTID\":\"acme\"} | !body_resembles",
        "[\"acme\"] | !body_malformed",
        "\"acme\" | !body_malformed",
        "{\"tenantId\":\"acme\"}{} | !body_malformed",
        "{\"tenantId\":\"acme\"} x | !body_malformed",
        "{\"tenantId\":\"acme\",} | !body_malformed",
        "{\"tenantId\":\"acme\" | !body_malformed",
        "{'tenantId':'acme'} | !body_malformed",
        "{tenantId:\"acme\"} | !body_malformed",
        "{\"a\":01,\"tenantId\":\"acme\"} | !body_malformed",
        "{\"a\":NaN} | !body_malformed",
        "{\"a\":\"\\x\"} | !body_malformed",
        "{\"a\":\"\\u00g0\"} | !body_malformed",
        "/**/{} | !body_malformed",
        "\ufeff{} | !body_malformed",
      })
  void memberOfAJsonObject(String body, String expected) {
    assertThat(told(BodyForm.JSON.claim(utf8(body), "tenantId"))).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"63, -", "64, !body_malformed", "60000, !body_malformed"})
  void depthHasABound(int depth, String expected) {
    String body = "{\"a\":" + "[".repeat(depth) + "]".repeat(depth) + "}";
    assertThat(told(BodyForm.JSON.claim(utf8(body), "tenantId"))).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "tenantId=acme | acme",
        "a=b&tenantId=ac%6De&c | acme",
        "ten%61ntId=acme | acme",
        "tenantId=acme&tenantId=acme | acme",
        "tenantId=a+b | a b",
        "&&a=&=b | -",
        "tenantId=acme&tenantId=x | !body_repeated",
        "tenantId | !body_blank",
        "tenantId= | !body_blank",
        "TenantId=acme | !body_resembles",
        "a=%4&tenantId=acme | !body_malformed",
        "a=%gg | !body_malformed",
        "tenantId=%c3 | !body_malformed",
        "tenantId=%c3%a9 | !body_not_printable",
        "tenantId=%00 | !body_not_printable",
        "tenantId=\u00e9 | !body_malformed",
      })
  void fieldOfAForm(String body, String expected) {
    assertThat(told(BodyForm.FORM.claim(utf8(body), "tenantId"))).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"fffe7b007d00", "00007b", "c0af", "7b22ff227d"})
  void whatIsNotUtf8IsUnreadable(String hex) {
    byte[] body = java.util.HexFormat.of().parseHex(hex);
    assertThat(told(BodyForm.JSON.claim(body, "tenantId"))).startsWith("!body_");
    assertThat(told(BodyForm.FORM.claim(body, "tenantId"))).startsWith("!body_");
  }

  /** What a strict parser takes for an object is read alike, and nothing else is read at all. */
  @Property(tries = 2000)
  void jsonIsWhatAParserTakesForIt(@ForAll("texts") String body) {
    assertThat(told(BodyForm.JSON.claim(utf8(body), "t"))).isEqualTo(oracle(body));
  }

  @Property(tries = 500)
  void formHoldsWhatWasWritten(@ForAll("names") String name, @ForAll("names") String other) {
    String body =
        "x="
            + URLEncoder.encode(other, StandardCharsets.UTF_8)
            + "&t="
            + URLEncoder.encode(name, StandardCharsets.UTF_8);
    assertThat(told(BodyForm.FORM.claim(utf8(body), "t"))).isEqualTo(name);
  }

  @Provide
  Arbitrary<String> names() {
    return Arbitraries.strings().withCharRange(' ', '~').ofMinLength(1).ofMaxLength(20);
  }

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.of(
            "{",
            "}",
            "[",
            "]",
            ":",
            ",",
            "\"t\"",
            "\"t\":\"a\"",
            "\"b\":1",
            "\"",
            "1",
            "-",
            "0",
            ".5",
            "e1",
            "true",
            "null",
            " ",
            "\\u0074",
            "\\",
            "t",
            "{\"t\":\"a\"}",
            "{}",
            "[]")
        .list()
        .ofMaxSize(9)
        .map(parts -> "{" + String.join("", parts) + "}");
  }

  private static String oracle(String body) {
    String found = "-";
    int depth = 0;
    try (JsonParser parser = new JsonFactory().createParser(body)) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        if (depth == 0 && token != JsonToken.START_OBJECT
            || parser.currentTokenLocation().getCharOffset() > 0 && depth == 0) {
          return "!body_malformed";
        }
        if (token.isStructStart()) {
          depth++;
        } else if (token.isStructEnd()) {
          depth--;
        } else if (token == JsonToken.FIELD_NAME
            && depth == 1
            && parser.currentName().equals("t")) {
          if (!found.equals("-")) {
            found = "!body_repeated";
            continue;
          }
          JsonToken value = parser.nextToken();
          if (value == JsonToken.VALUE_STRING) {
            found = parser.getText().isEmpty() ? "!body_blank" : parser.getText();
            found =
                found.chars().allMatch(c -> c >= ' ' && c <= '~') ? found : "!body_not_printable";
          } else {
            found = "!body_no_string";
            depth += value.isStructStart() ? 1 : 0;
          }
        }
      }
      return depth == 0 ? found : "!body_malformed";
    } catch (IOException e) {
      return "!body_malformed";
    }
  }

  private static String told(Claim claim) {
    return claim.isPresent()
        ? claim.text()
        : claim.isUnreadable() ? "!" + claim.reason() : claim.isSeveral() ? "several" : "-";
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
