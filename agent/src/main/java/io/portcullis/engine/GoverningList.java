package io.portcullis.engine;

import io.portcullis.client.ClientAddress;

/** One allowlist and all that it can say of a request. Immutable; judging allocates nothing. */
final class GoverningList {
  private static final Verdict OFF = Verdict.skipped(CheckName.ALLOWLIST, "mode_off");
  private static final Verdict UNREADABLE =
      Verdict.notEvaluated(CheckName.ALLOWLIST, "client_unreadable");

  private final boolean off;
  private final boolean restricts;
  private final EntryTable admitted;
  private final Verdict unrestricted;
  private final Verdict miss;
  private final Verdict outOfTime;
  private final Verdict proxy;

  private GoverningList(
      boolean off,
      boolean restricts,
      EntryTable admitted,
      Verdict unrestricted,
      Verdict miss,
      Verdict outOfTime,
      Verdict proxy) {
    this.off = off;
    this.restricts = restricts;
    this.admitted = admitted;
    this.unrestricted = unrestricted;
    this.miss = miss;
    this.outOfTime = outOfTime;
    this.proxy = proxy;
  }

  static GoverningList of(Allowlist list, EmptyAllowlist whenEmpty) {
    String scope = list.scope();
    Verdict unrestricted =
        list.isOpen() || whenEmpty == EmptyAllowlist.ALLOW
            ? Verdict.pass(CheckName.ALLOWLIST, Code.NO_RESTRICTION, scope)
            : denial(list, "empty_allowlist");
    return new GoverningList(
        list.mode() == Mode.OFF,
        list.restricts(),
        EntryTable.of(list.entries(), CheckName.ALLOWLIST, Code.ADMITTED, scope),
        unrestricted,
        denial(list, "not_on_list"),
        denial(list, "out_of_time"),
        denial(list, "proxy_itself"));
  }

  private static Verdict denial(Allowlist list, String reason) {
    Verdict denial = Verdict.deny(CheckName.ALLOWLIST, Code.IP_NOT_ALLOWED, reason, list.scope());
    return list.mode() == Mode.MONITOR ? denial.monitored() : denial;
  }

  /** Whether it keeps anybody out, or would if its mode let it. */
  boolean restricts() {
    return restricts || unrestricted.kind() != Verdict.Kind.PASS;
  }

  Verdict judge(Evaluation evaluation) {
    if (off) {
      return OFF;
    }
    ClientAddress client = evaluation.client();
    switch (client.origin()) {
      case UNREADABLE:
        return UNREADABLE;
      case PROXY_ITSELF:
        return restricts ? proxy : unrestricted;
      default:
        return restricts ? admitted.lookup(evaluation, miss, outOfTime) : unrestricted;
    }
  }
}
