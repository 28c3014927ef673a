package io.portcullis.engine;

import io.portcullis.ip.IpRule;
import io.portcullis.ip.IpTable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/**
 * One block of addresses of an entry that counts at times, and behind it those of all such entries
 * that hold the block as well: a chain, in which an entry out of time hides none of the others.
 * Immutable.
 *
 * <p>Blocks of one list lie side by side or one inside the other, never across, if ranges are cut
 * into blocks. So they are a tree, and the chain of a block is its way to the root:
 *
 * <pre>
 *   10.0.0.0/8 ← 10.1.0.0/16 ← 10.1.2.0/24      the chains of three entries,
 *              ← 10.7.0.0/16                    and of a fourth
 * </pre>
 *
 * <p>All chains together have one link a block, whatever lies in whatever: the work and the memory
 * grow with the entries (a range is at most 62 blocks of IPv4, 254 of IPv6), and a look-up reads
 * only the entries that hold its address.
 */
final class TimedEntry {
  /** The end of every chain. */
  static final TimedEntry NONE = new TimedEntry();

  private final IpRule block;
  private final Entry entry;
  private final Verdict verdict;
  // Of the entry in its list: a narrower one has a lower rank, of equally narrow ones the first.
  private final int rank;
  private final TimedEntry next;
  // The entry with the lowest rank from here on. Here itself, unless a range was cut: a small
  // block may be of a wide range.
  private final TimedEntry narrowest;

  @SuppressWarnings("NullAway") // nothing of the end is read but that it is the end
  private TimedEntry() {
    this.block = null;
    this.entry = null;
    this.verdict = null;
    this.rank = Integer.MAX_VALUE;
    this.next = this;
    this.narrowest = this;
  }

  private TimedEntry(Ranked ranked, IpRule block, TimedEntry next) {
    this.block = block;
    this.entry = ranked.entry;
    this.verdict = ranked.verdict;
    this.rank = ranked.rank;
    this.next = next;
    this.narrowest = next.narrowest.rank < rank ? next.narrowest : this;
  }

  /** The chains of a list's timed entries, by address; each verdict is that of its entry. */
  static IpTable<TimedEntry> table(List<Entry> entries, List<Verdict> verdicts) {
    List<Piece> pieces = pieces(entries, verdicts);
    IpTable.Builder<TimedEntry> table = IpTable.builder();
    // The families apart: as numbers IPv4 lies inside IPv6, as addresses it does not.
    TimedEntry ipv4 = NONE;
    TimedEntry ipv6 = NONE;
    for (int i = 0; i < pieces.size(); i++) {
      Piece piece = pieces.get(i);
      TimedEntry around = piece.block.isIpv4() ? ipv4 : ipv6;
      while (around != NONE && !around.block.contains(piece.block)) {
        around = around.next;
      }
      TimedEntry chain = new TimedEntry(piece.of, piece.block, around);
      if (piece.block.isIpv4()) {
        ipv4 = chain;
      } else {
        ipv6 = chain;
      }
      boolean isLastOfBlock =
          i + 1 == pieces.size() || !pieces.get(i + 1).block.equals(piece.block);
      if (isLastOfBlock) {
        table.add(piece.block, chain);
      }
    }
    return table.build();
  }

  private static List<Piece> pieces(List<Entry> entries, List<Verdict> verdicts) {
    List<Ranked> ranked = new ArrayList<>(entries.size());
    for (int i = 0; i < entries.size(); i++) {
      ranked.add(new Ranked(entries.get(i), verdicts.get(i)));
    }
    Collections.sort(ranked, new NarrowFirst()); // stable: the first written stays first
    List<Piece> pieces = new ArrayList<>(ranked.size());
    for (int i = 0; i < ranked.size(); i++) {
      Ranked one = ranked.get(i);
      one.rank = i;
      for (IpRule block : one.entry.rule().blocks()) {
        pieces.add(new Piece(one, block));
      }
    }
    Collections.sort(pieces, new AroundFirst());
    return pieces;
  }

  /**
   * The verdict of the narrowest entry of this chain that is in time.
   *
   * @param found what is found without times, to which an entry must be narrower than {@code than}
   */
  Verdict inTime(long now, Verdict found, IpRule than) {
    return inTime(now, found, true, than);
  }

  /** The same where nothing is found without times. */
  Verdict inTime(long now, Verdict otherwise) {
    return inTime(now, otherwise, false, block);
  }

  private Verdict inTime(long now, Verdict otherwise, boolean bounded, IpRule than) {
    TimedEntry best = NONE;
    for (TimedEntry link = this; link.narrowest.rank < best.rank; link = link.next) {
      if (bounded && !link.narrowest.entry.rule().isNarrowerThan(than)) {
        break;
      }
      if (link.rank < best.rank && link.entry.times().holds(now)) {
        best = link;
      }
    }
    if (best == NONE || bounded && !best.entry.rule().isNarrowerThan(than)) {
      return otherwise;
    }
    return best.verdict;
  }

  /** An entry on its way into a table. */
  private static final class Ranked {
    final Entry entry;
    final Verdict verdict;
    int rank;

    Ranked(Entry entry, Verdict verdict) {
      this.entry = entry;
      this.verdict = verdict;
    }
  }

  /** One block of an entry on its way into a table. */
  private static final class Piece {
    final Ranked of;
    final IpRule block;

    Piece(Ranked of, IpRule block) {
      this.of = of;
      this.block = block;
    }
  }

  private static final class NarrowFirst implements Comparator<Ranked> {
    @Override
    public int compare(Ranked one, Ranked other) {
      if (one.entry.rule().isNarrowerThan(other.entry.rule())) {
        return -1;
      }
      return other.entry.rule().isNarrowerThan(one.entry.rule()) ? 1 : 0;
    }
  }

  /** A block before those inside it; of one block the narrowest entry last, to head the chain. */
  private static final class AroundFirst implements Comparator<Piece> {
    @Override
    public int compare(Piece one, Piece other) {
      int c = one.block.compareTo(other.block);
      return c != 0 ? c : Integer.compare(other.of.rank, one.of.rank);
    }
  }
}
