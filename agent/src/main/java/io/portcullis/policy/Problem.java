package io.portcullis.policy;

import java.util.Locale;
import java.util.Objects;

/**
 * One thing that is wrong, or odd, in a policy: where, what, and what would be right. Immutable.
 */
public final class Problem {
  /** An error keeps the policy from taking effect; a warning does not. */
  public enum Severity {
    ERROR,
    WARNING
  }

  private final Severity severity;
  private final Place place;
  private final String code;
  private final String message;

  private Problem(Severity severity, Place place, String code, String message) {
    this.severity = severity;
    this.place = place;
    this.code = code;
    this.message = message;
  }

  /**
   * An error.
   *
   * @param code a stable word in upper case, such as {@code UNKNOWN_KEY}
   * @param message cause and cure in lower case, no full stop, the user's text in backticks
   */
  public static Problem error(Place place, String code, String message) {
    return new Problem(Severity.ERROR, place, code, message);
  }

  /** A warning; see {@link #error}. */
  public static Problem warning(Place place, String code, String message) {
    return new Problem(Severity.WARNING, place, code, message);
  }

  public Severity severity() {
    return severity;
  }

  public boolean isError() {
    return severity == Severity.ERROR;
  }

  public Place place() {
    return place;
  }

  public String code() {
    return code;
  }

  public String message() {
    return message;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Problem && toString().equals(other.toString());
  }

  @Override
  public int hashCode() {
    return Objects.hash(severity, place, code, message);
  }

  /** {@code file:line:column: error CODE message}. */
  @Override
  public String toString() {
    return place + ": " + severity.name().toLowerCase(Locale.ROOT) + " " + code + " " + message;
  }
}
