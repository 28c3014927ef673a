package io.portcullis.certificate;

import java.security.cert.X509Certificate;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code X-Forwarded-Client-Cert} as Envoy writes it: {@code Key=Value} pairs between
 * semicolons, values with separators in quotes. The certificate is that of {@code Chain}, else of
 * {@code Cert}, in percent-encoded PEM.
 *
 * <p>A comma parts elements, one for each proxy on the way. More than one is rejected: the left
 * ones are what somebody else claims, and which of them a proxy has checked is not written there.
 */
final class ForwardedClientCert {
  private static final ClientCertificate SEVERAL = ClientCertificate.rejected("several_values");
  private static final ClientCertificate WITHOUT =
      ClientCertificate.rejected("header_without_certificate");

  private ForwardedClientCert() {}

  static ClientCertificate read(String value) throws CertificateSyntaxException {
    Map<String, String> pairs = new HashMap<>();
    int at = 0;
    while (at < value.length()) {
      int equals = value.indexOf('=', at);
      int separator = firstOf(value, at, ";,");
      if (separator < equals && separator >= 0 && value.charAt(separator) == ',') {
        return SEVERAL;
      }
      if (equals <= at || (separator >= 0 && separator < equals)) {
        throw malformed();
      }
      String key = value.substring(at, equals).toLowerCase(Locale.ROOT);
      StringBuilder text = new StringBuilder();
      at = readValue(value, equals + 1, text);
      // `URI` and `DNS` may be there several times.
      if (pairs.put(key, text.toString()) != null && (key.equals("cert") || key.equals("chain"))) {
        throw malformed();
      }
      if (at < value.length() && value.charAt(at) == ',') {
        return SEVERAL;
      }
      if (at < value.length() && value.charAt(at) != ';') {
        throw malformed();
      }
      at++;
    }
    return certificate(pairs);
  }

  private static ClientCertificate certificate(Map<String, String> pairs)
      throws CertificateSyntaxException {
    List<X509Certificate> leaf = certificates(pairs.get("cert"), 1);
    List<X509Certificate> chain = certificates(pairs.get("chain"), ClientCertificate.MOST_IN_CHAIN);
    if (chain.isEmpty()) {
      return leaf.isEmpty() ? WITHOUT : CertificateHeader.chain(leaf);
    }
    if (!leaf.isEmpty() && !leaf.get(0).equals(chain.get(0))) {
      throw malformed();
    }
    return CertificateHeader.chain(chain);
  }

  private static List<X509Certificate> certificates(@Nullable String escaped, int most)
      throws CertificateSyntaxException {
    if (escaped == null) {
      return Collections.emptyList();
    }
    List<X509Certificate> found = Certificates.ofPem(CertificateHeader.unescaped(escaped), most);
    if (found.isEmpty()) {
      throw malformed();
    }
    return found;
  }

  /** Reads a value, in quotes or not; where it ends. */
  private static int readValue(String value, int start, StringBuilder into)
      throws CertificateSyntaxException {
    if (start == value.length() || value.charAt(start) != '"') {
      int end = firstOf(value, start, ";,\"");
      end = end < 0 ? value.length() : end;
      into.append(value, start, end);
      return end;
    }
    for (int i = start + 1; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '"') {
        return i + 1;
      }
      if (c == '\\' && i + 1 < value.length()) {
        i++;
        c = value.charAt(i);
      }
      into.append(c);
    }
    throw malformed();
  }

  private static int firstOf(String text, int from, String marks) {
    for (int i = from; i < text.length(); i++) {
      if (marks.indexOf(text.charAt(i)) >= 0) {
        return i;
      }
    }
    return -1;
  }

  private static CertificateSyntaxException malformed() {
    return new CertificateSyntaxException("an element that is not in the grammar");
  }
}
