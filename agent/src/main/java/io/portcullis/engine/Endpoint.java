package io.portcullis.engine;

import io.portcullis.pattern.PathPattern;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** One endpoint of a group: its requests, and the rule that governs them. Immutable. */
public final class Endpoint {
  private final List<PathPattern> match;
  private final NetworkRule rule;

  private Endpoint(List<PathPattern> match, NetworkRule rule) {
    this.match = match;
    this.rule = rule;
  }

  /**
   * An endpoint.
   *
   * @param rule what is in force for it, whatever of it is its own or its group's
   */
  public static Endpoint of(List<PathPattern> match, NetworkRule rule) {
    return new Endpoint(Collections.unmodifiableList(new ArrayList<>(match)), rule);
  }

  public List<PathPattern> match() {
    return match;
  }

  public NetworkRule rule() {
    return rule;
  }
}
