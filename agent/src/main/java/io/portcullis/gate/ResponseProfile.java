package io.portcullis.gate;

import io.portcullis.engine.Code;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Whose words a refused caller is sent: those built in, or the answer that callers of another
 * system have learnt to expect, word for word.
 *
 * <p>A profile speaks for few codes, with one answer for all of them; it has nothing to say of the
 * others. Codes between which a caller must not be able to tell are one code to it.
 */
public enum ResponseProfile {
  /** The built-in answers. */
  DEFAULT("default", RefusalTemplate.builder().build()),

  /** One message, which does not tell which of the checks of the network has failed. */
  AXYS(
      "axys",
      forbidden("text/plain", "No Authorised IPs configured"),
      Code.IP_NOT_ALLOWED,
      Code.REVERSE_DNS_MISMATCH,
      Code.REVERSE_DNS_UNAVAILABLE),

  /** The status with its phrase, which the status lines of HTTP/2 and of Tomcat leave out. */
  ARX("arx", forbidden("text/plain", "403 Forbidden"), Code.IP_NOT_ALLOWED),

  /** The envelope of its errors, with their code. */
  FEBASI(
      "febasi",
      forbidden(
          "application/json",
          "{\"success\":false,\"code\":\"IP_NOT_ALLOWED\","
              + "\"error\":\"Source IP not in the configured allowlist\"}"),
      Code.IP_NOT_ALLOWED),

  /** A word for programs and a sentence for people. */
  ARBITEX(
      "arbitex",
      forbidden(
          "application/json",
          "{\"error\":\"ip_not_allowed\",\"detail\":\"Client IP not in organization allowlist\"}"),
      Code.IP_NOT_ALLOWED),

  /** One message for callers that no rule of the network admits, by address or domain. */
  NETWORK_ACCESS(
      "network-access",
      forbidden("text/plain", "403 Forbidden: network access denied"),
      Code.NETWORK_ACCESS_DENIED,
      Code.IP_NOT_ALLOWED);

  private final String word;
  private final RefusalTemplate template;
  private final Set<Code> codes;

  ResponseProfile(String word, RefusalTemplate template, Code... codes) {
    this.word = word;
    this.template = template;
    this.codes = EnumSet.noneOf(Code.class);
    this.codes.addAll(Arrays.asList(codes));
  }

  private static RefusalTemplate forbidden(String contentType, String body) {
    return RefusalTemplate.builder().status(403).contentType(contentType).body(body).build();
  }

  /** The profile of this name; none for a word that names none. */
  public static Optional<ResponseProfile> ofWord(String word) {
    for (ResponseProfile profile : values()) {
      if (profile.word.equals(word)) {
        return Optional.of(profile);
      }
    }
    return Optional.empty();
  }

  /** The names of all profiles. */
  public static List<String> words() {
    List<String> words = new ArrayList<>();
    for (ResponseProfile profile : values()) {
      words.add(profile.word);
    }
    return words;
  }

  /** The name in a policy. */
  public String word() {
    return word;
  }

  /** How a refusal with this code is worded, as far as this profile speaks for it. */
  RefusalTemplate templateOf(Code code) {
    return codes.contains(code.told()) ? template : DEFAULT.template;
  }
}
