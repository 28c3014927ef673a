package io.portcullis.certificate;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import javax.security.auth.x500.X500Principal;

/**
 * A certificate as somebody wrote it down in a request, with the outcome of its validation in place
 * of signatures: {@code verified} means that it is of an accepted issuer, whichever are accepted.
 * Immutable.
 */
public final class StatedCertificate {
  private final String subject;
  private final String issuer;
  private final List<String> commonNames;
  private final List<String> dnsNames;
  private final OptionalLong notBefore;
  private final OptionalLong notAfter;
  private final boolean verified;

  private StatedCertificate(Builder builder) {
    this.subject = builder.subject;
    this.issuer = builder.issuer;
    this.commonNames = builder.commonNames;
    this.dnsNames = Collections.unmodifiableList(new ArrayList<>(builder.dnsNames));
    this.notBefore = builder.notBefore;
    this.notAfter = builder.notAfter;
    this.verified = builder.verified;
  }

  public static Builder builder() {
    return new Builder();
  }

  public String subject() {
    return subject;
  }

  public String issuer() {
    return issuer;
  }

  public OptionalLong notBefore() {
    return notBefore;
  }

  public OptionalLong notAfter() {
    return notAfter;
  }

  boolean hasTimes() {
    return notBefore.isPresent() || notAfter.isPresent();
  }

  List<CertificateName> names() {
    return ClientCertificate.names(dnsNames, commonNames);
  }

  List<String> subject(String attribute) {
    return subject.isEmpty()
        ? Collections.<String>emptyList()
        : DistinguishedName.values(new X500Principal(subject), attribute);
  }

  Finding judge(long at) {
    if (!verified) {
      return Finding.ISSUER;
    }
    if (notBefore.isPresent() && at < notBefore.getAsLong()) {
      return Finding.NOT_YET_VALID;
    }
    return notAfter.isPresent() && at > notAfter.getAsLong() ? Finding.EXPIRED : Finding.ACCEPTED;
  }

  /** The only mutable stage of {@link StatedCertificate}; used once. */
  public static final class Builder {
    private String subject = "";
    private String issuer = "";
    private List<String> commonNames = Collections.emptyList();
    private final List<String> dnsNames = new ArrayList<>();
    private OptionalLong notBefore = OptionalLong.empty();
    private OptionalLong notAfter = OptionalLong.empty();
    private boolean verified;

    private Builder() {}

    /** The subject, as in {@code CN=api.example.com,O=Acme}. */
    public Builder subject(String text) throws CertificateSyntaxException {
      commonNames = DistinguishedName.values(principal(text), "CN");
      subject = text;
      return this;
    }

    public Builder issuer(String text) throws CertificateSyntaxException {
      principal(text);
      issuer = text;
      return this;
    }

    private static X500Principal principal(String text) throws CertificateSyntaxException {
      try {
        return new X500Principal(text);
      } catch (IllegalArgumentException e) {
        throw new CertificateSyntaxException(
            "`"
                + text
                + "` is no name of a subject or issuer, such as `CN=api.example.com,O=Acme`");
      }
    }

    /** One more dNSName, read as one of a real certificate is: what is no name matches nothing. */
    public Builder dnsName(String name) {
      dnsNames.add(name);
      return this;
    }

    /** In milliseconds since the epoch. */
    public Builder notBefore(long epochMillis) {
      notBefore = OptionalLong.of(epochMillis);
      return this;
    }

    /** In milliseconds since the epoch. */
    public Builder notAfter(long epochMillis) {
      notAfter = OptionalLong.of(epochMillis);
      return this;
    }

    /** Whether its chain leads to an accepted issuer; not, if nothing is said. */
    public Builder verified(boolean value) {
      verified = value;
      return this;
    }

    public StatedCertificate build() {
      return new StatedCertificate(this);
    }
  }
}
