package io.portcullis.caller;

import io.portcullis.caller.jwt.JwtAnswer;
import io.portcullis.caller.jwt.JwtReader;
import io.portcullis.engine.Evaluation;
import java.util.Optional;

/** The name in a token, wherever a request carries it. Immutable, thread-safe. */
final class TokenName {
  private final JwtReader reader;

  TokenName(JwtReader reader) {
    this.reader = reader;
  }

  /** What the token of a request says; a request has one of each of these. */
  Claim claimOf(String token, Evaluation evaluation) {
    // A refused request is asked about twice, and a signature takes its time.
    Optional<Object> noted = evaluation.noted(this);
    if (noted.isPresent()) {
      return (Claim) noted.get();
    }
    Claim claim = read(token, evaluation);
    evaluation.note(this, claim);
    return claim;
  }

  private Claim read(String token, Evaluation evaluation) {
    long now = reader.asksForTime() ? evaluation.epochMillis() : 0;
    JwtAnswer answer = reader.read(token, now);
    if (answer.fault().isPresent()) {
      return Claim.unreadable(answer.fault().get().word());
    }
    return answer.name().isPresent() ? Claim.of(answer.name().get()) : Claim.NONE;
  }
}
