package io.portcullis.dns;

import io.portcullis.ip.IpAddress;
import java.util.Optional;

/** Tells by names that nobody has to be asked for: those that are written down. Thread-safe. */
public final class NamesAtHand implements ReverseNames {
  private final Names names;
  private final OnIndeterminate onIndeterminate;

  private NamesAtHand(Names names, OnIndeterminate onIndeterminate) {
    this.names = names;
    this.onIndeterminate = onIndeterminate;
  }

  /** By names that answer at once. */
  public static NamesAtHand of(Names names, OnIndeterminate onIndeterminate) {
    return new NamesAtHand(names, onIndeterminate);
  }

  @Override
  public Lookup check(IpAddress client, ExpectedNames expected) {
    return Lookup.done(client, judge(client, expected));
  }

  @Override
  public Optional<ReverseVerdict> known(IpAddress client, ExpectedNames expected) {
    return Optional.of(judge(client, expected));
  }

  private ReverseVerdict judge(IpAddress client, ExpectedNames expected) {
    return ForwardConfirmation.judge(client, expected, onIndeterminate, names);
  }
}
