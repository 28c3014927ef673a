package io.portcullis.caller.jwt;

import java.util.Optional;

/** What a token says: a name, nothing about names, or nothing that can be believed. Immutable. */
public final class JwtAnswer {
  /** A token that is in order and has none of the claims that are asked for. */
  static final JwtAnswer NO_NAME =
      new JwtAnswer(Optional.<String>empty(), Optional.<JwtFault>empty());

  private final Optional<String> name;
  private final Optional<JwtFault> fault;

  private JwtAnswer(Optional<String> name, Optional<JwtFault> fault) {
    this.name = name;
    this.fault = fault;
  }

  static JwtAnswer named(String name) {
    return new JwtAnswer(Optional.of(name), Optional.<JwtFault>empty());
  }

  static JwtAnswer refused(JwtFault fault) {
    return new JwtAnswer(Optional.<String>empty(), Optional.of(fault));
  }

  /** The name; empty too where there is a {@link #fault}, which has to be asked for first. */
  public Optional<String> name() {
    return name;
  }

  /** Why the token is not believed; empty where it is. */
  public Optional<JwtFault> fault() {
    return fault;
  }
}
