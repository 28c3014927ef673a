package io.portcullis.manage;

import io.portcullis.engine.HostBypass;
import io.portcullis.engine.TimeSource;
import io.portcullis.gate.Gate;
import io.portcullis.policy.PolicyReload;
import io.portcullis.record.DecisionCounts;
import io.portcullis.record.Records;
import io.portcullis.source.FileSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** All that the API tells of: the gate of this JVM and what stands around it. Thread-safe. */
public final class Watched {
  final String version;
  final Gate gate;
  final HostBypass bypass;
  final DecisionCounts counts;
  final PolicyStatus policy;
  final Supplier<List<String>> servers;
  final Optional<String> state;
  final Optional<Records> records;
  final TimeSource time;
  final Optional<ManagedPolicy> managed;
  final Optional<PolicySource> reloading;

  private Watched(
      String version,
      Gate gate,
      HostBypass bypass,
      DecisionCounts counts,
      PolicyStatus policy,
      Supplier<List<String>> servers,
      Optional<String> state,
      Optional<Records> records,
      TimeSource time,
      Optional<ManagedPolicy> managed,
      Optional<PolicySource> reloading) {
    this.managed = managed;
    this.reloading = reloading;
    this.version = version;
    this.gate = gate;
    this.bypass = bypass;
    this.counts = counts;
    this.policy = policy;
    this.servers = servers;
    this.state = state;
    this.records = records;
    this.time = time;
  }

  /**
   * What there is.
   *
   * @param bypass whom the host lets through whatever the policy says, as the gate has it
   * @param servers the servers that are guarded now, in words
   * @param state the directory of the records, where they are kept
   */
  public static Watched of(
      String version,
      Gate gate,
      HostBypass bypass,
      DecisionCounts counts,
      PolicyStatus policy,
      Supplier<List<String>> servers,
      Optional<String> state,
      Optional<Records> records,
      TimeSource time) {
    return new Watched(
        version,
        gate,
        bypass,
        counts,
        policy,
        servers,
        state,
        records,
        time,
        Optional.<ManagedPolicy>empty(),
        Optional.<PolicySource>empty());
  }

  /** The same, where the policy can be read anew when somebody asks. */
  public Watched readFrom(FileSource source, PolicyReload reload) {
    return with(managed, Optional.of(new PolicySource(source, reload)));
  }

  /** The same, where what is managed can be changed. */
  public Watched changedThrough(ManagedPolicy managedPolicy) {
    return with(Optional.of(managedPolicy), reloading);
  }

  private Watched with(Optional<ManagedPolicy> changed, Optional<PolicySource> from) {
    return new Watched(
        version, gate, bypass, counts, policy, servers, state, records, time, changed, from);
  }
}
