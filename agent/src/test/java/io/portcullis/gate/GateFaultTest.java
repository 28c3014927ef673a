package io.portcullis.gate;

import static io.portcullis.gate.Gates.ALLOWED;
import static io.portcullis.gate.Gates.BUILT_IN;
import static io.portcullis.gate.Gates.DENIED;
import static io.portcullis.gate.Gates.bodyOf;
import static io.portcullis.gate.Gates.checks;
import static io.portcullis.gate.Gates.exchange;
import static io.portcullis.gate.Gates.gate;
import static io.portcullis.testing.Facts.from;
import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.engine.Check;
import io.portcullis.engine.CheckName;
import io.portcullis.engine.ClientAddressCheck;
import io.portcullis.engine.Code;
import io.portcullis.engine.Decision;
import io.portcullis.engine.Evaluation;
import io.portcullis.engine.Mode;
import io.portcullis.engine.Request;
import io.portcullis.engine.Verdict;
import io.portcullis.ip.IpAddress;
import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class GateFaultTest {
  private final Heard heard = new Heard();

  /** Everything that can be thrown at the gate. */
  enum Thrown {
    EXCEPTION {
      @Override
      Throwable make() {
        return new IllegalStateException("planted");
      }
    },
    CHECKED {
      @Override
      Throwable make() {
        return new IOException("planted");
      }
    },
    LINKAGE {
      @Override
      Throwable make() {
        return new NoSuchMethodError("planted");
      }
    },
    MEMORY {
      @Override
      Throwable make() {
        return new OutOfMemoryError("planted");
      }
    },
    STACK {
      @Override
      Throwable make() {
        return new StackOverflowError("planted");
      }
    };

    abstract Throwable make();

    @SuppressWarnings("unchecked")
    static <T extends Throwable> RuntimeException sneaky(Throwable thrown) throws T {
      throw (T) thrown;
    }

    RuntimeException raise() {
      return Thrown.<RuntimeException>sneaky(make());
    }
  }

  @ParameterizedTest
  @EnumSource
  void faultOfACheckIsAnsweredAsConfigured(Thrown thrown) {
    Check broken = check(CheckName.ALLOWLIST, thrown);
    for (FailureMode onFault : FailureMode.values()) {
      FakeExchange exchange = exchange(ALLOWED);
      Gate gate = gate(onFault, heard, Mode.ENFORCE, BUILT_IN, ClientAddressCheck.of(), broken);
      assertThat(gate.admit(exchange)).isEqualTo(onFault == FailureMode.ALLOW);
      assertThat(exchange.refusals).hasSize(onFault == FailureMode.ALLOW ? 0 : 1);
      if (onFault == FailureMode.DENY) {
        assertThat(exchange.refusal().status()).isEqualTo(503);
        assertThat(bodyOf(exchange.refusal())).contains("\"code\":\"INTERNAL_FAULT\"");
      }
    }
    assertThat(heard.failed).containsOnly("judging a request").hasSize(2);
  }

  @ParameterizedTest
  @EnumSource
  void faultOfTheServersViewIsAnsweredAsConfigured(Thrown thrown) {
    for (FailureMode onFault : FailureMode.values()) {
      FakeExchange exchange =
          new FakeExchange(from(ALLOWED).build()) {
            @Override
            public Optional<IpAddress> peer() {
              throw thrown.raise();
            }
          };
      Gate gate = gate(onFault, heard, Mode.ENFORCE, BUILT_IN, checks());
      assertThat(gate.admit(exchange)).isEqualTo(onFault == FailureMode.ALLOW);
    }
  }

  @ParameterizedTest
  @EnumSource
  void faultBehindADenialLeavesItOneWhateverIsConfigured(Thrown thrown) {
    // Asked for the record only: the exchange is refused already.
    Check denies = fixed(Verdict.deny(CheckName.PATH, Code.PATH_AMBIGUOUS, "planted", ""));
    Check broken = check(CheckName.ALLOWLIST, thrown);
    for (FailureMode onFault : FailureMode.values()) {
      FakeExchange exchange = exchange(ALLOWED);
      assertThat(gate(onFault, heard, Mode.ENFORCE, BUILT_IN, denies, broken).admit(exchange))
          .isFalse();
      assertThat(exchange.refusal().status()).isEqualTo(400);
    }
    assertThat(heard.denied).extracting(Decision::code).containsOnly(Code.PATH_AMBIGUOUS);
    assertThat(heard.denied).hasSize(2);
    assertThat(heard.failed).containsOnly("explaining a decision");
  }

  @ParameterizedTest
  @EnumSource
  void faultOfTheWordingLeavesABareRefusal(Thrown thrown) {
    RefusalWriter broken =
        (decision, request, id) -> {
          throw thrown.raise();
        };
    FakeExchange exchange = exchange(DENIED);
    assertThat(gate(FailureMode.ALLOW, heard, Mode.ENFORCE, broken, checks()).admit(exchange))
        .isFalse();
    assertThat(exchange.refusal().status()).isEqualTo(403);
    assertThat(bodyOf(exchange.refusal())).contains("IP_NOT_ALLOWED").contains(heard.ids.get(0));
    assertThat(heard.denied).hasSize(1);
    assertThat(heard.failed).containsExactly("wording a refusal");
  }

  @ParameterizedTest
  @EnumSource
  void faultOfTheAnswerLeavesTheApplicationUnrun(Thrown thrown) {
    FakeExchange exchange =
        new FakeExchange(from(DENIED).build()) {
          @Override
          public void refuse(Refusal refusal) {
            refusals.add(refusal);
            throw thrown.raise();
          }
        };
    Gate gate = gate(FailureMode.ALLOW, heard, Mode.ENFORCE, BUILT_IN, checks());
    assertThat(gate.admit(exchange)).isFalse();
    assertThat(exchange.refusals).hasSize(1);
    assertThat(heard.failed).containsExactly("answering a refused request");
    FakeExchange unjudged =
        new FakeExchange(from(DENIED).build()) {
          @Override
          public void refuse(Refusal refusal) {
            throw thrown.raise();
          }
        };
    Gate strict = gate(FailureMode.DENY, heard, Mode.ENFORCE, BUILT_IN, checks());
    assertThat(strict.admitAfterFault("adapting", new Error("planted"), unjudged)).isFalse();
  }

  @ParameterizedTest
  @EnumSource
  void faultOfAListenerChangesNothing(Thrown thrown) {
    // It even throws the very fault that it is told of.
    DecisionListener broken =
        new DecisionListener() {
          @Override
          public void allowed(Code code) {
            throw thrown.raise();
          }

          @Override
          public void denied(Decision decision, Request request, String id, String revision) {
            throw thrown.raise();
          }

          @Override
          public void failed(String doing, Throwable fault) {
            throw Thrown.<RuntimeException>sneaky(fault);
          }
        };
    for (FailureMode onFault : FailureMode.values()) {
      assertThat(gate(onFault, broken, Mode.ENFORCE, BUILT_IN, checks()).admit(exchange(ALLOWED)))
          .isTrue();
      assertThat(gate(onFault, broken, Mode.MONITOR, BUILT_IN, checks()).admit(exchange(DENIED)))
          .isTrue();
      FakeExchange denied = exchange(DENIED);
      assertThat(gate(onFault, broken, Mode.ENFORCE, BUILT_IN, checks()).admit(denied)).isFalse();
      assertThat(bodyOf(denied.refusal())).contains("IP_NOT_ALLOWED");
      Check fails = check(CheckName.ALLOWLIST, thrown);
      assertThat(gate(onFault, broken, Mode.ENFORCE, BUILT_IN, fails).admit(exchange(ALLOWED)))
          .isEqualTo(onFault == FailureMode.ALLOW);
    }
  }

  private static Check check(CheckName name, Thrown thrown) {
    return new Check() {
      @Override
      public CheckName name() {
        return name;
      }

      @Override
      public Verdict judge(Evaluation evaluation) {
        throw thrown.raise();
      }
    };
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
}
