package io.portcullis.record;

import io.portcullis.engine.Code;
import io.portcullis.engine.Decision;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The denials of one window of time: says which of them are told one by one, and counts the others
 * in at most {@link #GROUPS} groups. Any number of threads count, one closes; none takes a lock.
 */
final class FoldWindow {
  /** So many denials are told one by one, whosever they are. */
  static final int PLAIN = 1000;

  /** With the first denial of each further address, so many. */
  static final int DETAILS = 2000;

  /** The most groups. */
  static final int GROUPS = 10_000;

  // The rest has a group for each effect and code, made beforehand: it is what is left where there
  // is no memory for anything else.
  private static final int RESTS = 2 * Code.values().length;
  private static final int NETWORKS = 2000 - RESTS;
  private static final int ADDRESSES = GROUPS - NETWORKS - RESTS;

  private final FoldTable addresses;
  private final FoldTable networks;
  private final FoldGroup[] rests = new FoldGroup[RESTS];
  private final AtomicInteger details = new AtomicInteger();
  private volatile boolean counting;

  FoldWindow() {
    long seed = ThreadLocalRandom.current().nextLong();
    addresses = new FoldTable(ADDRESSES, seed);
    networks = new FoldTable(NETWORKS, seed);
    for (Code code : Code.values()) {
      rests[code.ordinal()] = new FoldGroup(FoldKey.rest(Decision.Effect.DENY, code));
      rests[code.ordinal() + Code.values().length] =
          new FoldGroup(FoldKey.rest(Decision.Effect.WOULD_DENY, code));
    }
  }

  /** Whether the next denial of a key is one to be told by itself. */
  boolean isDetail(FoldKey key) {
    int told = details.get();
    if (told < PLAIN) {
      return details.incrementAndGet() <= PLAIN || isSample(key);
    }
    return told < DETAILS && isSample(key);
  }

  private boolean isSample(FoldKey key) {
    FoldGroup group = addresses.group(key);
    return group != null && group.sample() && details.incrementAndGet() <= DETAILS;
  }

  /** Counts; false where the window is closed, and nothing was counted. */
  boolean count(FoldKey key, long denials, Extent extent) {
    if (!counting) {
      counting = true;
    }
    return groupOf(key).add(denials, extent);
  }

  private FoldGroup groupOf(FoldKey key) {
    FoldGroup group = null;
    try {
      switch (key.span()) {
        case REST:
          break;
        case NETWORK:
          group = networks.group(key);
          break;
        default:
          group = addresses.group(key);
          if (group == null) {
            group = networks.group(key.network());
          }
      }
    } catch (OutOfMemoryError full) {
      group = null;
    }
    return group != null ? group : rest(key);
  }

  private FoldGroup rest(FoldKey key) {
    int effect = key.effect() == Decision.Effect.WOULD_DENY ? Code.values().length : 0;
    return rests[key.code().ordinal() + effect];
  }

  /** Whether anything was counted. */
  boolean isCounting() {
    return counting;
  }

  /** Whether anything has come that a later window need not know of. */
  boolean isUsed() {
    return counting || details.get() > 0;
  }

  /** Ends the counting, and tells what was counted. Called once. */
  List<Folded> close(@Nullable String run) {
    String known = run == null ? "" : run;
    List<Folded> counted = new ArrayList<>();
    addresses.close(known, counted);
    networks.close(known, counted);
    for (FoldGroup group : rests) {
      Folded folded = group.seal(known);
      if (folded.count() > 0) {
        counted.add(folded);
      }
    }
    return counted;
  }
}
