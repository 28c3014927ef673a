package io.portcullis.manage;

import io.portcullis.engine.TimeSource;
import io.portcullis.gate.ResponseProfile;
import io.portcullis.policy.Operators;
import io.portcullis.policy.PolicyEntries;
import io.portcullis.policy.PolicyLoad;
import io.portcullis.policy.PolicyOutline;
import io.portcullis.policy.Problem;
import io.portcullis.policy.ReloadListener;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is in force and since when, and what is wrong with its source: hears of each change and
 * passes it on. Told in turn, read by any thread.
 */
public final class PolicyStatus implements ReloadListener {
  private final ReloadListener next;
  private final String source;
  private final TimeSource time;
  private volatile InForce inForce;
  private volatile List<Problem> failing;

  private PolicyStatus(
      ReloadListener next, String source, TimeSource time, InForce inForce, List<Problem> failing) {
    this.next = next;
    this.source = source;
    this.time = time;
    this.inForce = inForce;
    this.failing = failing;
  }

  /**
   * The status from the start on.
   *
   * @param first what is in force now; empty where there is no policy
   * @param failing why the source's policy is not in force; empty where it is
   */
  public static PolicyStatus of(
      ReloadListener next,
      String source,
      Optional<PolicyLoad> first,
      List<Problem> failing,
      TimeSource time) {
    return new PolicyStatus(next, source, time, new InForce(first, time.epochMillis()), failing);
  }

  @Override
  public void activated(String revision, PolicyLoad load) {
    // What was wrong with the source stays so until it is mended: a change of what is managed
    // takes effect beside a file that is bad.
    inForce = new InForce(Optional.of(load), time.epochMillis());
    next.activated(revision, load);
  }

  @Override
  public void rejected(List<Problem> problems) {
    failing = problems;
    next.rejected(problems);
  }

  @Override
  public void stillRejected(List<Problem> problems, long seconds) {
    next.stillRejected(problems, seconds);
  }

  @Override
  public void mended() {
    failing = Collections.emptyList();
    next.mended();
  }

  @Override
  public void failed(Throwable fault) {
    next.failed(fault);
  }

  InForce inForce() {
    return inForce;
  }

  /** What is wrong with the source; empty where its policy is in force. */
  List<Problem> failing() {
    return failing;
  }

  String source() {
    return source;
  }

  /** One policy and since when it has been in force, in milliseconds since the epoch. */
  static final class InForce {
    private final Optional<PolicyLoad> load;
    private final long since;
    private volatile @Nullable PolicyOutline outline;
    private volatile @Nullable PolicyEntries entries;

    private InForce(Optional<PolicyLoad> load, long since) {
      this.load = load;
      this.since = since;
    }

    long since() {
      return since;
    }

    Operators operators() {
      return load.isPresent() ? load.get().operators() : Operators.NONE;
    }

    ResponseProfile profile() {
      return load.isPresent() ? load.get().profile() : ResponseProfile.DEFAULT;
    }

    /** Its lists, read when somebody asks for the first time; empty without a policy. */
    Optional<PolicyEntries> entries() {
      PolicyEntries known = entries;
      if (known == null && load.isPresent()) {
        known = load.get().lists().orElse(null);
        entries = known;
      }
      return Optional.ofNullable(known);
    }

    /** What it says, read when somebody asks for the first time; empty without a policy. */
    Optional<PolicyOutline> outline() {
      PolicyOutline known = outline;
      if (known == null && load.isPresent()) {
        known = load.get().outline().orElse(null);
        outline = known;
      }
      return Optional.ofNullable(known);
    }
  }
}
