package io.portcullis.gate;

import io.portcullis.client.ClientAddressResolver;
import io.portcullis.client.PeerOnly;
import io.portcullis.dns.DnsSettings;
import io.portcullis.engine.Code;
import io.portcullis.engine.EmergencyCheck;
import io.portcullis.engine.ExemptPathCheck;
import io.portcullis.engine.Mode;
import io.portcullis.engine.NoPolicyCheck;
import io.portcullis.engine.Pipeline;
import io.portcullis.pattern.PathPattern;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * One policy, compiled and checked: everything that judging a request needs. Immutable; a change is
 * a new one.
 */
public final class PolicySnapshot {
  private final String revision;
  private final Mode mode;
  private final ClientAddressResolver clientAddress;
  private final Pipeline pipeline;
  private final RefusalWriter refusals;
  private final int entries;
  private final Optional<DnsSettings> dns;

  private PolicySnapshot(
      String revision,
      Mode mode,
      ClientAddressResolver clientAddress,
      Pipeline pipeline,
      RefusalWriter refusals,
      int entries,
      Optional<DnsSettings> dns) {
    this.revision = revision;
    this.mode = mode;
    this.clientAddress = clientAddress;
    this.pipeline = pipeline;
    this.refusals = refusals;
    this.entries = entries;
    this.dns = dns;
  }

  /**
   * A snapshot.
   *
   * @param revision the first 12 hex digits of the SHA-256 over everything it was made from
   * @param entries how many enabled entries its lists hold together
   */
  public static PolicySnapshot of(
      String revision,
      Mode mode,
      ClientAddressResolver clientAddress,
      Pipeline pipeline,
      RefusalWriter refusals,
      int entries) {
    return new PolicySnapshot(
        revision, mode, clientAddress, pipeline, refusals, entries, Optional.<DnsSettings>empty());
  }

  /**
   * What is in force while there is no policy and {@code startup} is {@code deny}: everything is
   * refused but the exempt paths, and those that the emergency bypass lets through.
   */
  public static PolicySnapshot unavailable(List<PathPattern> exempt) {
    Pipeline pipeline =
        Pipeline.of(
            Mode.ENFORCE, EmergencyCheck.of(), ExemptPathCheck.of(exempt), NoPolicyCheck.of());
    return without(Mode.ENFORCE, pipeline);
  }

  /** What is in force while there is no policy and {@code startup} is {@code allow}. */
  public static PolicySnapshot unrestricted() {
    return without(Mode.OFF, Pipeline.of(Mode.OFF));
  }

  private static PolicySnapshot without(Mode mode, Pipeline pipeline) {
    return of(
        "none",
        mode,
        PeerOnly.INSTANCE,
        pipeline,
        Refusals.of(Collections.<Code, RefusalTemplate>emptyMap()),
        0);
  }

  /** This snapshot with a pipeline that asks DNS, and how it asks. */
  public PolicySnapshot asking(DnsSettings settings) {
    return new PolicySnapshot(
        revision, mode, clientAddress, pipeline, refusals, entries, Optional.of(settings));
  }

  public String revision() {
    return revision;
  }

  public Mode mode() {
    return mode;
  }

  public ClientAddressResolver clientAddress() {
    return clientAddress;
  }

  public Pipeline pipeline() {
    return pipeline;
  }

  public RefusalWriter refusals() {
    return refusals;
  }

  public int entries() {
    return entries;
  }

  /** How DNS is asked; empty where no check of the policy asks it. */
  public Optional<DnsSettings> dns() {
    return dns;
  }
}
