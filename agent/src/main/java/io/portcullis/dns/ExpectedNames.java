package io.portcullis.dns;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The names one of which a client has to carry. Immutable; none at all match nothing. */
public final class ExpectedNames {
  private final Set<ExpectedName> names;
  private final int hash;

  private ExpectedNames(Set<ExpectedName> names) {
    this.names = names;
    this.hash = names.hashCode();
  }

  public static ExpectedNames of(Collection<ExpectedName> names) {
    return new ExpectedNames(Collections.unmodifiableSet(new LinkedHashSet<ExpectedName>(names)));
  }

  boolean matches(DnsName name) {
    for (ExpectedName expected : names) {
      if (expected.matches(name)) {
        return true;
      }
    }
    return false;
  }

  /** Those without a star, at most so many. */
  List<DnsName> exact(int most) {
    List<DnsName> exact = new ArrayList<>();
    for (ExpectedName expected : names) {
      if (expected.exact().isPresent() && exact.size() < most) {
        exact.add(expected.exact().get());
      }
    }
    return exact;
  }

  /** In the order in which they were given. */
  public Set<ExpectedName> all() {
    return names;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other == this
        || other instanceof ExpectedNames
            && ((ExpectedNames) other).hash == hash
            && ((ExpectedNames) other).names.equals(names);
  }

  @Override
  public int hashCode() {
    return hash;
  }

  @Override
  public String toString() {
    return names.toString();
  }
}
