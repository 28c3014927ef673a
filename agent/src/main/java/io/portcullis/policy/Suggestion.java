package io.portcullis.policy;

import java.util.Collection;
import java.util.Locale;

/** Words for a name that is not known here: the one that was probably meant, or all there are. */
final class Suggestion {
  // Comparing costs the product of the lengths, times the candidates: a hostile text has both.
  private static final int MOST_CANDIDATES = 200;
  private static final int LONGEST = 40;
  private static final int MOST_LISTED = 24;

  private Suggestion() {}

  /**
   * The end of a message about {@code word}: {@code ; did you mean `allow`?}, else {@code ; known
   * here: `a`, `b`}, else nothing where there is nothing to say.
   */
  static String of(String word, Collection<String> known) {
    if (known.isEmpty() || known.size() > MOST_CANDIDATES) {
      return "";
    }
    String nearest = nearest(word, known);
    if (!nearest.isEmpty()) {
      return "; did you mean " + Problems.quoted(nearest) + "?";
    }
    if (known.size() > MOST_LISTED) {
      return "";
    }
    StringBuilder list = new StringBuilder("; known here: ");
    String comma = "";
    for (String each : known) {
      list.append(comma).append(Problems.quoted(each));
      comma = ", ";
    }
    return list.toString();
  }

  /** Whether {@code word} was probably meant to be one of these. */
  static boolean isNear(String word, Collection<String> known) {
    return !nearest(word, known).isEmpty();
  }

  private static String nearest(String word, Collection<String> known) {
    String best = "";
    int least = Integer.MAX_VALUE;
    if (word.length() <= LONGEST) {
      for (String each : known) {
        int most = Math.max(1, Math.min(word.length(), each.length()) / 3);
        int steps =
            each.length() > LONGEST
                ? Integer.MAX_VALUE
                : steps(word.toLowerCase(Locale.ROOT), each.toLowerCase(Locale.ROOT));
        if (steps <= most && steps < least) {
          least = steps;
          best = each;
        }
      }
    }
    return best;
  }

  /** Insertions, deletions, replacements and swaps of neighbours between two words. */
  static int steps(String one, String other) {
    int[] beforeLast = new int[other.length() + 1];
    int[] last = new int[other.length() + 1];
    int[] row = new int[other.length() + 1];
    for (int j = 0; j <= other.length(); j++) {
      last[j] = j;
    }
    for (int i = 1; i <= one.length(); i++) {
      row[0] = i;
      for (int j = 1; j <= other.length(); j++) {
        int same = one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1;
        row[j] = Math.min(Math.min(row[j - 1], last[j]) + 1, last[j - 1] + same);
        if (i > 1
            && j > 1
            && one.charAt(i - 1) == other.charAt(j - 2)
            && one.charAt(i - 2) == other.charAt(j - 1)) {
          row[j] = Math.min(row[j], beforeLast[j - 2] + 1);
        }
      }
      int[] free = beforeLast;
      beforeLast = last;
      last = row;
      row = free;
    }
    return last[other.length()];
  }
}
