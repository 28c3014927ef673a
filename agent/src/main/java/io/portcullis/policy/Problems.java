package io.portcullis.policy;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Collects what is wrong with one policy, each thing once. Not thread-safe.
 *
 * <p>A text can be wrong in a million places; past {@link #MOST} problems the rest is only counted,
 * so that neither memory nor the reader drowns.
 */
final class Problems {
  /** How many problems are told one by one. */
  static final int MOST = 1000;

  private static final int LONGEST_QUOTE = 80;

  private final String policyFile;
  private final List<Problem> found = new ArrayList<>();
  private final Set<String> seen = new HashSet<>();
  private boolean hasErrors;
  private int untold;

  Problems(String policyFile) {
    this.policyFile = policyFile;
  }

  void error(Place place, String code, String message) {
    hasErrors = true;
    add(Problem.error(place, code, oneLine(message)));
  }

  /** An error that a parser of ours tells in words fit for a user. */
  void error(Place place, String code, Exception cause) {
    error(place, code, String.valueOf(cause.getMessage()));
  }

  void warning(Place place, String code, String message) {
    add(Problem.warning(place, code, oneLine(message)));
  }

  boolean hasErrors() {
    return hasErrors;
  }

  private boolean isFull() {
    return found.size() >= MOST;
  }

  /**
   * The end of a message about a word that is not known here. Finding it takes time, which is spent
   * on problems only that will be told.
   */
  String suggestion(String word, Collection<String> known) {
    return isFull() ? "" : Suggestion.of(word, known);
  }

  /** All of them by place, those of the policy file before those of its lists. */
  List<Problem> inOrder() {
    List<Problem> ordered = new ArrayList<>(found);
    Collections.sort(ordered, new ByPlace(policyFile));
    if (untold > 0) {
      ordered.add(
          // An error where any was: a policy is never fit because its errors came late.
          hasErrors
              ? Problem.error(Place.of(policyFile, 1, 1), "MORE_PROBLEMS", untoldMessage())
              : Problem.warning(Place.of(policyFile, 1, 1), "MORE_PROBLEMS", untoldMessage()));
    }
    return ordered;
  }

  /** A user's text in backticks, on one line and not too long. */
  static String quoted(String text) {
    String shown = text;
    if (text.codePointCount(0, text.length()) > LONGEST_QUOTE) {
      shown = text.substring(0, text.offsetByCodePoints(0, LONGEST_QUOTE)) + "…";
    }
    return "`" + oneLine(shown) + "`";
  }

  private void add(Problem problem) {
    if (isFull()) {
      untold++;
    } else if (seen.add(problem.toString())) {
      found.add(problem);
    }
  }

  private String untoldMessage() {
    return "there are " + untold + " more problems; mend these first";
  }

  /** A text as it may stand in a log: control and format characters as escapes. */
  private static String oneLine(String text) {
    StringBuilder out = null;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean safe = c >= ' ' && c < 0x7f || c > 0xa0 && !isUnsafe(c);
      if (safe && out == null) {
        continue;
      }
      if (out == null) {
        out = new StringBuilder(text.length() + 16).append(text, 0, i);
      }
      if (safe) {
        out.append(c);
      } else {
        out.append(String.format("\\u%04x", (int) c));
      }
    }
    return out == null ? text : out.toString();
  }

  private static boolean isUnsafe(char c) {
    switch (Character.getType(c)) {
      case Character.CONTROL:
      case Character.FORMAT:
      case Character.LINE_SEPARATOR:
      case Character.PARAGRAPH_SEPARATOR:
        return true;
      default:
        return false;
    }
  }

  /** The policy file first, then its lists by name; errors before warnings at one place. */
  private static final class ByPlace implements Comparator<Problem> {
    private final String policyFile;

    ByPlace(String policyFile) {
      this.policyFile = policyFile;
    }

    @Override
    public int compare(Problem one, Problem other) {
      int c = Boolean.compare(isElsewhere(one), isElsewhere(other));
      if (c == 0) {
        c = one.place().compareTo(other.place());
      }
      return c != 0 ? c : one.severity().compareTo(other.severity());
    }

    private boolean isElsewhere(Problem problem) {
      return !problem.place().file().equals(policyFile);
    }
  }
}
