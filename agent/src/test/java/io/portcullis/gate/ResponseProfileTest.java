package io.portcullis.gate;

import static io.portcullis.testing.Facts.from;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.engine.Code;
import io.portcullis.engine.Request;
import io.portcullis.testing.Decided;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class ResponseProfileTest {
  private static final String ARBITEX =
      "{\"error\":\"ip_not_allowed\",\"detail\":\"Client IP not in organization allowlist\"}";
  private static final String FEBASI =
      "{\"success\":false,\"code\":\"IP_NOT_ALLOWED\","
          + "\"error\":\"Source IP not in the configured allowlist\"}";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "axys | IP_NOT_ALLOWED | text/plain; charset=utf-8 | No Authorised IPs configured",
        "axys | REVERSE_DNS_MISMATCH | text/plain; charset=utf-8 | No Authorised IPs configured",
        "axys | REVERSE_DNS_UNAVAILABLE | text/plain; charset=utf-8 | No Authorised IPs configured",
        "arx | IP_NOT_ALLOWED | text/plain; charset=utf-8 | 403 Forbidden",
        "febasi | IP_NOT_ALLOWED | application/json | " + FEBASI,
        "arbitex | IP_NOT_ALLOWED | application/json | " + ARBITEX,
        "network-access | NETWORK_ACCESS_DENIED | text/plain; charset=utf-8"
            + " | 403 Forbidden: network access denied",
        "network-access | IP_NOT_ALLOWED | text/plain; charset=utf-8"
            + " | 403 Forbidden: network access denied",
      })
  void profileIsWordForWord(String profile, Code code, String type, String body) {
    ResponseProfile named = ResponseProfile.ofWord(profile).orElseThrow();
    Refusal refusal = refusal(named, Map.of(), code);
    assertThat(refusal.status()).isEqualTo(403);
    assertThat(refusal.contentType()).isEqualTo(type);
    assertThat(text(refusal)).isEqualTo(body);
    assertThat(refusal.headers())
        .isEqualTo(Map.of("Cache-Control", "no-store", "Portcullis-Decision-Id", "run-1"));
  }

  @ParameterizedTest
  @EnumSource(names = "DEFAULT", mode = EnumSource.Mode.EXCLUDE)
  void profileSpeaksToBrowsersToo(ResponseProfile profile) {
    Request browser = from("192.0.2.9").header("Accept", "text/html").build();
    assertThat(all(refusal(profile, Map.of(), Code.IP_NOT_ALLOWED, browser)))
        .isEqualTo(all(refusal(profile, Map.of(), Code.IP_NOT_ALLOWED)));
  }

  @Test
  void otherCodesHaveTheBuiltInAnswer() {
    Map<ResponseProfile, Set<Code>> spokenFor = new HashMap<>();
    for (ResponseProfile profile : ResponseProfile.values()) {
      Set<Code> codes = new HashSet<>();
      refusals()
          .filter(
              code ->
                  !all(refusal(profile, Map.of(), code))
                      .equals(all(refusal(ResponseProfile.DEFAULT, Map.of(), code))))
          .forEach(codes::add);
      spokenFor.put(profile, codes);
    }
    assertThat(spokenFor)
        .isEqualTo(
            Map.of(
                ResponseProfile.DEFAULT,
                Set.of(),
                ResponseProfile.AXYS,
                Set.of(
                    Code.IP_NOT_ALLOWED, Code.REVERSE_DNS_MISMATCH, Code.REVERSE_DNS_UNAVAILABLE),
                ResponseProfile.ARX,
                Set.of(Code.IP_NOT_ALLOWED),
                ResponseProfile.FEBASI,
                Set.of(Code.IP_NOT_ALLOWED),
                ResponseProfile.ARBITEX,
                Set.of(Code.IP_NOT_ALLOWED),
                ResponseProfile.NETWORK_ACCESS,
                Set.of(Code.NETWORK_ACCESS_DENIED, Code.IP_NOT_ALLOWED)));
  }

  static Stream<Map<Code, RefusalTemplate>> ownTemplates() {
    RefusalTemplate.Builder own = RefusalTemplate.builder();
    return Stream.of(
        Map.of(),
        Map.of(Code.CALLER_UNREADABLE, own.body("${code} ${tenant}").build()),
        Map.of(Code.CALLER_UNREADABLE, own.status(404).header("X", "${code}").build()));
  }

  @ParameterizedTest
  @MethodSource("ownTemplates")
  void noProfileTellsApartWhatIsToldAsOne(Map<Code, RefusalTemplate> own) {
    for (ResponseProfile profile : ResponseProfile.values()) {
      refusals()
          .forEach(
              code ->
                  assertThat(all(refusal(profile, own, code)))
                      .as("%s of %s", code, profile)
                      .isEqualTo(all(refusal(profile, own, code.told()))));
    }
  }

  // What an operator's own template leaves to the profile

  @Test
  void ownStatusAndHeadersLeaveTheBodyToTheProfile() {
    Refusal refusal =
        refusal(
            ResponseProfile.ARBITEX,
            Map.of(
                Code.IP_NOT_ALLOWED,
                RefusalTemplate.builder().status(404).header("X-Why", "${code}").build()),
            Code.IP_NOT_ALLOWED);
    assertThat(refusal.status()).isEqualTo(404);
    assertThat(refusal.contentType()).isEqualTo("application/json");
    assertThat(text(refusal)).isEqualTo(ARBITEX);
    assertThat(refusal.headers()).containsEntry("X-Why", "IP_NOT_ALLOWED").hasSize(3);
  }

  @Test
  void ownBodyHasItsOwnType() {
    Refusal refusal =
        refusal(
            ResponseProfile.ARBITEX,
            Map.of(Code.IP_NOT_ALLOWED, RefusalTemplate.builder().body("<p>no").build()),
            Code.IP_NOT_ALLOWED);
    assertThat(refusal.status()).isEqualTo(403);
    assertThat(refusal.contentType()).isEqualTo("text/html; charset=utf-8");
    assertThat(text(refusal)).isEqualTo("<p>no");
  }

  @Test
  void ownTypeIsThatOfTheBuiltInBody() {
    Map<Code, RefusalTemplate> own =
        Map.of(Code.IP_NOT_ALLOWED, RefusalTemplate.builder().contentType("text/html").build());
    assertThat(all(refusal(ResponseProfile.ARBITEX, own, Code.IP_NOT_ALLOWED)))
        .isEqualTo(all(refusal(ResponseProfile.DEFAULT, own, Code.IP_NOT_ALLOWED)))
        .contains("<!DOCTYPE html>");
  }

  @Test
  void ownAnswerForOneCodeOfAProfileLeavesTheOthersToIt() {
    Map<Code, RefusalTemplate> own =
        Map.of(Code.IP_NOT_ALLOWED, RefusalTemplate.builder().body("mine").build());
    assertThat(text(refusal(ResponseProfile.AXYS, own, Code.IP_NOT_ALLOWED))).isEqualTo("mine");
    assertThat(text(refusal(ResponseProfile.AXYS, own, Code.REVERSE_DNS_MISMATCH)))
        .isEqualTo("No Authorised IPs configured");
  }

  @Test
  void headerOfOurOwnReplacesOneOfTheOtherTemplateInAnyCase() {
    RefusalTemplate base =
        RefusalTemplate.builder().status(403).header("X-A", "1").header("X-B", "2").build();
    RefusalTemplate own = RefusalTemplate.builder().header("x-a", "3").build();
    Map<String, String> headers = new HashMap<>();
    own.completedBy(base).headers().forEach((name, text) -> headers.put(name, text.literals()));
    assertThat(headers).isEqualTo(Map.of("x-a", "3", "X-B", "2"));
  }

  @Test
  void wordsAreThoseOfThePolicy() {
    assertThat(ResponseProfile.words())
        .containsExactly("default", "axys", "arx", "febasi", "arbitex", "network-access");
    for (ResponseProfile profile : ResponseProfile.values()) {
      assertThat(ResponseProfile.ofWord(profile.word())).contains(profile);
    }
    for (String word : List.of("", "Axys", "network_access", "arbitex ")) {
      assertThat(ResponseProfile.ofWord(word)).isEmpty();
    }
  }

  private static Stream<Code> refusals() {
    return Arrays.stream(Code.values()).filter(Code::refuses);
  }

  private static Refusal refusal(
      ResponseProfile profile, Map<Code, RefusalTemplate> own, Code code) {
    return refusal(profile, own, code, from("192.0.2.9").build());
  }

  private static Refusal refusal(
      ResponseProfile profile, Map<Code, RefusalTemplate> own, Code code, Request request) {
    return Refusals.of(profile, own).write(Decided.refused(code, request), request, "run-1");
  }

  private static String all(Refusal refusal) {
    return refusal.status() + refusal.contentType() + refusal.headers() + text(refusal);
  }

  private static String text(Refusal refusal) {
    return new String(refusal.body(), UTF_8);
  }
}
