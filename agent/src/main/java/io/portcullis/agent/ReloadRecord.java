package io.portcullis.agent;

import io.portcullis.policy.PolicyLoad;
import io.portcullis.policy.Problem;
import io.portcullis.policy.ReloadListener;
import io.portcullis.record.Change;
import io.portcullis.record.Records;
import io.portcullis.source.LastGoodFile;
import java.util.List;

/** Records what becomes of each change of the policy, and passes it on. */
final class ReloadRecord implements ReloadListener {
  private final ReloadListener next;
  private final Records records;
  private final String policy;
  private String inForce;

  private ReloadRecord(ReloadListener next, Records records, String policy, String inForce) {
    this.next = next;
    this.records = records;
    this.policy = policy;
    this.inForce = inForce;
  }

  /** Records, and before that what is in force at start. */
  static ReloadRecord of(ReloadListener next, Records records, FirstPolicy first, String policy) {
    String revision = "";
    if (!first.failing().isEmpty()) {
      records.tell(rejection(policy, "", first.failing()));
    }
    if (first.isFit()) {
      revision = first.load().get().snapshot().get().revision();
      records.tell(
          changed(
                  "policy_activated",
                  first.lastGoodSince().isPresent() ? LastGoodFile.FILE : policy,
                  "")
              .after(revision));
    }
    return new ReloadRecord(next, records, policy, revision);
  }

  @Override
  public void activated(String revision, PolicyLoad load) {
    records.tell(changed("policy_activated", policy, inForce).after(revision));
    inForce = revision;
    next.activated(revision, load);
  }

  @Override
  public void rejected(List<Problem> problems) {
    records.tell(rejection(policy, inForce, problems));
    next.rejected(problems);
  }

  private static Change rejection(String policy, String inForce, List<Problem> problems) {
    int errors = 0;
    String firstError = "";
    for (Problem problem : problems) {
      if (problem.isError()) {
        errors++;
        firstError = firstError.isEmpty() ? problem.toString() : firstError;
      }
    }
    return changed("policy_rejected", policy, inForce)
        .after(inForce)
        .with("errors", Integer.toString(errors))
        .with("firstError", firstError);
  }

  private static Change changed(String event, String policy, String inForce) {
    return Change.of(event, Change.SELF).from(policy).target("policy").before(inForce);
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
