package io.portcullis.certificate;

import java.security.GeneralSecurityException;
import java.security.cert.CertPath;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateParsingException;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Those whose client certificates are accepted: certificates of authorities, and pins of public
 * keys. Thread-safe.
 *
 * <p>A chain is followed as it was given, from the client's certificate up to the first one that an
 * authority here has signed or that is pinned; what is behind is not looked at. Signatures,
 * constraints and usages are those of RFC 5280, by the platform's validator; every certificate on
 * the way, the authority's included, has to be in time. Nothing is ever fetched, neither issuers
 * nor revocation lists.
 *
 * <p>What was accepted is remembered for as long as nothing on its way can run out, so that a
 * connection pays for signatures once. Refusals are not: who sends bad chains fills nothing.
 */
public final class Issuers {
  /** How many accepted chains are remembered; one more, and all are forgotten. */
  static final int MOST_REMEMBERED = 1024;

  private static final String CLIENT_AUTH = "1.3.6.1.5.5.7.3.2";
  private static final String ANY_USAGE = "2.5.29.37.0";
  private static final String NAME_CONSTRAINTS = "2.5.29.30";
  private static final int DIGITAL_SIGNATURE = 0;

  private final List<X509Certificate> authorities;
  private final Set<SpkiPin> pins;
  private final Optional<RevocationLists> revoked;
  private final ConcurrentMap<List<X509Certificate>, Period> accepted = new ConcurrentHashMap<>();

  private Issuers(
      List<X509Certificate> authorities, Set<SpkiPin> pins, Optional<RevocationLists> revoked) {
    this.authorities = authorities;
    this.pins = pins;
    this.revoked = revoked;
  }

  /**
   * Issuers; none accept nobody.
   *
   * @param pins of authorities that clients send in their chains, or of clients' own certificates
   * @param revoked lists that have to know of every client; empty where nobody is ever revoked
   */
  public static Issuers of(
      List<X509Certificate> authorities, Set<SpkiPin> pins, Optional<RevocationLists> revoked) {
    return new Issuers(
        Collections.unmodifiableList(new ArrayList<>(authorities)),
        Collections.unmodifiableSet(new HashSet<>(pins)),
        revoked);
  }

  /**
   * Whether a chain is accepted.
   *
   * @param chain the client's own certificate first; not empty
   * @param at in milliseconds since the epoch
   */
  public Finding judge(List<X509Certificate> chain, long at) {
    Period known = accepted.get(chain);
    if (known != null && known.holds(at)) {
      return Finding.ACCEPTED;
    }
    X509Certificate leaf = chain.get(0);
    Finding found = inTime(leaf, at);
    if (!found.isAccepted()) {
      return found;
    }
    if (!isForClients(leaf)) {
      return Finding.KEY_USAGE;
    }
    found = Finding.ISSUER;
    for (int i = 0; i < chain.size() && !found.isAccepted(); i++) {
      found = more(found, judgeAt(chain, i, at));
    }
    return found;
  }

  /** The ways that end with the certificate at a place of the chain. */
  private Finding judgeAt(List<X509Certificate> chain, int place, long at) {
    X509Certificate last = chain.get(place);
    List<X509Certificate> way = chain.subList(0, place + 1);
    Finding found = Finding.ISSUER;
    if (!pins.isEmpty() && pins.contains(SpkiPin.of(last))) {
      if (place > 0) {
        found = follow(chain.subList(0, place), last, chain, at);
      } else if (!last.hasUnsupportedCriticalExtension()) {
        found = settle(way, Optional.<X509Certificate>empty(), chain, at);
      }
    }
    for (X509Certificate authority : authorities) {
      if (found.isAccepted()) {
        return found;
      }
      if (last.getIssuerX500Principal().equals(authority.getSubjectX500Principal())) {
        found = more(found, follow(way, authority, chain, at));
      }
    }
    return found;
  }

  /** Of two refusals that which says more. */
  private static Finding more(Finding one, Finding other) {
    return one == Finding.ISSUER ? other : other.isAccepted() ? other : one;
  }

