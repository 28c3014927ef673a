package io.portcullis.manage;

import io.portcullis.ip.IpAddress;
import io.portcullis.policy.Operator;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** Who asks for a change, from where, and under which conditions. Immutable. */
final class Asked {
  private final Operator operator;
  private final String peer;
  private final Optional<IpAddress> client;
  private final boolean forced;
  private final List<String> ifMatch;

  Asked(
      Operator operator,
      String peer,
      Optional<IpAddress> client,
      boolean forced,
      List<String> ifMatch) {
    this.operator = operator;
    this.peer = peer;
    this.client = client;
    this.forced = forced;
    this.ifMatch = Collections.unmodifiableList(ifMatch);
  }

  Operator operator() {
    return operator;
  }

  /** The operator's own address, by which it reaches the application; empty where it is unknown. */
  Optional<IpAddress> client() {
    return client;
  }

  /** From where, for the record. */
  String from() {
    return client.isPresent() ? client.get().toString() : peer;
  }

  boolean isForced() {
    return forced;
  }

  /**
   * The same, where what is changed has one tag as the operator sees it and another here: both are
   * of one moment, and what is asked for depends on the second one from now on.
   */
  Asked knowing(String shownTag, String tag) throws Refused {
    if (ifMatch.isEmpty()) {
      return this;
    }
    checkMatch(shownTag);
    return new Asked(operator, peer, client, forced, Collections.singletonList(tag));
  }

  /** Lets the change through where what it changes is as the operator knows it. */
  void checkMatch(String currentTag) throws Refused {
    if (!ifMatch.isEmpty() && !EntityTag.isAmong(currentTag, ifMatch)) {
      throw new Refused(
          Answer.problem(
              412,
              "Precondition Failed",
              "PRECONDITION_FAILED",
              "it was changed meanwhile; read it again"));
    }
  }
}
