package io.portcullis.policy;

import io.portcullis.caller.KeyHash;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** The operators of a policy. Immutable. */
public final class Operators {
  /** Nobody may use the management API. */
  public static final Operators NONE = new Operators(Collections.<Operator>emptyList());

  private final List<Operator> all;

  private Operators(List<Operator> all) {
    this.all = all;
  }

  static Operators of(Collection<Operator> all) {
    return all.isEmpty() ? NONE : new Operators(Collections.unmodifiableList(new ArrayList<>(all)));
  }

  public boolean isEmpty() {
    return all.isEmpty();
  }

  /** All of them, in the order written. */
  public List<Operator> all() {
    return all;
  }

  /**
   * The operator whose token this is. Takes as long for one as for another, and for none: each hash
   * is compared, in constant time.
   */
  public Optional<Operator> withToken(String token) {
    KeyHash hash = KeyHash.ofKey(token);
    Operator found = null;
    for (Operator operator : all) {
      if (operator.token().equals(hash)) {
        found = operator;
      }
    }
    return Optional.ofNullable(found);
  }
}
