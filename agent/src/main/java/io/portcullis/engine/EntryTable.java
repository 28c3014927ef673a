package io.portcullis.engine;

import io.portcullis.ip.IpAddress;
import io.portcullis.ip.IpTable;
import java.util.ArrayList;
import java.util.List;

/**
 * The enabled entries of one list, each with the verdict that it stands for, made when the policy
 * is compiled. Immutable; a look-up allocates nothing.
 *
 * <p>The narrowest entry in time that holds the address wins; of equally narrow ones one that
 * always counts, else the first written.
 */
final class EntryTable {
  private final IpTable<Verdict> always;
  private final IpTable<TimedEntry> timed;

  private EntryTable(IpTable<Verdict> always, IpTable<TimedEntry> timed) {
    this.always = always;
    this.timed = timed;
  }

  /** The table of a list; each entry makes the check pass with a code, in a scope. */
  static EntryTable of(List<Entry> entries, CheckName check, Code code, String scope) {
    IpTable.Builder<Verdict> always = IpTable.builder();
    List<Entry> timed = new ArrayList<>();
    List<Verdict> verdicts = new ArrayList<>();
    for (Entry entry : entries) {
      if (!entry.enabled()) {
        continue;
      }
      Verdict verdict = Verdict.pass(check, code, scope, entry);
      if (entry.times().isAlways()) {
        always.add(entry.rule(), verdict);
      } else {
        timed.add(entry);
        verdicts.add(verdict);
      }
    }
    return new EntryTable(always.build(), TimedEntry.table(timed, verdicts));
  }

  /** Whether it holds no entry, in time or not: then it restricts nobody. */
  boolean isEmpty() {
    return always.isEmpty() && timed.isEmpty();
  }

  /**
   * The verdict of the entry that holds the request's client; asks for the time only if some entry
   * of the list has times.
   *
   * @param miss where no entry holds it
   * @param outOfTime where one does, but none that is in time
   */
  Verdict lookup(Evaluation evaluation, Verdict miss, Verdict outOfTime) {
    IpAddress address = evaluation.client().address();
    Verdict found = always.lookup(address, miss);
    if (timed.isEmpty()) {
      return found;
    }
    long now = evaluation.epochMillis();
    TimedEntry chain = timed.lookup(address, TimedEntry.NONE);
    if (chain == TimedEntry.NONE) {
      return found;
    }
    return found == miss
        ? chain.inTime(now, outOfTime)
        : chain.inTime(now, found, found.entry().get().rule());
  }
}
