package io.portcullis.engine;

import static io.portcullis.testing.Facts.from;
import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.certificate.ClientCertificate;
import io.portcullis.certificate.StatedCertificate;
import io.portcullis.client.PeerOnly;
import io.portcullis.dns.Answer;
import io.portcullis.dns.DnsListener;
import io.portcullis.dns.DnsName;
import io.portcullis.dns.DnsSettings;
import io.portcullis.dns.ExpectedName;
import io.portcullis.dns.ExpectedNames;
import io.portcullis.dns.NameSyntaxException;
import io.portcullis.dns.Names;
import io.portcullis.dns.ReverseDns;
import io.portcullis.ip.IpAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The check over a DNS that answers when a test lets it: every address is that of `a.test`. */
class ReverseDnsCheckTest {
  private static final String CLIENT = "192.0.2.1";

  private final CountDownLatch gate = new CountDownLatch(1);
  private final ReverseDns dns =
      ReverseDns.of(
          new Names() {
            @Override
            public Answer ptr(IpAddress address) {
              waitForTheGate();
              return Answer.names(List.of("a.test"), List.of(), 60);
            }

            @Override
            public Answer forward(DnsName name) {
              return Answer.addresses(
                  List.of(IpAddress.find(CLIENT, 0, 9).orElseThrow()), List.of(), 60);
            }
          },
          DnsSettings.DEFAULTS,
          DnsListener.NONE);

  @AfterEach
  void close() {
    gate.countDown();
    dns.close();
  }

  @Test
  void requestIsPendingUntilTheAnswerIsThere() throws Exception {
    Pipeline pipeline = pipeline(Mode.ENFORCE, names(Mode.ENFORCE, Mode.ENFORCE));
    Evaluation evaluation = evaluation(dns);
    assertThat(pipeline.judge(evaluation).isPending()).isTrue();
    assertThat(pipeline.judge(evaluation).isPending()).isTrue();
    CountDownLatch told = new CountDownLatch(1);
    evaluation.awaited().onDone(told::countDown);
    gate.countDown();
    assertThat(told.await(10, TimeUnit.SECONDS)).isTrue();
    assertThat(pipeline.judge(evaluation).kind()).isEqualTo(Verdict.Kind.PASS);
    assertThat(pipeline.judge(evaluation(dns)).kind()).isEqualTo(Verdict.Kind.PASS);
  }

  @Test
  void pendingIsNoWayThrough() {
    Pipeline pipeline = pipeline(Mode.ENFORCE, names(Mode.ENFORCE, Mode.ENFORCE));
    Evaluation evaluation = evaluation(dns);
    Decision decision = pipeline.explain(evaluation);
    assertThat(decision.effect()).isEqualTo(Decision.Effect.DENY);
  }

  @ParameterizedTest
  @EnumSource(
      value = Mode.class,
      names = {"ENFORCE", "MONITOR"})
  void monitoredRequestIsNotHeldUpAndTheNextOneIsJudged(Mode ofPolicy) {
    Mode ofScope = ofPolicy == Mode.ENFORCE ? Mode.MONITOR : Mode.ENFORCE;
    Pipeline pipeline = pipeline(ofPolicy, names(ofScope, ofPolicy, "b.test"));
    assertThat(pipeline.judge(evaluation(dns)).code()).contains(Code.NO_RESTRICTION);
    gate.countDown();
    Evaluation patient = evaluation(dns);
    assertThat(pipeline.decide(patient).effect()).isEqualTo(Decision.Effect.WOULD_DENY);
    assertThat(pipeline.judge(evaluation(dns)).kind()).isEqualTo(Verdict.Kind.WOULD_DENY);
  }

  @Test
  void nobodyIsAskedForTheRecordOfADenial() {
    Verdict denial = Verdict.deny(CheckName.ALLOWLIST, Code.IP_NOT_ALLOWED, "not_on_list", "");
    Pipeline pipeline = Pipeline.of(Mode.ENFORCE, fixed(denial), names(Mode.ENFORCE, Mode.ENFORCE));
    Verdict unknown = pipeline.explain(evaluation(dns)).verdicts().get(1);
    assertThat(unknown.kind()).isEqualTo(Verdict.Kind.NOT_EVALUATED);
    assertThat(unknown.reason()).isEqualTo("not_asked");
    gate.countDown();
    assertThat(pipeline.explainPatiently(evaluation(dns)).verdicts().get(1).kind())
        .isEqualTo(Verdict.Kind.PASS);
    assertThat(pipeline.explain(evaluation(dns)).verdicts().get(1).kind())
        .isEqualTo(Verdict.Kind.PASS);
  }

