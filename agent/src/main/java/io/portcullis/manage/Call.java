package io.portcullis.manage;

import io.portcullis.policy.Operator;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;

/** One call of an operator that is known by its token. Immutable. */
final class Call {
  private final Operator operator;
  private final Map<String, String> pathValues;
  private final Map<String, String> query;
  private final String body;
  private final CallOrigin origin;

  Call(
      Operator operator,
      Map<String, String> pathValues,
      Map<String, String> query,
      String body,
      CallOrigin origin) {
    this.origin = origin;
    this.operator = operator;
    this.pathValues = Collections.unmodifiableMap(pathValues);
    this.query = Collections.unmodifiableMap(query);
    this.body = body;
  }

  Operator operator() {
    return operator;
  }

  /** What stands in the place of {@code {name}} in the path. */
  String pathValue(String name) {
    String value = pathValues.get(name);
    if (value == null) {
      throw new IllegalArgumentException(name);
    }
    return value;
  }

  Optional<String> query(String name) {
    return Optional.ofNullable(query.get(name));
  }

  /** From where it comes, and on which conditions. */
  CallOrigin origin() {
    return origin;
  }

  /** The body, empty where none came. */
  String body() {
    return body;
  }
}
