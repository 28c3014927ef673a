package io.portcullis.certificate;

import static io.portcullis.testing.Authority.FROM;
import static io.portcullis.testing.Authority.NOW;
import static io.portcullis.testing.Authority.UNTIL;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.testing.Authority;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.junit.jupiter.api.Test;

class IssuersTest {
  private static final Authority ROOT = Authority.root("root");
  private static final Authority MIDDLE = ROOT.below("middle", 0);
  private static final Authority OTHER = Authority.root("other");
  private static final Authority NAMESAKE = Authority.root("root");
  private static final X509Certificate CLIENT = ROOT.client("api.acme.example").issue();
  private static final X509Certificate BELOW = MIDDLE.client("api.acme.example").issue();

  private static String judge(Issuers issuers, Instant at, X509Certificate... chain) {
    return issuers.judge(Arrays.asList(chain), at.toEpochMilli()).reason();
  }

  private static String judge(Issuers issuers, X509Certificate... chain) {
    return judge(issuers, NOW, chain);
  }

  private static Issuers of(X509Certificate... authorities) {
    return Issuers.of(List.of(authorities), Set.of(), Optional.empty());
  }

  private static Issuers pinned(X509Certificate... certificates) {
    return Issuers.of(
        List.of(),
        Set.copyOf(Arrays.stream(certificates).map(SpkiPin::of).toList()),
        Optional.empty());
  }

  private static Issuers withCrl(X509CRL... lists) throws CertificateSyntaxException {
    StringBuilder text = new StringBuilder();
    for (X509CRL list : lists) {
      text.append(Authority.pem(list));
    }
    return Issuers.of(
        List.of(ROOT.certificate()),
        Set.of(),
        Optional.of(RevocationLists.parse(text.toString().getBytes(UTF_8))));
  }

  @Test
  void chainHasToLeadToAnAuthority() {
    Issuers issuers = of(ROOT.certificate());
    assertThat(judge(issuers, CLIENT)).isEqualTo("accepted");
    assertThat(judge(issuers, CLIENT, ROOT.certificate())).isEqualTo("accepted");
    assertThat(judge(issuers, BELOW, MIDDLE.certificate())).isEqualTo("accepted");
    assertThat(judge(issuers, BELOW, MIDDLE.certificate(), ROOT.certificate()))
        .isEqualTo("accepted");
    assertThat(judge(issuers, BELOW)).isEqualTo("issuer");
    assertThat(judge(of(MIDDLE.certificate()), BELOW)).isEqualTo("accepted");
    assertThat(judge(of(OTHER.certificate()), CLIENT, ROOT.certificate())).isEqualTo("issuer");
    assertThat(judge(of(), CLIENT)).isEqualTo("issuer");
  }

  @Test
  void nameOfAnAuthorityIsNotEnough() {
    assertThat(judge(of(NAMESAKE.certificate()), CLIENT)).isEqualTo("issuer");
    assertThat(judge(of(NAMESAKE.certificate(), ROOT.certificate()), CLIENT)).isEqualTo("accepted");
  }

  @Test
  void clientIssuesNobody() {
    Authority middle = MIDDLE.below("too deep", -1);
    assertThat(
            judge(
                of(ROOT.certificate()),
                middle.client().issue(),
                middle.certificate(),
                MIDDLE.certificate()))
        .isEqualTo("issuer");
    assertThat(judge(of(MIDDLE.certificate()), middle.client().issue(), middle.certificate()))
        .isEqualTo("issuer");
  }

  @Test
  void constraintsOfTheAuthorityItselfAreKept() {
    Authority constrained = Authority.constrained("constrained", "acme.example");
    Issuers issuers = of(constrained.certificate());
    assertThat(judge(issuers, constrained.client("api.acme.example").issue()))
        .isEqualTo("accepted");
    assertThat(judge(issuers, constrained.client("api.other.example").issue())).isEqualTo("issuer");
  }

  @Test
  void timeCountsEachTimeAnew() {
    Issuers issuers = of(ROOT.certificate());
    assertThat(judge(issuers, NOW, CLIENT)).isEqualTo("accepted");
    assertThat(judge(issuers, UNTIL, CLIENT)).isEqualTo("accepted");
    assertThat(judge(issuers, UNTIL.plusMillis(1), CLIENT)).isEqualTo("expired");
    assertThat(judge(issuers, FROM.minusMillis(1), CLIENT)).isEqualTo("not_yet_valid");
    assertThat(judge(issuers, NOW, CLIENT)).isEqualTo("accepted");
  }

