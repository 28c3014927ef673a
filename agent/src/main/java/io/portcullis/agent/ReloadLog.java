package io.portcullis.agent;

import io.portcullis.policy.PolicyLoad;
import io.portcullis.policy.Problem;
import io.portcullis.policy.ReloadListener;
import java.util.List;
import org.slf4j.Logger;

/** Says in the log what becomes of each change of the policy. */
final class ReloadLog implements ReloadListener {
  private final Logger log;
  private final String policy;

  ReloadLog(Logger log, String policy) {
    this.log = log;
    this.policy = policy;
  }

  @Override
  public void activated(String revision, PolicyLoad load) {
    for (Problem warning : load.problems()) {
      log.warn("{}", warning);
    }
    log.info("policy {} revision {} is in force, {}", policy, revision, Banner.counts(load));
  }

  @Override
  public void rejected(List<Problem> problems) {
    for (Problem problem : problems) {
      if (problem.isError()) {
        log.error("{}", problem);
      } else {
        log.warn("{}", problem);
      }
    }
    log.error("policy {} is REJECTED; what was in force stays in force", policy);
  }

  @Override
  public void stillRejected(List<Problem> problems, long seconds) {
    log.error(
        "policy {} has been rejected for {} s and what was in force before stays: {}",
        policy,
        seconds,
        problems.get(0));
  }

  @Override
  public void mended() {
    log.info("policy {} is mended", policy);
  }

  @Override
  public void failed(Throwable fault) {
    log.error("watching policy {} failed; it goes on", policy, fault);
  }
}
