package io.portcullis.jmx;

import io.portcullis.engine.HostBypass;
import io.portcullis.engine.TimeSource;
import io.portcullis.gate.Gate;
import io.portcullis.policy.PolicyLoad;
import io.portcullis.policy.Problem;
import io.portcullis.policy.ReloadListener;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Supplier;

/**
 * The policy, as JMX shows it: hears of each change and passes it on. Told by one thread, read by
 * any.
 */
final class PolicyInForce implements PolicyMXBean, ReloadListener {
  private final String version;
  private final String source;
  private final Gate gate;
  private final HostBypass bypass;
  private final TimeSource time;
  private final Supplier<List<String>> servers;
  private final ReloadListener next;
  private volatile List<Problem> failing;

  PolicyInForce(
      String version,
      String source,
      Gate gate,
      HostBypass bypass,
      TimeSource time,
      Supplier<List<String>> servers,
      ReloadListener next,
      List<Problem> failing) {
    this.version = version;
    this.source = source;
    this.gate = gate;
    this.bypass = bypass;
    this.time = time;
    this.servers = servers;
    this.next = next;
    this.failing = failing;
  }

  @Override
  public String getVersion() {
    return version;
  }

  @Override
  public String getSource() {
    return source;
  }

  @Override
  public String getRevision() {
    return gate.policy().revision();
  }

  @Override
  public String getMode() {
    return gate.policy().mode().word();
  }

  @Override
  public boolean isLastReloadSuccessful() {
    return failing.isEmpty();
  }

  @Override
  public List<String> getProblems() {
    List<String> told = new ArrayList<>();
    for (Problem problem : failing) {
      told.add(problem.toString());
    }
    return told;
  }

  @Override
  public boolean isEmergencyBypassActive() {
    return bypass.emergency().isOn(time);
  }

  @Override
  public List<String> getGuardedServers() {
    return servers.get();
  }

  @Override
  public void activated(String revision, PolicyLoad load) {
    // A file that is bad stays so, whatever is managed beside it, until it is mended.
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
}
