package io.portcullis.caller;

import io.portcullis.engine.Evaluation;
import io.portcullis.engine.SessionAttribute;
import java.util.Optional;

/**
 * An attribute of the HTTP session as a name: of a session that is there already and that the
 * request carries the id of.
 */
final class InSession extends NameSource {
  private static final int LONGEST = 256;

  private final String attribute;

  InSession(String attribute) {
    this.attribute = attribute;
  }

  @Override
  Claim claimOf(Evaluation evaluation) {
    // A refused request is asked about twice, and a session may change or end meanwhile.
    Optional<Object> noted = evaluation.noted(this);
    if (noted.isPresent()) {
      return (Claim) noted.get();
    }
    Claim claim = said(evaluation.request().sessionAttribute(attribute));
    evaluation.note(this, claim);
    return claim;
  }

  private static Claim said(SessionAttribute found) {
    if (found.isUnreadable()) {
      return Claim.unreadable(found.reason());
    }
    Claim claim = Claim.NONE;
    for (String text : found.texts()) {
      claim = claim.and(named(text));
    }
    return claim;
  }

  private static Claim named(String text) {
    if (text.isEmpty()) {
      return Claim.unreadable("session_blank");
    }
    return text.length() > LONGEST
        ? Claim.unreadable("session_too_long")
        : Carried.printable(text, "session_not_printable");
  }

  @Override
  public String toString() {
    return "session " + attribute;
  }
}