  @Test
  void interruptedThreadGetsNoAnswerAndIsRefused() {
    Pipeline pipeline = pipeline(Mode.ENFORCE, names(Mode.ENFORCE, Mode.ENFORCE));
    Evaluation evaluation = evaluation(dns);
    assertThat(pipeline.judge(evaluation).isPending()).isTrue();
    Thread.currentThread().interrupt();
    evaluation.awaited().await();
    assertThat(Thread.interrupted()).isTrue();
    assertThat(pipeline.judge(evaluation).code()).contains(Code.REVERSE_DNS_UNAVAILABLE);
  }

  @Test
  void closingAnswersWhoWaits() {
    Pipeline pipeline = pipeline(Mode.ENFORCE, names(Mode.ENFORCE, Mode.ENFORCE));
    Evaluation evaluation = evaluation(dns);
    assertThat(pipeline.judge(evaluation).isPending()).isTrue();
    dns.close();
    assertThat(pipeline.judge(evaluation).code()).contains(Code.REVERSE_DNS_UNAVAILABLE);
  }

  @Test
  void certificateThatWasNotAcceptedNamesNobody() {
    ReverseDemand demand =
        ReverseDemand.ofCertificate(
            "global", Mode.ENFORCE, Mode.ENFORCE, ClientCertificates.ofConnections());
    Pipeline pipeline = Pipeline.of(Mode.ENFORCE, ReverseDnsCheck.of(Map.of("global", demand)));
    ClientCertificate shown =
        ClientCertificate.stated(
            StatedCertificate.builder().dnsName("a.test").verified(true).build());
    gate.countDown();
    // Nobody has looked at it: that is a gap in the pipeline, and no way through.
    Evaluation unseen = evaluation(from(CLIENT).certificate(shown).build(), dns);
    assertThat(pipeline.explainPatiently(unseen).code()).isEqualTo(Code.INTERNAL_FAULT);
    Evaluation accepted = evaluation(from(CLIENT).certificate(shown).build(), dns);
    accepted.acceptCertificate();
    assertThat(pipeline.explainPatiently(accepted).effect()).isEqualTo(Decision.Effect.ALLOW);
    Evaluation absent = evaluation(dns);
    Verdict denied = pipeline.explainPatiently(absent).settling();
    assertThat(denied.code()).contains(Code.REVERSE_DNS_MISMATCH);
    assertThat(denied.reason()).isEqualTo("certificate_missing");
    Evaluation nameless =
        evaluation(
            from(CLIENT)
                .certificate(
                    ClientCertificate.stated(StatedCertificate.builder().verified(true).build()))
                .build(),
            dns);
    nameless.acceptCertificate();
    assertThat(pipeline.explainPatiently(nameless).settling().reason())
        .isEqualTo("certificate_without_name");
  }

  private static Pipeline pipeline(Mode mode, ReverseDnsCheck check) {
    return Pipeline.of(mode, ClientAddressCheck.of(), check);
  }

  private static ReverseDnsCheck names(Mode ofScope, Mode ofPolicy) {
    return names(ofScope, ofPolicy, "a.test");
  }

  private static ReverseDnsCheck names(Mode ofScope, Mode ofPolicy, String name) {
    try {
      ExpectedNames expected = ExpectedNames.of(List.of(ExpectedName.parse(name)));
      return ReverseDnsCheck.of(
          Map.of("global", ReverseDemand.listed("global", ofScope, ofPolicy, expected)));
    } catch (NameSyntaxException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static Evaluation evaluation(ReverseDns dns) {
    return evaluation(from(CLIENT).build(), dns);
  }

  private static Evaluation evaluation(Request request, ReverseDns dns) {
    return new Evaluation(request, PeerOnly.INSTANCE, () -> 0, HostBypass.NONE, dns);
  }

  private static Check fixed(Verdict verdict) {
    return new Check() {
      @Override
      public CheckName name() {
        return verdict.check();
      }

      @Override
      public Verdict judge(Evaluation evaluation) {
        return verdict;
      }
    };
  }

  private void waitForTheGate() {
    try {
      gate.await();
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    }
  }
}
