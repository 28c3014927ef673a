package io.portcullis.engine;

import io.portcullis.client.ClientAddress;
import java.util.List;

/**
 * Whether the client's address is one that no list applies to: of {@code exempt.addresses}, or of
 * the host's own {@code bypassCidrs}.
 */
public final class ExemptAddressCheck implements Check {
  private static final Verdict NOT_CONFIGURED =
      Verdict.skipped(CheckName.EXEMPT_ADDRESS, "not_configured");
  private static final Verdict UNREADABLE =
      Verdict.notEvaluated(CheckName.EXEMPT_ADDRESS, "client_unreadable");
  private static final Verdict PROXY = Verdict.pass(CheckName.EXEMPT_ADDRESS, "proxy_itself");
  private static final Verdict NOT_EXEMPT = Verdict.pass(CheckName.EXEMPT_ADDRESS, "not_exempt");

  private static final Verdict OUT_OF_TIME = Verdict.pass(CheckName.EXEMPT_ADDRESS, "out_of_time");

  private final EntryTable exempt;

  private ExemptAddressCheck(EntryTable exempt) {
    this.exempt = exempt;
  }

  /** The check of a list; its disabled entries count for nothing. */
  public static ExemptAddressCheck of(List<Entry> entries) {
    return new ExemptAddressCheck(
        EntryTable.of(entries, CheckName.EXEMPT_ADDRESS, Code.EXEMPT_ADDRESS, ""));
  }

  @Override
  public CheckName name() {
    return CheckName.EXEMPT_ADDRESS;
  }

  @Override
  public Verdict judge(Evaluation evaluation) {
    EntryTable ofHost = evaluation.hostExempt();
    if (exempt.isEmpty() && ofHost.isEmpty()) {
      return NOT_CONFIGURED;
    }
    ClientAddress client = evaluation.client();
    switch (client.origin()) {
      case UNREADABLE:
        return UNREADABLE;
      case PROXY_ITSELF:
        return PROXY;
      default:
        Verdict verdict = exempt.lookup(evaluation, NOT_EXEMPT, OUT_OF_TIME);
        if (verdict == NOT_EXEMPT || verdict == OUT_OF_TIME) {
          verdict = ofHost.lookup(evaluation, verdict, verdict);
        }
        if (verdict != NOT_EXEMPT && verdict != OUT_OF_TIME) {
          evaluation.exemptAddress();
        }
        return verdict;
    }
  }
}
