package io.portcullis.gate;

import static io.portcullis.testing.Facts.from;
import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.client.PeerOnly;
import io.portcullis.engine.Awaited;
import io.portcullis.engine.Check;
import io.portcullis.engine.CheckName;
import io.portcullis.engine.ClientAddressCheck;
import io.portcullis.engine.Code;
import io.portcullis.engine.Evaluation;
import io.portcullis.engine.Mode;
import io.portcullis.engine.Pipeline;
import io.portcullis.engine.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ParkedTest {
  private static final Verdict PASS = Verdict.pass(CheckName.REVERSE_DNS, "confirmed");
  private static final Verdict DENY =
      Verdict.deny(CheckName.REVERSE_DNS, Code.REVERSE_DNS_MISMATCH, "ptr_missing", "global");

  private final Heard heard = new Heard();
  private final Answer answer = new Answer();
  private final Parkable parkable = new Parkable();

  @Test
  void exchangeIsLeftAloneUntilTheAnswerIsThere() {
    assertThat(gate(FailureMode.DENY).admit(parkable)).isFalse();
    assertThat(parkable.log).isEmpty();
    assertThat(heard.allowed).isEmpty();
    assertThat(heard.denied).isEmpty();
  }

  @Test
  void answerIsJudgedOnTheServersThreadAndNotOnItsOwn() {
    Gate gate = gate(FailureMode.DENY);
    assertThat(gate.admit(parkable)).isFalse();
    answer.come(PASS);
    assertThat(parkable.log).containsExactly("later");
    assertThat(heard.allowed).isEmpty();
    parkable.work();
    assertThat(parkable.log).containsExactly("later", "proceed");
    assertThat(heard.allowed).containsExactly(Code.NO_RESTRICTION);
  }

  @Test
  void exchangeWaitsUntilItIsAnsweredOrHandedOn() {
    Gate gate = gate(FailureMode.DENY);
    assertThat(gate.waiting()).isZero();
    assertThat(gate.admit(parkable)).isFalse();
    assertThat(gate.waiting()).isEqualTo(1);
    answer.come(PASS);
    assertThat(gate.waiting()).isEqualTo(1);
    parkable.work();
    assertThat(gate.waiting()).isZero();
  }

  @Test
  void deniedAnswerIsAnsweredAndNeverHandedOn() {
    assertThat(gate(FailureMode.ALLOW).admit(parkable)).isFalse();
    answer.come(DENY);
    parkable.work();
    assertThat(parkable.log).containsExactly("later", "refuse 403");
    assertThat(heard.denied).hasSize(1);
    assertThat(heard.denied.get(0).code()).isEqualTo(Code.REVERSE_DNS_MISMATCH);
  }

  @Test
  void answerThatIsThereAtOnceIsTakenUpToo() {
    answer.comeWhenAsked = PASS;
    assertThat(gate(FailureMode.DENY).admit(parkable)).isFalse();
    parkable.work();
    assertThat(parkable.log).containsExactly("later", "proceed");
  }

  @Test
  void answerToldTwiceCountsOnce() {
    assertThat(gate(FailureMode.DENY).admit(parkable)).isFalse();
    answer.come(PASS);
    answer.come(PASS);
    parkable.work();
    assertThat(parkable.log).containsExactly("later", "proceed");
  }

  @Test
  void threadThatMayWaitWaits() {
    FakeExchange exchange = new FakeExchange(from("192.0.2.9").build());
    answer.comeWhenAwaited = PASS;
    assertThat(gate(FailureMode.DENY).admit(exchange)).isTrue();
    answer.reset();
    answer.comeWhenAwaited = DENY;
    assertThat(gate(FailureMode.DENY).admit(exchange)).isFalse();
    assertThat(exchange.refusal().status()).isEqualTo(403);
  }

  @ParameterizedTest
  @EnumSource(FailureMode.class)
  void checkThatWaitsForEverIsAFault(FailureMode onFault) {
    boolean allowed = onFault == FailureMode.ALLOW;
    FakeExchange exchange = new FakeExchange(from("192.0.2.9").build());
    assertThat(gate(onFault).admit(exchange)).isEqualTo(allowed);
    assertThat(gate(onFault).admit(parkable)).isFalse();
    for (int round = 0; round < Gate.MOST_ROUNDS; round++) {
      assertThat(parkable.log).doesNotContain("proceed", "refuse 503");
      answer.wake();
      parkable.work();
    }
    assertThat(parkable.log).contains(allowed ? "proceed" : "refuse 503");
    assertThat(heard.failed).hasSize(2);
  }

  @ParameterizedTest
  @EnumSource(FailureMode.class)
  void faultWhileResumingIsAnsweredAsAnyFault(FailureMode onFault) {
    assertThat(gate(onFault).admit(parkable)).isFalse();
    answer.fault = new OutOfMemoryError("planted");
    answer.wake();
    parkable.work();
    assertThat(parkable.log)
        .containsExactly("later", onFault == FailureMode.ALLOW ? "proceed" : "refuse 503");
  }

  @ParameterizedTest
  @EnumSource(FailureMode.class)
  void serverThatTakesNoMoreWorkRunsNothing(FailureMode onFault) {
    parkable.rejects = true;
    assertThat(gate(onFault).admit(parkable)).isFalse();
    answer.come(PASS);
    assertThat(parkable.log).containsExactly("drop");
    assertThat(heard.failed).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource(FailureMode.class)
  void faultBeforeTheWaitIsAnsweredAtOnce(FailureMode onFault) {
    answer.deaf = true;
    boolean allowed = onFault == FailureMode.ALLOW;
    assertThat(gate(onFault).admit(parkable)).isEqualTo(allowed);
    assertThat(parkable.log).isEqualTo(allowed ? List.of() : List.of("refuse 503"));
  }

  @Test
  void whatCannotBeHandedOnIsEnded() {
    parkable.breaks = true;
    assertThat(gate(FailureMode.ALLOW).admit(parkable)).isFalse();
    answer.come(PASS);
    parkable.work();
    assertThat(parkable.log).containsExactly("later", "proceed", "drop");
  }

  @Test
  void policyThatCameMeanwhileDoesNotJudgeIt() {
    Gate gate = gate(FailureMode.DENY);
    assertThat(gate.admit(parkable)).isFalse();
    gate.install(PolicySnapshot.unrestricted());
    answer.come(DENY);
    parkable.work();
    assertThat(parkable.log).containsExactly("later", "refuse 403");
    assertThat(heard.revisions).containsExactly("rev");
  }

  @Test
  void explanationAsksAgainWithoutWaiting() {
    assertThat(gate(FailureMode.DENY).admit(parkable)).isFalse();
    answer.come(DENY);
    parkable.work();
    assertThat(heard.denied.get(0).verdicts()).hasSize(2);
    assertThat(heard.failed).isEmpty();
  }

  private Gate gate(FailureMode onFault) {
    return new Gate(
        PolicySnapshot.of(
            "rev",
            Mode.ENFORCE,
            PeerOnly.INSTANCE,
            Pipeline.of(Mode.ENFORCE, ClientAddressCheck.of(), answer),
            Refusals.of(Map.of()),
            1),
        onFault,
        heard);
  }

  /** A check that has to wait until somebody says what it finds. */
  private static final class Answer implements Check, Awaited {
    private final List<Runnable> listeners = new ArrayList<>();
    @Nullable Verdict found;
    @Nullable Verdict comeWhenAsked;
    @Nullable Verdict comeWhenAwaited;
    @Nullable Error fault;
    boolean deaf;

    @Override
    public CheckName name() {
      return CheckName.REVERSE_DNS;
    }

    @Override
    public Verdict judge(Evaluation evaluation) {
      if (fault != null) {
        throw fault;
      }
      return found == null ? evaluation.waitFor(CheckName.REVERSE_DNS, this) : found;
    }

    @Override
    public void await() {
      found = comeWhenAwaited;
    }

    @Override
    public void onDone(Runnable then) {
      if (deaf) {
        throw new IllegalStateException("planted");
      }
      listeners.add(then);
      if (comeWhenAsked != null) {
        come(comeWhenAsked);
      }
    }

    void come(Verdict verdict) {
      found = verdict;
      wake();
    }

    void wake() {
      List.copyOf(listeners).forEach(Runnable::run);
    }

    void reset() {
      found = null;
    }
  }

  /** An exchange of a server whose thread must not wait. */
  private static final class Parkable extends FakeExchange implements ParkableExchange {
    private final List<Runnable> queue = new ArrayList<>();
    final List<String> log = new ArrayList<>();
    boolean rejects;
    boolean breaks;

    Parkable() {
      super(from("192.0.2.9").build());
    }

    @Override
    public void later(Runnable work) {
      if (rejects) {
        throw new RejectedExecutionException("planted");
      }
      log.add("later");
      queue.add(work);
    }

    void work() {
      List<Runnable> now = List.copyOf(queue);
      queue.clear();
      now.forEach(Runnable::run);
    }

    @Override
    public void proceed() {
      log.add("proceed");
      if (breaks) {
        throw new IllegalStateException("planted");
      }
    }

    @Override
    public void drop() {
      log.add("drop");
    }

    @Override
    public void refuse(Refusal refusal) {
      log.add("refuse " + refusal.status());
    }
  }
}
