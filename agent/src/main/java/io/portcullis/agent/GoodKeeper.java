package io.portcullis.agent;

import io.portcullis.engine.TimeSource;
import io.portcullis.policy.PolicyLoad;
import io.portcullis.policy.Problem;
import io.portcullis.policy.ReloadListener;
import io.portcullis.record.KeptFile;
import io.portcullis.record.StateException;
import io.portcullis.source.LastGoodFile;
import io.portcullis.source.ManagedFile;
import io.portcullis.source.ManagedText;
import io.portcullis.source.PolicyText;
import io.portcullis.source.TextArchive;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;

/**
 * Keeps the policy and what is managed beside it once they are in force, for when what comes after
 * them is bad; passes each change of the policy on.
 */
final class GoodKeeper implements ReloadListener {
  private final ReloadListener next;
  private final KeptFile policy;
  private final KeptFile managed;
  private final TimeSource time;
  private final Logger log;

  private GoodKeeper(
      ReloadListener next, KeptFile policy, KeptFile managed, TimeSource time, Logger log) {
    this.next = next;
    this.policy = policy;
    this.managed = managed;
    this.time = time;
    this.log = log;
  }

  /** Keeps, and before that what is in force at start. */
  static GoodKeeper of(
      ReloadListener next, String state, TimeSource time, Logger log, FirstPolicy first) {
    GoodKeeper keeper =
        new GoodKeeper(
            next,
            KeptFile.in(state, LastGoodFile.FILE),
            KeptFile.in(state, ManagedFile.GOOD),
            time,
            log);
    if (first.isFit()) {
      keeper.keepManaged(first.load().get().managed());
    }
    if (first.isFit() && !first.lastGoodSince().isPresent()) {
      keeper.keepPolicy(first.load().get().text());
    }
    return keeper;
  }

  private void keepPolicy(Optional<PolicyText> text) {
    if (!text.isPresent()) {
      return;
    }
    try {
      byte[] archive = TextArchive.of(text.get(), time.epochMillis()).bytes();
      if (archive.length > LastGoodFile.LIMIT) {
        log.warn(
            "the policy and its lists are larger than {} MiB, so they are not kept for a start at"
                + " which the file is bad",
            LastGoodFile.LIMIT >> 20);
        return;
      }
      policy.keep(archive);
    } catch (StateException | IOException | RuntimeException failed) {
      log.error(
          "the policy is in force and cannot be kept for a start at which the file is bad: {}",
          String.valueOf(failed.getMessage()));
    }
  }

  private void keepManaged(Optional<ManagedText> text) {
    if (!text.isPresent() || text.get().fault().isPresent()) {
      return;
    }
    try {
      managed.keep(text.get().bytes());
    } catch (StateException | IOException | RuntimeException failed) {
      log.error(
          "what is managed is in force and cannot be kept for when a later one is bad: {}",
          String.valueOf(failed.getMessage()));
    }
  }

  @Override
  public void activated(String revision, PolicyLoad load) {
    keepManaged(load.managed());
    keepPolicy(load.text());
    next.activated(revision, load);
  }

  @Override
  public void rejected(List<Problem> problems) {
    next.rejected(problems);
  }

  @Override
  public void stillRejected(List<Problem> problems, long seconds) {
    next.stillRejected(problems, seconds);
  }

  @Override
  public void mended() {
    next.mended();
  }

  @Override
  public void failed(Throwable fault) {
    next.failed(fault);
  }
}
