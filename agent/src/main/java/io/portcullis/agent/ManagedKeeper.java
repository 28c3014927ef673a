package io.portcullis.agent;

import io.portcullis.policy.PolicyLoad;
import io.portcullis.policy.Problem;
import io.portcullis.policy.ReloadListener;
import io.portcullis.record.LastManaged;
import io.portcullis.record.StateException;
import io.portcullis.source.ManagedText;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;

/** Keeps what is managed once it is in force, and passes each change of the policy on. */
final class ManagedKeeper implements ReloadListener {
  private final ReloadListener next;
  private final LastManaged last;
  private final Logger log;

  private ManagedKeeper(ReloadListener next, LastManaged last, Logger log) {
    this.next = next;
    this.last = last;
    this.log = log;
  }

  /** Keeps, and before that what is in force at start. */
  static ManagedKeeper of(ReloadListener next, String state, Logger log, FirstPolicy first) {
    ManagedKeeper keeper = new ManagedKeeper(next, LastManaged.in(state), log);
    if (first.isFit()) {
      keeper.keep(first.load().get().managed());
    }
    return keeper;
  }

  private void keep(Optional<ManagedText> managed) {
    if (!managed.isPresent() || managed.get().fault().isPresent()) {
      return;
    }
    try {
      last.keep(managed.get().bytes());
    } catch (StateException | IOException | RuntimeException failed) {
      log.error(
          "what is managed is in force and cannot be kept for when a later one is bad: {}",
          String.valueOf(failed.getMessage()));
    }
  }

  @Override
  public void activated(String revision, PolicyLoad load) {
    keep(load.managed());
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
