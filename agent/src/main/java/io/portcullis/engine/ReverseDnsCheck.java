package io.portcullis.engine;

import io.portcullis.client.ClientAddress;
import io.portcullis.dns.ExpectedNames;
import io.portcullis.dns.Lookup;
import io.portcullis.dns.ReverseVerdict;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Whether the client's address carries a name that its scope expects, in both directions. The only
 * check that may have to wait for somebody else.
 *
 * <p>Where another check has settled the request already, and where the scope only monitors, nobody
 * waits: then the verdict is told if it is known.
 */
public final class ReverseDnsCheck implements Check {
  private static final Verdict NOT_CONFIGURED =
      Verdict.skipped(CheckName.REVERSE_DNS, "not_configured");
  private static final Verdict OFF = Verdict.skipped(CheckName.REVERSE_DNS, "mode_off");
  private static final Verdict NOT_YET_KNOWN =
      Verdict.skipped(CheckName.REVERSE_DNS, "not_yet_known");
  private static final Verdict NO_CALLER =
      Verdict.notEvaluated(CheckName.REVERSE_DNS, "caller_undetermined");
  private static final Verdict UNREADABLE =
      Verdict.notEvaluated(CheckName.REVERSE_DNS, "client_unreadable");
  private static final Verdict NOT_ACCEPTED =
      Verdict.notEvaluated(CheckName.REVERSE_DNS, "certificate_not_accepted");
  private static final Verdict NOT_ASKED = Verdict.notEvaluated(CheckName.REVERSE_DNS, "not_asked");

  private final Map<String, ReverseDemand> demands;

  private ReverseDnsCheck(Map<String, ReverseDemand> demands) {
    this.demands = demands;
  }

  /**
   * The check.
   *
   * @param demands by scope: {@code global}, {@code tenant:acme}; of a scope that is missing here
   *     nothing is demanded
   */
  public static ReverseDnsCheck of(Map<String, ReverseDemand> demands) {
    return new ReverseDnsCheck(Collections.unmodifiableMap(new HashMap<>(demands)));
  }

  @Override
  public CheckName name() {
    return CheckName.REVERSE_DNS;
  }

  @Override
  public Verdict judge(Evaluation evaluation) {
    if (demands.isEmpty()) {
      return NOT_CONFIGURED;
    }
    if (evaluation.isCallerUndetermined()) {
      return NO_CALLER;
    }
    Caller caller = evaluation.caller();
    ReverseDemand demand = demands.get(caller.hasTenant() ? "tenant:" + caller.tenant() : "global");
    if (demand == null) {
      return NOT_CONFIGURED;
    }
    return demand.mode() == Mode.OFF ? OFF : judge(evaluation, demand);
  }

  private static Verdict judge(Evaluation evaluation, ReverseDemand demand) {
    ClientAddress client = evaluation.client();
    switch (client.origin()) {
      case UNREADABLE:
        return UNREADABLE;
      case PROXY_ITSELF:
        return demand.denial("proxy_itself");
      default:
        break;
    }
    if (demand.asksCertificate() && !evaluation.isCertificateAccepted()) {
      Optional<String> missing = demand.whyNone(evaluation);
      return missing.isPresent() ? demand.denial(missing.get()) : NOT_ACCEPTED;
    }
    ExpectedNames expected = demand.expected(evaluation);
    if (expected.all().isEmpty()) {
      return demand.denial("certificate_without_name");
    }
    Optional<ReverseVerdict> found = evaluation.reverseVerdict();
    if (!found.isPresent() && evaluation.isSettled()) {
      found = evaluation.names().known(client.address(), expected);
      return found.isPresent() ? demand.verdict(found.get()) : NOT_ASKED;
    }
    if (!found.isPresent()) {
      Lookup lookup = evaluation.names().check(client.address(), expected);
      evaluation.asked(lookup);
      found = evaluation.reverseVerdict();
      if (!found.isPresent()) {
        return demand.waits() || evaluation.isPatient()
            ? evaluation.waitFor(CheckName.REVERSE_DNS, new Reply(evaluation, lookup))
            : NOT_YET_KNOWN;
      }
    }
    return demand.verdict(found.get());
  }

  /** The answer of a lookup, which comes within the budget. */
  private static final class Reply implements Awaited {
    private final Evaluation evaluation;
    private final Lookup lookup;

    Reply(Evaluation evaluation, Lookup lookup) {
      this.evaluation = evaluation;
      this.lookup = lookup;
    }

    @Override
    public void await() {
      // An interrupt ends the wait too, and leaves the lookup without an answer of its own.
      evaluation.heard(lookup.await());
    }

    @Override
    public void onDone(final Runnable then) {
      lookup.onDone(
          new Lookup.Listener() {
            @Override
            public void done(ReverseVerdict verdict) {
              then.run();
            }
          });
    }
  }
}
