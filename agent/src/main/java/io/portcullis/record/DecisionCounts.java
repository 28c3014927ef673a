package io.portcullis.record;

import io.portcullis.client.ClientAddress.HeaderFate;
import io.portcullis.engine.Code;
import io.portcullis.engine.Decision;
import java.util.concurrent.atomic.LongAdder;

/**
 * How many requests were decided how, since the start. Thread-safe; counting takes no lock, and a
 * count that is read while others count may miss the newest.
 */
public final class DecisionCounts {
  private final LongAdder[] allowed = adders();
  private final LongAdder[] denied = adders();
  private final LongAdder[] wouldDeny = adders();
  private final LongAdder[] names = new LongAdder[DnsResult.values().length];
  private final DecisionTimes times = new DecisionTimes();
  private final LongAdder faults = new LongAdder();
  private final LongAdder ignoredHeaders = new LongAdder();
  private final LongAdder unreadableHeaders = new LongAdder();

  DecisionCounts() {
    for (int i = 0; i < names.length; i++) {
      names[i] = new LongAdder();
    }
  }

  private static LongAdder[] adders() {
    LongAdder[] adders = new LongAdder[Code.values().length];
    for (int i = 0; i < adders.length; i++) {
      adders[i] = new LongAdder();
    }
    return adders;
  }

  void allow(Code code) {
    allowed[code.ordinal()].increment();
  }

  void deny(Decision.Effect effect, Code code) {
    (effect == Decision.Effect.WOULD_DENY ? wouldDeny : denied)[code.ordinal()].increment();
  }

  void fault() {
    faults.increment();
  }

  void header(HeaderFate fate) {
    (fate == HeaderFate.IGNORED ? ignoredHeaders : unreadableHeaders).increment();
  }

  void dns(DnsResult result) {
    names[result.ordinal()].increment();
  }

  /** Questions to DNS that ended so; what a cache knew is none. */
  public long queries(DnsResult result) {
    return names[result.ordinal()].sum();
  }

  /** How long decisions take. */
  public DecisionTimes times() {
    return times;
  }

  /** Requests that ended so, by code. */
  public long count(Decision.Effect effect, Code code) {
    return of(effect)[code.ordinal()].sum();
  }

  /** Requests that ended so, all codes together. */
  public long count(Decision.Effect effect) {
    long total = 0;
    for (LongAdder adder : of(effect)) {
      total += adder.sum();
    }
    return total;
  }

  /** Faults of our own. */
  public long faults() {
    return faults.sum();
  }

  /** Requests whose header was not read, since their peer is no trusted proxy. */
  public long ignoredHeaders() {
    return ignoredHeaders.sum();
  }

  /** Requests of trusted proxies whose header could not be read. */
  public long unreadableHeaders() {
    return unreadableHeaders.sum();
  }

  private LongAdder[] of(Decision.Effect effect) {
    switch (effect) {
      case DENY:
        return denied;
      case WOULD_DENY:
        return wouldDeny;
      default:
        return allowed;
    }
  }
}
