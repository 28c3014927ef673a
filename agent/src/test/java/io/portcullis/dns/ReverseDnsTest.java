package io.portcullis.dns;

import static io.portcullis.dns.FakeNames.expecting;
import static io.portcullis.dns.FakeNames.ip;
import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.ip.IpAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Caching and scheduling, with a clock and threads that a test moves. */
class ReverseDnsTest {
  private static final String CLIENT = "192.0.2.1";
  private static final ExpectedNames A = expecting("a.test");

  private final FakeNames dns = new FakeNames();
  private final FakeWorkers workers = new FakeWorkers();
  private final List<Throwable> faults = new ArrayList<>();
  private DnsSettings settings = DnsSettings.DEFAULTS;
  private ReverseDns reverse = started();

  private ReverseDns started() {
    return new ReverseDns(
        dns,
        Optional.empty(),
        settings,
        workers,
        workers,
        new DnsListener() {
          @Override
          public void answered(Answer answer) {}

          @Override
          public void failed(Throwable fault) {
            faults.add(fault);
          }
        });
  }

  private void with(DnsSettings other) {
    settings = other;
    reverse = started();
  }

  private Lookup check(String client) {
    return reverse.check(ip(client), A);
  }

  private String now(String client) {
    Lookup lookup = check(client);
    workers.runAll();
    assertThat(lookup.isDone()).isTrue();
    return lookup.await().toString();
  }

  private void confirm() {
    dns.ptr(CLIENT, "a.test").forward("a.test", CLIENT);
  }

  @Test
  void nothingRunsBeforeTheFirstQuestion() {
    assertThat(workers.queued()).isZero();
    assertThat(workers.alarms()).isZero();
  }

  @Test
  void knownAnswerIsThereAtOnce() {
    confirm();
    assertThat(now(CLIENT)).isEqualTo("forward_confirmed");
    assertThat(check(CLIENT).isDone()).isTrue();
    assertThat(dns.asked()).containsExactly(CLIENT, "a.test");
    assertThat(workers.alarms()).isZero();
  }

  @Test
  void answerLivesAsLongAsItsTtl() {
    with(settings.withStaleFor(0));
    confirm();
    now(CLIENT);
    workers.pass(59_999);
    assertThat(check(CLIENT).isDone()).isTrue();
    workers.pass(1);
    assertThat(check(CLIENT).isDone()).isFalse();
  }

  @Test
  void shortTtlIsFiveSecondsAndLongOneFiveMinutes() {
    with(settings.withStaleFor(0));
    dns.ptr(CLIENT, Answer.names(List.of("a.test"), List.of(), 0))
        .forward("a.test", Answer.addresses(List.of(ip(CLIENT)), List.of(), 0));
    now(CLIENT);
    workers.pass(4_999);
    assertThat(check(CLIENT).isDone()).isTrue();
    workers.pass(1);
    dns.ptr(CLIENT, Answer.names(List.of("a.test"), List.of(), 86_400))
        .forward("a.test", Answer.addresses(List.of(ip(CLIENT)), List.of(), 86_400));
    now(CLIENT);
    workers.pass(299_999);
    assertThat(check(CLIENT).isDone()).isTrue();
    workers.pass(1);
    assertThat(check(CLIENT).isDone()).isFalse();
  }

  @Test
  void negativeAnswerIsKeptToo() {
    assertThat(now(CLIENT)).isEqualTo("ptr_missing");
    workers.pass(59_999);
    assertThat(check(CLIENT).await().toString()).isEqualTo("ptr_missing");
    assertThat(dns.asked()).hasSize(1);
    workers.pass(1);
    assertThat(check(CLIENT).isDone()).isFalse();
  }

  @Test
  void failureIsTriedAgainAfterASecond() {
    dns.ptr(CLIENT, Answer.indeterminate(NoAnswer.TIMEOUT));
    assertThat(now(CLIENT)).isEqualTo("indeterminate:timeout");
    workers.pass(999);
    assertThat(check(CLIENT).isDone()).isTrue();
    workers.pass(1);
    confirm();
    assertThat(now(CLIENT)).isEqualTo("forward_confirmed");
  }

  @Test
  void staleSuccessServesWhileItIsRefreshed() {
    confirm();
    now(CLIENT);
    workers.pass(60_000);
    Lookup first = check(CLIENT);
    assertThat(first.isDone()).isTrue();
    assertThat(first.await().isPass()).isTrue();
    assertThat(check(CLIENT).isDone()).isTrue();
    assertThat(workers.queued()).isEqualTo(1);
    workers.runAll();
    assertThat(dns.asked()).hasSize(4);
    workers.pass(59_999);
    check(CLIENT);
    assertThat(workers.queued()).isZero();
  }