  private Finding follow(
      List<X509Certificate> way, X509Certificate authority, List<X509Certificate> chain, long at) {
    for (X509Certificate each : way) {
      Finding found = inTime(each, at);
      if (!found.isAccepted()) {
        return found;
      }
    }
    if (authority.getBasicConstraints() < 0
        || intermediates(way) > authority.getBasicConstraints()
        || !isSigned(way, authority, at)) {
      return Finding.ISSUER;
    }
    Finding found = inTime(authority, at);
    return found.isAccepted() ? settle(way, Optional.of(authority), chain, at) : found;
  }

  private static int intermediates(List<X509Certificate> way) {
    int count = 0;
    for (int i = 1; i < way.size(); i++) {
      X509Certificate each = way.get(i);
      boolean selfIssued = each.getSubjectX500Principal().equals(each.getIssuerX500Principal());
      count += selfIssued ? 0 : 1;
    }
    return count;
  }

  private static boolean isSigned(List<X509Certificate> way, X509Certificate authority, long at) {
    try {
      List<X509Certificate> followed = new ArrayList<>(way);
      if (authority.getExtensionValue(NAME_CONSTRAINTS) != null) {
        // The platform keeps the constraints of certificates on the way, not those of an anchor. A
        // root may stand on the way to itself; any other authority fails there, and is refused.
        followed.add(authority);
      }
      CertPath path = CertificateFactory.getInstance("X.509").generateCertPath(followed);
      TrustAnchor anchor = new TrustAnchor(authority, null);
      PKIXParameters parameters = new PKIXParameters(Collections.singleton(anchor));
      parameters.setRevocationEnabled(false);
      parameters.setDate(new Date(at));
      CertPathValidator.getInstance("PKIX").validate(path, parameters);
      return true;
    } catch (GeneralSecurityException | RuntimeException e) {
      // Whatever keeps the platform from following the way: the way is not there.
      return false;
    }
  }

  /** What is left to ask of a way that leads to an issuer; remembers it where it is accepted. */
  private Finding settle(
      List<X509Certificate> way,
      Optional<X509Certificate> authority,
      List<X509Certificate> chain,
      long at) {
    if (revoked.isPresent()) {
      for (int i = 0; i < way.size(); i++) {
        Optional<X509Certificate> issuer =
            i + 1 < way.size() ? Optional.of(way.get(i + 1)) : authority;
        Finding found = revoked.get().judge(way.get(i), issuer, at);
        // An authority in between may have no list here; the client must.
        if (!found.isAccepted() && (i == 0 || found != Finding.CRL_MISSING)) {
          return found;
        }
      }
    }
    Period period = new Period();
    for (X509Certificate each : way) {
      period.narrow(each);
    }
    if (authority.isPresent()) {
      period.narrow(authority.get());
    }
    if (revoked.isPresent()) {
      period.until = Math.min(period.until, revoked.get().nextUpdate());
    }
    if (accepted.size() >= MOST_REMEMBERED) {
      accepted.clear();
    }
    accepted.put(chain, period);
    return Finding.ACCEPTED;
  }

  private static Finding inTime(X509Certificate certificate, long at) {
    if (at < certificate.getNotBefore().getTime()) {
      return Finding.NOT_YET_VALID;
    }
    return at > certificate.getNotAfter().getTime() ? Finding.EXPIRED : Finding.ACCEPTED;
  }

  /** Whether its key may prove a client in TLS: no usage is said, or this one (RFC 5280, 4.2.1). */
  private static boolean isForClients(X509Certificate leaf) {
    boolean[] usage = leaf.getKeyUsage();
    if (usage != null && !usage[DIGITAL_SIGNATURE]) {
      return false;
    }
    try {
      List<String> extended = leaf.getExtendedKeyUsage();
      return extended == null || extended.contains(CLIENT_AUTH) || extended.contains(ANY_USAGE);
    } catch (CertificateParsingException e) {
      return false;
    }
  }

  /** The time in which nothing on the way of a chain runs out. Written before it is shared. */
  private static final class Period {
    private long from = Long.MIN_VALUE;
    private long until = Long.MAX_VALUE;

    void narrow(X509Certificate certificate) {
      from = Math.max(from, certificate.getNotBefore().getTime());
      until = Math.min(until, certificate.getNotAfter().getTime());
    }

    boolean holds(long at) {
      return from <= at && at <= until;
    }
  }
}
