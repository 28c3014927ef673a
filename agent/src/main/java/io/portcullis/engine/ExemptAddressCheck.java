package io.portcullis.engine;

import io.portcullis.client.ClientAddress;
import io.portcullis.ip.IpTable;
import java.util.List;

/** Whether the client's address is one that no list applies to: {@code exempt.addresses}. */
public final class ExemptAddressCheck implements Check {
  private static final Verdict NOT_CONFIGURED =
      Verdict.skipped(CheckName.EXEMPT_ADDRESS, "not_configured");
  private static final Verdict UNREADABLE =
      Verdict.notEvaluated(CheckName.EXEMPT_ADDRESS, "client_unreadable");
  private static final Verdict PROXY = Verdict.pass(CheckName.EXEMPT_ADDRESS, "proxy_itself");
  private static final Verdict NOT_EXEMPT = Verdict.pass(CheckName.EXEMPT_ADDRESS, "not_exempt");

  private final IpTable<Verdict> exempt;
  private final boolean configured;

  private ExemptAddressCheck(IpTable<Verdict> exempt, boolean configured) {
    this.exempt = exempt;
    this.configured = configured;
  }

  /** The check of a list; its disabled entries count for nothing. */
  public static ExemptAddressCheck of(List<Entry> entries) {
    IpTable.Builder<Verdict> table = IpTable.builder();
    boolean configured = false;
    for (Entry entry : entries) {
      if (entry.enabled()) {
        configured = true;
        table.add(
            entry.rule(), Verdict.pass(CheckName.EXEMPT_ADDRESS, Code.EXEMPT_ADDRESS, "", entry));
      }
    }
    return new ExemptAddressCheck(table.build(), configured);
  }

  @Override
  public CheckName name() {
    return CheckName.EXEMPT_ADDRESS;
  }

  @Override
  public Verdict judge(Evaluation evaluation) {
    if (!configured) {
      return NOT_CONFIGURED;
    }
    ClientAddress client = evaluation.client();
    switch (client.origin()) {
      case UNREADABLE:
        return UNREADABLE;
      case PROXY_ITSELF:
        return PROXY;
      default:
        Verdict verdict = exempt.lookup(client.address(), NOT_EXEMPT);
        if (verdict != NOT_EXEMPT) {
          evaluation.exemptAddress();
        }
        return verdict;
    }
  }
}
