package io.portcullis.record;

import io.portcullis.gate.DecisionIds;
import io.portcullis.gate.Printable;
import java.time.Instant;

/** How many denials of one key there were that were not told one by one. Immutable. */
final class Folded implements DenialRecord {
  private final FoldKey key;
  private final long count;
  private final String run;
  private final Extent extent;

  private Folded(FoldKey key, long count, String run, Extent extent) {
    this.key = key;
    this.count = count;
    this.run = run;
    this.extent = extent;
  }

  /** A count; {@code run} is what all ids of this JVM begin with. */
  static Folded of(FoldKey key, long count, String run, Extent extent) {
    return new Folded(key, count, run, extent);
  }

  FoldKey key() {
    return key;
  }

  long count() {
    return count;
  }

  /** The lowest id; ids between it and the last may be those of others. */
  String firstId() {
    return DecisionIds.of(run, extent.first());
  }

  String lastId() {
    return DecisionIds.of(run, extent.last());
  }

  Instant from() {
    return Instant.ofEpochMilli(extent.from());
  }

  Instant until() {
    return Instant.ofEpochMilli(extent.until());
  }

  @Override
  public String line() {
    String where = key.span() == FoldKey.Span.UNREADABLE ? "-" : key.where();
    return "ip_allowlist_blocked decision="
        + key.effect().word()
        + " code="
        + key.code().name()
        + " client="
        + (key.span() == FoldKey.Span.REST ? "*" : where)
        + " count="
        + count
        + " scope="
        + (key.scope().isEmpty() ? "-" : Printable.word(key.scope(), Denial.NAME_LENGTH))
        + " first="
        + firstId()
        + " last="
        + lastId()
        + " from="
        + from()
        + " until="
        + until();
  }

  @Override
  public void putBack(DenialStream stream) {
    stream.count(key, count, extent);
  }
}
