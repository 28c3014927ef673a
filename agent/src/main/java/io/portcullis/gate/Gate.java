package io.portcullis.gate;

import io.portcullis.client.ClientAddress;
import io.portcullis.client.ClientAddress.HeaderFate;
import io.portcullis.dns.Answer;
import io.portcullis.dns.DnsListener;
import io.portcullis.dns.ReverseNames;
import io.portcullis.engine.CheckName;
import io.portcullis.engine.Code;
import io.portcullis.engine.Decision;
import io.portcullis.engine.Evaluation;
import io.portcullis.engine.HostBypass;
import io.portcullis.engine.Mode;
import io.portcullis.engine.TimeSource;
import io.portcullis.engine.Verdict;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Where every exchange is judged, by the one policy that is in force when it arrives. Thread-safe;
 * judging takes no lock and does no I/O.
 *
 * <p>It fails closed: once a request is found to be refused, whatever goes wrong afterwards leaves
 * it refused, and a fault before that is answered as {@link FailureMode} says, unless the emergency
 * bypass is on.
 */
public final class Gate {
  /** So often at most a request waits: each check that may wait has its turn. */
  static final int MOST_ROUNDS = CheckName.values().length;

  private final FailureMode onFault;
  private final DecisionListener listener;
  private final TimeSource time;
  private final HostBypass bypass;
  private final DecisionIds ids = new DecisionIds();
  private final DnsListener dnsListener;
  private final Optional<AdmissionListener> admissions;
  private final AtomicInteger waiting = new AtomicInteger();
  private volatile InForce inForce;

  /** A gate by the clock of the system. */
  public Gate(PolicySnapshot first, FailureMode onFault, DecisionListener listener) {
    this(first, onFault, listener, SystemTime.INSTANCE);
  }

  /** A gate by a clock, which is read for requests that a list with times judges. */
  public Gate(
      PolicySnapshot first, FailureMode onFault, DecisionListener listener, TimeSource time) {
    this(first, onFault, listener, time, HostBypass.NONE);
  }

  /** A gate on a host that lets some requests through whatever the policy says. */
  public Gate(
      PolicySnapshot first,
      FailureMode onFault,
      DecisionListener listener,
      TimeSource time,
      HostBypass bypass) {
    this(first, onFault, listener, time, bypass, Optional.<AdmissionListener>empty());
  }

  /** A gate that tells somebody of each client that it lets through. */
  public Gate(
      PolicySnapshot first,
      FailureMode onFault,
      DecisionListener listener,
      TimeSource time,
      HostBypass bypass,
      Optional<AdmissionListener> admissions) {
    this.admissions = admissions;
    this.bypass = bypass;
    this.time = time;
    this.onFault = onFault;
    this.listener = listener;
    this.dnsListener = new FaultsOfDns(this);
    this.inForce = InForce.first(first, dnsListener);
  }

  /**
   * Puts a policy in force: requests that arrive from now on are judged by it, those under way by
   * the one before.
   */
  public synchronized void install(PolicySnapshot next) {
    inForce = inForce.followedBy(next, dnsListener);
  }

  /** Ends what it has started: a request that waits for DNS is told that there is no answer. */
  public synchronized void close() {
    inForce.close();
  }

  /** How many requests wait, with their thread or parked, and are not settled yet. */
  public int waiting() {
    return waiting.get();
  }

  /** What the ids of all decisions of this gate begin with. */
  public String run() {
    return ids.run();
  }

  /** The policy in force. */
  public PolicySnapshot policy() {
    return inForce.policy();
  }

  /**
   * Whether an exchange goes on to the application; where not, it has been answered. Never throws.
   *
   * <p>Where a check has to wait, this waits with it, unless the exchange is one whose thread must
   * not: such a one is parked, and answered or handed to the application later.
   */
  public boolean admit(HttpExchange exchange) {
    long began = beginning();
    InForce now = inForce;
    PolicySnapshot policy = now.policy();
    Evaluation evaluation;
    Verdict verdict;
    try {
      evaluation = new Evaluation(exchange, policy.clientAddress(), time, bypass, now.names());
      verdict = policy.pipeline().judge(evaluation);
      if (verdict.isPending()) {
        if (exchange instanceof ParkableExchange) {
          park(new Parked(this, policy, evaluation, (ParkableExchange) exchange, began));
          return false;
        }
        return admitOnceThere(policy, evaluation, exchange, began);
      }
    } catch (Throwable fault) {
      return admitAfterFault("judging a request", fault, exchange);
    }
    tellOfTime(began);
    return settle(policy, evaluation, verdict, exchange);
  }