  @Test
  void expiredAuthorityAcceptsNobody() {
    Authority old = Authority.root("old", NOW.minusSeconds(1));
    X509Certificate client = old.client().issue();
    assertThat(judge(of(old.certificate()), client)).isEqualTo("expired");
    assertThat(judge(pinned(old.certificate()), client, old.certificate())).isEqualTo("expired");
  }

  @Test
  void certificateHasToBeForClients() {
    Issuers issuers = of(ROOT.certificate());
    assertThat(judge(issuers, ROOT.client().forServers().issue())).isEqualTo("key_usage");
    assertThat(judge(issuers, ROOT.client().withUsage(KeyUsage.keyEncipherment).issue()))
        .isEqualTo("key_usage");
    assertThat(judge(issuers, ROOT.client().withoutUsages().issue())).isEqualTo("accepted");
  }

  @Test
  void pinIsOfTheClientOrOfAnAuthorityThatHasSigned() {
    assertThat(judge(pinned(CLIENT), CLIENT)).isEqualTo("accepted");
    assertThat(judge(pinned(ROOT.certificate()), CLIENT, ROOT.certificate())).isEqualTo("accepted");
    assertThat(judge(pinned(ROOT.certificate()), CLIENT)).isEqualTo("issuer");
    assertThat(judge(pinned(ROOT.certificate()), BELOW, MIDDLE.certificate(), ROOT.certificate()))
        .isEqualTo("accepted");
    X509Certificate stranger = NAMESAKE.client().issue();
    assertThat(judge(pinned(ROOT.certificate()), stranger, ROOT.certificate())).isEqualTo("issuer");
    assertThat(judge(pinned(CLIENT), stranger, CLIENT)).isEqualTo("issuer");
    assertThat(judge(pinned(CLIENT), UNTIL.plusMillis(1), CLIENT)).isEqualTo("expired");
  }

  @Test
  void revokedIsRefused() throws Exception {
    X509Certificate fine = ROOT.client().issue();
    Issuers issuers = withCrl(ROOT.crl(UNTIL, CLIENT));
    assertThat(judge(issuers, CLIENT)).isEqualTo("revoked");
    assertThat(judge(issuers, fine)).isEqualTo("accepted");
    assertThat(
            judge(
                withCrl(ROOT.crl(UNTIL, MIDDLE.certificate()), MIDDLE.crl(UNTIL)),
                BELOW,
                MIDDLE.certificate()))
        .isEqualTo("revoked");
  }

  @Test
  void listOfSomebodyElseSaysNothing() throws Exception {
    assertThat(judge(withCrl(OTHER.crl(UNTIL)), CLIENT)).isEqualTo("crl_missing");
    assertThat(judge(withCrl(NAMESAKE.crl(UNTIL)), CLIENT)).isEqualTo("crl_missing");
    assertThat(judge(withCrl(ROOT.crl(UNTIL)), BELOW, MIDDLE.certificate()))
        .isEqualTo("crl_missing");
  }

  @Test
  void listThatIsOutOfDateRefusesFromThatInstantOn() throws Exception {
    Issuers issuers = withCrl(ROOT.crl(NOW));
    assertThat(judge(issuers, NOW, CLIENT)).isEqualTo("accepted");
    assertThat(judge(issuers, NOW.plusMillis(1), CLIENT)).isEqualTo("crl_out_of_date");
  }

  @Test
  void moreChainsThanAreRememberedAreAccepted() {
    Issuers issuers = of(ROOT.certificate());
    X509Certificate second = ROOT.client().issue();
    for (int i = 0; i < Issuers.MOST_REMEMBERED + 10; i++) {
      // As many chains as there are ways to repeat what is behind the way.
      X509Certificate[] chain = new X509Certificate[2 + i % 8];
      Arrays.fill(chain, i % 2 == 0 ? ROOT.certificate() : MIDDLE.certificate());
      chain[0] = i % 3 == 0 ? CLIENT : second;
      assertThat(judge(issuers, chain)).isEqualTo("accepted");
    }
  }
}
