package io.portcullis.policy;

import io.portcullis.engine.RequestFacts;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** One of a policy's own tests: a request and what is to become of it. Immutable. */
final class PolicyTest {
  private final String name;
  private final Place place;
  private final RequestFacts request;
  private final Map<String, Optional<String>> expected;

  private PolicyTest(
      String name, Place place, RequestFacts request, Map<String, Optional<String>> expected) {
    this.name = name;
    this.place = place;
    this.request = request;
    this.expected = expected;
  }

  /**
   * A test.
   *
   * @param expected words of the decision by their names there, such as {@code decision}; empty
   *     where there is to be none
   */
  static PolicyTest of(
      String name, Place place, RequestFacts request, Map<String, Optional<String>> expected) {
    return new PolicyTest(
        name, place, request, Collections.unmodifiableMap(new LinkedHashMap<>(expected)));
  }

  String name() {
    return name;
  }

  Place place() {
    return place;
  }

  RequestFacts request() {
    return request;
  }

  /** What is expected, by its name in the decision, in the order written. */
  Map<String, Optional<String>> expected() {
    return expected;
  }
}
