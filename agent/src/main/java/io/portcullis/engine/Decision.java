package io.portcullis.engine;

import io.portcullis.client.ClientAddress;
import io.portcullis.ip.IpAddress;
import java.util.List;
import java.util.Optional;

/**
 * What was decided of one request and why, with the verdict of every check: for records and
 * explanations.
 */
public final class Decision {
  /** What happens to the request. */
  public enum Effect {
    ALLOW("allow"),
    DENY("deny"),
    /** Let through and recorded as one that enforcing would refuse. */
    WOULD_DENY("would-deny");

    private final String word;

    Effect(String word) {
      this.word = word;
    }

    /** The name in decisions and records. */
    public String word() {
      return word;
    }

    /** What a settling verdict comes to. */
    public static Effect of(Verdict settling) {
      switch (settling.kind()) {
        case DENY:
        case PENDING:
          return DENY;
        case WOULD_DENY:
          return WOULD_DENY;
        default:
          return ALLOW;
      }
    }
  }

  private final Verdict settling;
  private final Mode mode;
  private final Optional<IpAddress> peer;
  private final ClientAddress client;
  private final Caller caller;
  private final List<Verdict> verdicts;

  private Decision(
      Verdict settling,
      Mode mode,
      Optional<IpAddress> peer,
      ClientAddress client,
      Caller caller,
      List<Verdict> verdicts) {
    this.settling = settling;
    this.mode = mode;
    this.peer = peer;
    this.client = client;
    this.caller = caller;
    this.verdicts = verdicts;
  }

  static Decision of(Evaluation evaluation, Verdict settling, Mode mode, List<Verdict> verdicts) {
    return new Decision(
        settling,
        mode,
        evaluation.request().peer(),
        evaluation.client(),
        evaluation.caller(),
        verdicts);
  }

  public Effect effect() {
    return Effect.of(settling);
  }

  /** The verdict that settled it: the first enforced denial, else what admitted. */
  public Verdict settling() {
    return settling;
  }

  public Code code() {
    return settling.code().get();
  }

  public Mode mode() {
    return mode;
  }

  public Optional<IpAddress> peer() {
    return peer;
  }

  public ClientAddress client() {
    return client;
  }

  public Caller caller() {
    return caller;
  }

  /** One verdict a check, in the order in which they were made; empty where the mode is off. */
  public List<Verdict> verdicts() {
    return verdicts;
  }
}