  /**
   * Judges a made-up exchange by the policy in force and words its refusal, of which nobody hears
   * but the listener that is given: what a first request needs is loaded by then. Nobody is
   * answered, and no name is asked for. Never throws.
   */
  public void rehearse(HttpExchange exchange, DecisionListener quiet) {
    try {
      PolicySnapshot policy = policy();
      Evaluation evaluation =
          new Evaluation(exchange, policy.clientAddress(), time, bypass, ReverseNames.NOBODY);
      Verdict verdict = policy.pipeline().judge(evaluation);
      if (verdict.kind() == Verdict.Kind.DENY) {
        String id = ids.run() + "-0";
        Decision decision = decision(policy, evaluation, verdict);
        quiet.denied(decision, exchange, id, policy.revision());
        policy.refusals().write(decision, exchange, id);
      }
    } catch (Throwable fault) {
      report("rehearsing a request", fault);
    }
  }

  /** When the decision was begun, by the clock of the JVM; 0 if nobody wants to know. */
  private long beginning() {
    try {
      return listener.isTimed() ? System.nanoTime() | 1 : 0;
    } catch (Throwable fault) {
      report("measuring a decision", fault);
      return 0;
    }
  }

  void tellOfTime(long began) {
    if (began != 0) {
      try {
        listener.took(System.nanoTime() - began);
      } catch (Throwable fault) {
        report("measuring a decision", fault);
      }
    }
  }

  private void park(Parked parked) {
    waiting.incrementAndGet();
    try {
      parked.park();
    } catch (Throwable fault) {
      waited();
      throw fault;
    }
  }

  /** A parked exchange has been answered, or handed on. */
  void waited() {
    waiting.decrementAndGet();
  }

  /** Waits with the request's own thread. */
  private boolean admitOnceThere(
      PolicySnapshot policy, Evaluation evaluation, HttpExchange exchange, long began) {
    waiting.incrementAndGet();
    try {
      Verdict verdict;
      try {
        verdict = await(policy, evaluation);
      } catch (Throwable fault) {
        return admitAfterFault("judging a request", fault, exchange);
      }
      tellOfTime(began);
      return settle(policy, evaluation, verdict, exchange);
    } finally {
      waited();
    }
  }

  private static Verdict await(PolicySnapshot policy, Evaluation evaluation) {
    for (int round = 0; round < MOST_ROUNDS; round++) {
      evaluation.awaited().await();
      Verdict verdict = policy.pipeline().judge(evaluation);
      if (!verdict.isPending()) {
        return verdict;
      }
    }
    throw new IllegalStateException("a check waits for ever");
  }

  /** Does what a verdict says; whether the exchange goes on to the application. Never throws. */
  boolean settle(
      PolicySnapshot inForce, Evaluation evaluation, Verdict verdict, HttpExchange exchange) {
    tellOfHeader(evaluation.headerFate());
    tellOfHeader(evaluation.certificateHeaderFate());
    switch (verdict.kind()) {
      case PASS:
        allowed(verdict);
        if (admissions.isPresent() && inForce.mode() == Mode.ENFORCE) {
          tellOfAdmission(admissions.get(), evaluation);
        }
        return true;
      case ADMIT:
        allowed(verdict);
        if (verdict.check() == CheckName.EMERGENCY) {
          tellOfBypass(exchange, clientOf(evaluation), inForce.revision());
        }
        return true;
      case WOULD_DENY:
        record(inForce, evaluation, verdict, exchange);
        return true;
      default:
        refuse(inForce, evaluation, verdict, exchange);
        return false;
    }
  }

  /** What becomes of an exchange that could not even be brought before the gate. Never throws. */
  public boolean admitAfterFault(String doing, Throwable fault, HttpExchange exchange) {
    report(doing, fault);
    if (isEmergency()) {
      allowed(Code.EMERGENCY_BYPASS);
      tellOfBypass(exchange, Optional.<ClientAddress>empty(), policy().revision());
      return true;
    }
    if (onFault == FailureMode.ALLOW) {
      return true;
    }
    try {
      answer(exchange, ProblemDetails.bare(Code.INTERNAL_FAULT, ids.next()));
    } catch (Throwable again) {
      report("wording a refusal", again);
    }
    return false;
  }

