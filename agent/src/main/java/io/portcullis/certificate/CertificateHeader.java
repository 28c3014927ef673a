package io.portcullis.certificate;

import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * The header in which a proxy passes on the certificate of its client, and how it is read. What
 * cannot be read for sure is rejected, never taken for absent. Immutable.
 */
public final class CertificateHeader {
  /** How a proxy writes it. */
  public enum Format {
    /** {@code Client-Cert} and {@code Client-Cert-Chain} (RFC 9440). */
    RFC9440("rfc9440"),
    /** {@code X-Forwarded-Client-Cert}, as Envoy has it. */
    XFCC("xfcc"),
    /** One certificate in PEM, percent-encoded: {@code $ssl_client_escaped_cert} of nginx. */
    PEM_ESCAPED("pem-escaped");

    private final String word;

    Format(String word) {
      this.word = word;
    }

    /** The name in a policy. */
    public String word() {
      return word;
    }
  }

  static final int MAX_LENGTH = 65536;

  private static final ClientCertificate TOO_LONG = ClientCertificate.rejected("header_too_long");
  private static final ClientCertificate SEVERAL = ClientCertificate.rejected("several_values");
  private static final ClientCertificate UNREADABLE = ClientCertificate.rejected("unreadable");

  private final String name;
  private final Format format;

  private CertificateHeader(String name, Format format) {
    this.name = name;
    this.format = format;
  }

  public static CertificateHeader of(String name, Format format) {
    return new CertificateHeader(name, format);
  }

  public String name() {
    return name;
  }

  /** The header with the rest of the chain, where the format has one. */
  public Optional<String> chainName() {
    return format == Format.RFC9440 ? Optional.of(name + "-Chain") : Optional.<String>empty();
  }

  /** Whether the lines of a header say anything. */
  public static boolean saysSomething(List<String> lines) {
    for (int i = 0; i < lines.size(); i++) {
      if (!trimmed(lines.get(i)).isEmpty()) {
        return true;
      }
    }
    return false;
  }

  /**
   * The certificate that a proxy passes on; absent where it says nothing. Never throws.
   *
   * @param lines of {@link #name()}
   * @param chainLines of {@link #chainName()}
   */
  public ClientCertificate read(List<String> lines, List<String> chainLines) {
    if (!saysSomething(lines)) {
      return saysSomething(chainLines) ? UNREADABLE : ClientCertificate.absent();
    }
    if (lines.size() > 1) {
      return SEVERAL;
    }
    long length = lines.get(0).length();
    for (String line : chainLines) {
      length += line.length();
    }
    if (length > MAX_LENGTH) {
      return TOO_LONG;
    }
    try {
      String value = trimmed(lines.get(0));
      switch (format) {
        case RFC9440:
          return binaries(value, chainLines);
        case XFCC:
          return ForwardedClientCert.read(value);
        default:
          return chain(Certificates.ofPem(unescaped(value), 1));
      }
    } catch (CertificateSyntaxException e) {
      return UNREADABLE;
    }
  }

  private static ClientCertificate binaries(String value, List<String> chainLines)
      throws CertificateSyntaxException {
    if (value.indexOf(',') >= 0) {
      return SEVERAL;
    }
    List<X509Certificate> chain = new ArrayList<>();
    chain.add(binary(value));
    for (String line : chainLines) {
      for (String member : line.split(",", -1)) {
        if (chain.size() > ClientCertificate.MOST_IN_CHAIN) {
          return TOO_LONG;
        }
        if (!trimmed(line).isEmpty()) {
          chain.add(binary(trimmed(member)));
        }
      }
    }
    return chain(chain);
  }

  /** A byte sequence of RFC 8941, 3.3.5: Base64 between colons. */
  private static X509Certificate binary(String text) throws CertificateSyntaxException {
    int last = text.length() - 1;
    if (last < 1 || text.charAt(0) != ':' || text.charAt(last) != ':') {
      throw new CertificateSyntaxException("a byte sequence stands between colons");
    }
    return Certificates.ofDer(PemText.base64(text.substring(1, last)));
  }

  static ClientCertificate chain(List<X509Certificate> chain) {
    return chain.isEmpty()
        ? UNREADABLE
        : ClientCertificate.of(
            ClientCertificate.Origin.HEADER, Collections.unmodifiableList(chain));
  }

  /** A text without its percent-encoding; a plus sign is one, for Base64 is full of them. */
  static String unescaped(String text) throws CertificateSyntaxException {
    StringBuilder plain = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '%') {
        int high = i + 2 < text.length() ? hex(text.charAt(i + 1)) : -1;
        int low = i + 2 < text.length() ? hex(text.charAt(i + 2)) : -1;
        if (high < 0 || low < 0) {
          throw new CertificateSyntaxException("an escape is `%` and two digits");
        }
        c = (char) (high << 4 | low);
        i += 2;
      }
      plain.append(c);
    }
    return plain.toString();
  }

  private static int hex(char c) {
    return c < 128 ? Character.digit(c, 16) : -1;
  }

  static String trimmed(String line) {
    int start = 0;
    int end = line.length();
    while (start < end && (line.charAt(start) == ' ' || line.charAt(start) == '\t')) {
      start++;
    }
    while (end > start && (line.charAt(end - 1) == ' ' || line.charAt(end - 1) == '\t')) {
      end--;
    }
    return line.substring(start, end);
  }
}