  @Test
  void staleSuccessOutlivesFailuresForItsTimeAndNoLonger() {
    confirm();
    now(CLIENT);
    dns.ptr(CLIENT, Answer.indeterminate(NoAnswer.TIMEOUT));
    workers.pass(60_000);
    for (int second = 0; second < 600; second++) {
      assertThat(now(CLIENT)).isEqualTo("forward_confirmed");
      workers.pass(1_000);
    }
    assertThat(now(CLIENT)).isEqualTo("indeterminate:timeout");
  }

  @Test
  void staleSuccessNeverOutlivesANo() {
    confirm();
    now(CLIENT);
    dns.forward("a.test", "192.0.2.2");
    workers.pass(60_000);
    assertThat(now(CLIENT)).isEqualTo("forward_confirmed");
    assertThat(now(CLIENT)).isEqualTo("forward_mismatch");
    dns.ptr(CLIENT, Answer.indeterminate(NoAnswer.TIMEOUT))
        .forward("a.test", Answer.indeterminate(NoAnswer.TIMEOUT));
    workers.pass(60_000);
    assertThat(now(CLIENT)).isEqualTo("indeterminate:timeout");
  }

  @Test
  void noThatIsKnownAlreadyEndsTheStaleSuccessOnTheSpot() {
    confirm();
    now(CLIENT);
    workers.pass(60_000);
    dns.ptr(CLIENT, Answer.none(List.of(), 60));
    // Another set of names learns first that the address has no name any more.
    reverse.check(ip(CLIENT), expecting("b.test"));
    workers.runAll();
    assertThat(check(CLIENT).await().toString()).isEqualTo("ptr_missing");
  }

  @Test
  void staleSuccessIsThatOfTheSameNames() {
    confirm();
    now(CLIENT);
    workers.pass(60_000);
    assertThat(reverse.check(ip(CLIENT), expecting("b.test")).isDone()).isFalse();
  }

  @Test
  void oneQuestionFliesOnce() {
    confirm();
    Lookup one = check(CLIENT);
    Lookup two = check(CLIENT);
    Lookup three = reverse.check(ip(CLIENT), expecting("a.test", "b.test"));
    assertThat(workers.queued()).isEqualTo(1);
    workers.runAll();
    assertThat(List.of(one, two, three)).allMatch(lookup -> lookup.await().isPass());
    assertThat(dns.asked()).containsExactly(CLIENT, "a.test");
  }

  @Test
  void requestWaitsNoLongerThanItsBudget() {
    confirm();
    Lookup lookup = check(CLIENT);
    List<ReverseVerdict> told = new ArrayList<>();
    lookup.onDone(told::add);
    workers.pass(2_999);
    assertThat(told).isEmpty();
    workers.pass(1);
    assertThat(told).extracting(Object::toString).containsExactly("indeterminate:budget");
    workers.runAll();
    assertThat(told).hasSize(1);
    assertThat(check(CLIENT).await().isPass()).isTrue();
  }

  @Test
  void listenerIsToldOnceWheneverItComes() {
    confirm();
    List<ReverseVerdict> told = new ArrayList<>();
    Lookup early = check(CLIENT);
    early.onDone(told::add);
    workers.runAll();
    assertThat(told).hasSize(1);
    Lookup late = check(CLIENT);
    late.onDone(told::add);
    assertThat(told).hasSize(2);
  }

  @Test
  void listenerThatFailsCostsOthersNothing() {
    confirm();
    check(CLIENT)
        .onDone(
            verdict -> {
              throw new IllegalStateException("planted");
            });
    Lookup other = check(CLIENT);
    workers.runAll();
    assertThat(other.isDone()).isTrue();
    assertThat(faults).hasSize(1);
  }

  @Test
  void fourOfOneNeighbourhoodWaitAndTheRestHaveNoAnswerAtOnce() {
    List<Lookup> lookups = new ArrayList<>();
    for (int i = 1; i <= 5; i++) {
      lookups.add(check("198.51.100." + i));
    }
    assertThat(lookups)
        .extracting(Lookup::isDone)
        .containsExactly(false, false, false, false, true);
    assertThat(lookups.get(4).await().toString()).isEqualTo("indeterminate:overloaded");
    assertThat(workers.queued()).isEqualTo(4);
    assertThat(check("198.51.101.1").isDone()).isFalse();
    for (int i = 1; i <= 5; i++) {
      assertThat(check("2001:db8::" + i).isDone()).isEqualTo(i == 5);
    }
    assertThat(check("2001:db8:0:1::1").isDone()).isFalse();
    workers.runAll();
    assertThat(check("198.51.100.5").isDone()).isFalse();
  }