  // From here on the exchange is refused, whatever is thrown: no memory, no stack, a bug.
  private void refuse(
      PolicySnapshot inForce, Evaluation evaluation, Verdict verdict, HttpExchange exchange) {
    try {
      String id = ids.next();
      Refusal refusal = ProblemDetails.bare(codeOf(verdict), id);
      try {
        Decision decision = decision(inForce, evaluation, verdict);
        tell(decision, exchange, id, inForce.revision());
        refusal = inForce.refusals().write(decision, exchange, id);
      } catch (Throwable fault) {
        report("wording a refusal", fault);
      }
      answer(exchange, refusal);
    } catch (Throwable fault) {
      report("refusing a request", fault);
    }
  }

  private void record(
      PolicySnapshot inForce, Evaluation evaluation, Verdict verdict, HttpExchange exchange) {
    try {
      Decision decision = decision(inForce, evaluation, verdict);
      tell(decision, exchange, ids.next(), inForce.revision());
    } catch (Throwable fault) {
      report("recording a decision", fault);
    }
  }

  // What is told is what was done: the explanation asks further checks, it decides nothing anew.
  private Decision decision(PolicySnapshot inForce, Evaluation evaluation, Verdict verdict) {
    try {
      Decision explained = inForce.pipeline().explain(evaluation);
      if (explained.settling().equals(verdict)) {
        return explained;
      }
    } catch (Throwable fault) {
      report("explaining a decision", fault);
    }
    return inForce.pipeline().unexplained(evaluation, verdict);
  }

  private void tell(Decision decision, HttpExchange exchange, String id, String revision) {
    try {
      listener.denied(decision, exchange, id, revision);
    } catch (Throwable fault) {
      report("recording a decision", fault);
    }
  }

  private void tellOfHeader(HeaderFate fate) {
    if (fate == HeaderFate.IGNORED || fate == HeaderFate.UNREADABLE) {
      try {
        listener.headerNotUsed(fate);
      } catch (Throwable fault) {
        report("counting a header", fault);
      }
    }
  }

  // The bypass is the first check: what fails behind it does not count.
  private boolean isEmergency() {
    try {
      return bypass.emergency().isOn(time);
    } catch (Throwable fault) {
      report("reading the clock", fault);
      return false;
    }
  }

  private Optional<ClientAddress> clientOf(Evaluation evaluation) {
    try {
      return Optional.of(evaluation.client());
    } catch (Throwable fault) {
      report("reading the client of a bypassed request", fault);
      return Optional.<ClientAddress>empty();
    }
  }

  private void tellOfBypass(
      HttpExchange exchange, Optional<ClientAddress> client, String revision) {
    try {
      listener.bypassed(exchange, client, ids.next(), revision);
    } catch (Throwable fault) {
      report("recording a bypassed request", fault);
    }
  }

  private void tellOfAdmission(AdmissionListener told, Evaluation evaluation) {
    try {
      ClientAddress client = evaluation.client();
      if (client.isReadable() && client.origin() != ClientAddress.Origin.PROXY_ITSELF) {
        told.admitted(client.address(), evaluation.caller());
      }
    } catch (Throwable fault) {
      report("remembering a client", fault);
    }
  }

  private void allowed(Verdict verdict) {
    allowed(verdict.code().orElse(Code.NO_RESTRICTION));
  }

  private void allowed(Code code) {
    try {
      listener.allowed(code);
    } catch (Throwable fault) {
      report("counting a request", fault);
    }
  }

  private void answer(HttpExchange exchange, Refusal refusal) {
    try {
      exchange.refuse(refusal);
    } catch (Throwable fault) {
      // The caller may have hung up; the request stays refused either way.
      report("answering a refused request", fault);
    }
  }

  void report(String doing, Throwable fault) {
    try {
      listener.failed(doing, fault);
    } catch (Throwable nobodyLeftToTell) {
      // The decision stands.
    }
  }

  /** Tells of what DNS answers, and of what fails while it is asked. */
  private static final class FaultsOfDns implements DnsListener {
    private final Gate gate;

    FaultsOfDns(Gate gate) {
      this.gate = gate;
    }

    @Override
    public void answered(Answer answer) {
      try {
        gate.listener.dnsAnswered(answer);
      } catch (Throwable fault) {
        gate.report("counting an answer of DNS", fault);
      }
    }

    @Override
    public void failed(Throwable fault) {
      gate.report("asking DNS", fault);
    }
  }

  private static Code codeOf(Verdict verdict) {
    Code code = verdict.code().orElse(Code.INTERNAL_FAULT);
    return code.refuses() ? code : Code.INTERNAL_FAULT;
  }
}
