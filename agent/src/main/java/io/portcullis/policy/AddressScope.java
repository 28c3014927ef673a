package io.portcullis.policy;

import io.portcullis.engine.Mode;
import io.portcullis.ip.IpRanges;

/** Whom one address list of a policy lets in, its sets and files followed. Immutable. */
public final class AddressScope {
  private final Mode mode;
  private final boolean restricted;
  private final IpRanges admitted;

  private AddressScope(Mode mode, boolean restricted, IpRanges admitted) {
    this.mode = mode;
    this.restricted = restricted;
    this.admitted = admitted;
  }

  /** A scope that lets these in, and nobody else. */
  static AddressScope restricted(Mode mode, IpRanges admitted) {
    return new AddressScope(mode, true, admitted);
  }

  /** A scope that lets everybody in, on purpose or for want of a list. */
  static AddressScope open(Mode mode) {
    return new AddressScope(mode, false, IpRanges.all());
  }

  public Mode mode() {
    return mode;
  }

  /** Whether it keeps anybody out. */
  public boolean isRestricted() {
    return restricted;
  }

  /** Whom it lets in; every address where it keeps nobody out. */
  public IpRanges admitted() {
    return admitted;
  }
}
