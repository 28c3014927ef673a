package io.portcullis.certificate;

import java.security.cert.Certificate;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * The certificate that comes with a request, as it was given and not yet believed; or that there is
 * none. Immutable.
 */
public final class ClientCertificate {
  /** Who gave it. */
  public enum Origin {
    /** The client itself, in the TLS handshake of the connection, which proves it has the key. */
    CONNECTION,
    /** The transport says so, as AJP does: its word is not believed without being asked to. */
    TRANSPORT,
    /** A proxy said so in a header. */
    HEADER
  }

  /** More certificates in a chain than this are not looked at. */
  static final int MOST_IN_CHAIN = 10;

  private static final int DNS_NAME = 2;

  private static final ClientCertificate ABSENT = absent("absent");
  private static final ClientCertificate UNREADABLE = rejected("unreadable");

  private final Origin origin;
  private final List<X509Certificate> chain;
  private final Optional<StatedCertificate> stated;
  private final boolean rejected;
  private final String reason;

  private ClientCertificate(
      Origin origin,
      List<X509Certificate> chain,
      Optional<StatedCertificate> stated,
      boolean rejected,
      String reason) {
    this.origin = origin;
    this.chain = chain;
    this.stated = stated;
    this.rejected = rejected;
    this.reason = reason;
  }

  /** The request has none. */
  public static ClientCertificate absent() {
    return ABSENT;
  }

  /** The request has none that is the client's; {@code reason} is a short token. */
  public static ClientCertificate absent(String reason) {
    return new ClientCertificate(
        Origin.CONNECTION,
        Collections.<X509Certificate>emptyList(),
        Optional.<StatedCertificate>empty(),
        false,
        reason);
  }

  /** There is one that cannot be used, and must not be taken for none. */
  public static ClientCertificate rejected(String reason) {
    return new ClientCertificate(
        Origin.HEADER,
        Collections.<X509Certificate>emptyList(),
        Optional.<StatedCertificate>empty(),
        true,
        reason);
  }

  /**
   * The chain that a server has of a connection, the client's own certificate first; absent where
   * it is empty.
   */
  public static ClientCertificate of(Origin origin, Certificate[] chain) {
    if (chain.length == 0) {
      return ABSENT;
    }
    List<X509Certificate> all = new ArrayList<>(chain.length);
    for (Certificate each : chain) {
      if (!(each instanceof X509Certificate)) {
        return UNREADABLE;
      }
      all.add((X509Certificate) each);
    }
    return of(origin, all);
  }

  static ClientCertificate of(Origin origin, List<X509Certificate> chain) {
    if (chain.size() > MOST_IN_CHAIN) {
      return rejected("chain_too_long");
    }
    return new ClientCertificate(
        origin,
        Collections.unmodifiableList(chain),
        Optional.<StatedCertificate>empty(),
        false,
        "");
  }

  /** One that somebody wrote down in words. */
  public static ClientCertificate stated(StatedCertificate stated) {
    return new ClientCertificate(
        Origin.CONNECTION,
        Collections.<X509Certificate>emptyList(),
        Optional.of(stated),
        false,
        "");
  }

  public Origin origin() {
    return origin;
  }

  public boolean isAbsent() {
    return !rejected && chain.isEmpty() && !stated.isPresent();
  }

  /** Whether there is one that cannot be used. */
  public boolean isRejected() {
    return rejected;
  }

  /** Why there is none or none that can be used, a short token; empty where there is one. */
  public String reason() {
    return reason;
  }

  /** The certificates as given, the client's own first; empty where there are none to be read. */
  public List<X509Certificate> chain() {
    return chain;
  }

  /** What was written in place of a chain. */
  public Optional<StatedCertificate> stated() {
    return stated;
  }

  /** Whether a judgement of it depends on the time. */
  public boolean needsTime() {
    return stated.isPresent() ? stated.get().hasTimes() : !chain.isEmpty();
  }

  /**
   * The names it is for: its dNSNames, and the common name only where there are none. Those that
   * are no names are left out, and still keep the common name from being asked.
   */
  public List<CertificateName> names() {
    if (stated.isPresent()) {
      return stated.get().names();
    }
    return chain.isEmpty() ? Collections.<CertificateName>emptyList() : namesOf(chain.get(0));
  }

  private static List<CertificateName> namesOf(X509Certificate leaf) {
    List<String> dnsNames = new ArrayList<>();
    try {
      Collection<List<?>> all = leaf.getSubjectAlternativeNames();
      if (all != null) {
        for (List<?> each : all) {
          if (each.size() > 1 && Integer.valueOf(DNS_NAME).equals(each.get(0))) {
            dnsNames.add(String.valueOf(each.get(1)));
          }
        }
      }
    } catch (CertificateParsingException e) {
      // Whom it names cannot be told, so it names nobody.
      return Collections.emptyList();
    }
    return names(dnsNames, DistinguishedName.values(leaf.getSubjectX500Principal(), "CN"));
  }

  static List<CertificateName> names(List<String> dnsNames, List<String> commonNames) {
    List<String> written = dnsNames;
    if (dnsNames.isEmpty()) {
      // Of several nobody can say which one is meant.
      written = commonNames.size() == 1 ? commonNames : Collections.<String>emptyList();
    }
    List<CertificateName> names = new ArrayList<>(written.size());
    for (String each : written) {
      Optional<CertificateName> name = CertificateName.find(each);
      if (name.isPresent()) {
        names.add(name.get());
      }
    }
    return names;
  }

  /** The values of an attribute of its subject: {@code CN}, {@code O}, {@code OU}, … */
  public List<String> subject(String attribute) {
    if (stated.isPresent()) {
      return stated.get().subject(attribute);
    }
    return chain.isEmpty()
        ? Collections.<String>emptyList()
        : DistinguishedName.values(chain.get(0).getSubjectX500Principal(), attribute);
  }
}
