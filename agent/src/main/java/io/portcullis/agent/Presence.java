package io.portcullis.agent;

import io.portcullis.gate.Gate;
import io.portcullis.gate.PolicySnapshot;
import io.portcullis.policy.PolicyLoad;
import io.portcullis.policy.Problem;
import io.portcullis.policy.ReloadListener;
import java.util.List;

/** Keeps told, where the command line can read it, which policy the agent here enforces. */
final class Presence implements ReloadListener {
  private final AgentProperties properties;
  private final String version;
  private final String source;
  private final Gate gate;
  private final ReloadListener next;

  private Presence(
      AgentProperties properties, String version, String source, Gate gate, ReloadListener next) {
    this.properties = properties;
    this.version = version;
    this.source = source;
    this.gate = gate;
    this.next = next;
  }

  /** Tells of the policy in force, and again whenever there is another; passes all on. */
  static Presence of(
      AgentProperties properties, String version, String source, Gate gate, ReloadListener next) {
    Presence presence = new Presence(properties, version, source, gate, next);
    presence.tell();
    return presence;
  }

  /** What there is to tell of the policy in force. */
  static Report facts(String version, String source, PolicySnapshot policy) {
    return Report.empty()
        .with("version", version)
        .with("policy", policy.revision())
        .with("mode", policy.mode().word())
        .with("source", source);
  }

  private void tell() {
    properties.present(facts(version, source, gate.policy()));
  }

  @Override
  public void activated(String revision, PolicyLoad load) {
    tell();
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