  @Test
  void noMoreThanTheMostWaitInAll() {
    with(settings.withMaxWaiting(6));
    for (int i = 0; i < 6; i++) {
      assertThat(check("198.51." + i + ".1").isDone()).isFalse();
    }
    assertThat(check("198.51.200.1").await().toString()).isEqualTo("indeterminate:overloaded");
    workers.pass(3_000);
    assertThat(check("198.51.200.1").isDone()).isFalse();
  }

  @Test
  void overloadDoesNotKeepOutWhoIsKnown() {
    with(settings.withMaxWaiting(1));
    confirm();
    now(CLIENT);
    check("198.51.100.1");
    assertThat(check(CLIENT).await().isPass()).isTrue();
  }

  @Test
  void fullQueueIsNoAnswer() {
    workers.fill();
    assertThat(check(CLIENT).await().toString()).isEqualTo("indeterminate:overloaded");
  }

  @Test
  void faultOfOursIsNoAnswerAndIsTold() {
    Names broken =
        new Names() {
          @Override
          public Answer ptr(IpAddress address) {
            throw new IllegalStateException("planted");
          }

          @Override
          public Answer forward(DnsName name) {
            throw new IllegalStateException("planted");
          }
        };
    List<Throwable> told = new ArrayList<>();
    ReverseDns over =
        new ReverseDns(
            broken,
            Optional.empty(),
            settings,
            workers,
            workers,
            new DnsListener() {
              @Override
              public void answered(Answer answer) {}

              @Override
              public void failed(Throwable fault) {
                told.add(fault);
              }
            });
    Lookup lookup = over.check(ip(CLIENT), A);
    workers.runAll();
    assertThat(lookup.await().toString()).isEqualTo("indeterminate:fault");
    assertThat(told).hasSize(1);
  }

  @Test
  void withoutAnswerTheExpectedNameIsAskedForFromTheBeginning() {
    with(settings.with(OnIndeterminate.ALLOW));
    dns.ptr(CLIENT, Answer.indeterminate(NoAnswer.TIMEOUT)).forward("a.test", CLIENT);
    Lookup lookup = check(CLIENT);
    assertThat(workers.queued()).isEqualTo(2);
    workers.runAll();
    assertThat(lookup.await().toString()).isEqualTo("forward_only:timeout");
  }

  @Test
  void atTheEndOfTheBudgetAForwardMatchCountsIfAllowed() {
    with(settings.with(OnIndeterminate.ALLOW));
    dns.forward("a.test", CLIENT);
    // The name has been asked for by another client; the address has not answered yet.
    check("198.51.100.1");
    workers.runAll();
    Lookup lookup = check(CLIENT);
    workers.pass(3_000);
    assertThat(lookup.await().toString()).isEqualTo("forward_only:budget");
  }

  @Test
  void whatIsKnownIsToldWithoutAsking() {
    assertThat(reverse.known(ip(CLIENT), A)).isEmpty();
    assertThat(workers.queued()).isZero();
    confirm();
    now(CLIENT);
    assertThat(reverse.known(ip(CLIENT), A)).get().matches(ReverseVerdict::isPass);
  }

  @Test
  void closingAnswersAllWhoWait() {
    Lookup lookup = check(CLIENT);
    reverse.close();
    assertThat(lookup.await().toString()).isEqualTo("indeterminate:closed");
    assertThat(workers.isClosed()).isTrue();
    assertThat(check(CLIENT).await().toString()).isEqualTo("indeterminate:closed");
  }

  @Test
  void interruptedThreadStaysInterrupted() {
    Lookup lookup = check(CLIENT);
    Thread.currentThread().interrupt();
    assertThat(lookup.await().isPass()).isFalse();
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void cacheStaysWithinItsRoom() {
    BoundedCache<Integer, Known> cache = new BoundedCache<>(1_000);
    ReverseVerdict verdict = ReverseVerdict.indeterminate(NoAnswer.TIMEOUT);
    for (int i = 0; i < 5_000; i++) {
      cache.put(i, new Known(verdict, i, i, i, 1 + i % 7), i);
      assertThat(cache.weight()).isLessThanOrEqualTo(1_000);
      assertThat(cache.get(i)).isNotNull();
    }
  }
}
