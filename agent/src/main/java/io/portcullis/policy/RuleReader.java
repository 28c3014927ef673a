package io.portcullis.policy;

import io.portcullis.engine.Entry;
import io.portcullis.ip.IpRule;
import io.portcullis.ip.IpSyntaxException;
import java.util.Optional;

/**
 * Reads the address rules of one list, and tells what is wrong with them: the first so many one by
 * one, the rest as a number. Used for one list.
 */
final class RuleReader {
  /** How many bad rules of one list are told one by one, and how many odd ones. */
  static final int MOST_TOLD = 100;

  private static final int LONGEST_RULE = 128;

  private final Problems problems;
  private int bad;
  private int masked;

  RuleReader(Problems problems) {
    this.problems = problems;
  }

  /** The rule that a text stands for. */
  Optional<IpRule> rule(String text, Place place) {
    try {
      if (text.length() > LONGEST_RULE) {
        tellBad(place, "invalid IP address " + Problems.quoted(text) + ": too long for any rule");
        return Optional.empty();
      }
      IpRule rule = IpRule.parse(text);
      if (rule.hostBitsMasked() && masked++ < MOST_TOLD) {
        problems.warning(
            place,
            "HOST_BITS",
            Problems.quoted(text)
                + " has bits set behind its prefix; it is read as "
                + Problems.quoted(rule.toString())
                // Where it is too much to be written, that is told besides.
                + (rule.coversWholeFamily() ? "" : ", write that"));
      }
      return Optional.of(rule);
    } catch (IpSyntaxException e) {
      tellBad(place, String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  private void tellBad(Place place, String message) {
    if (bad++ < MOST_TOLD) {
      problems.error(place, "ADDRESS_INVALID", message);
    }
  }

  /**
   * The list is at its end: tells how many more problems there were than were told, and whether all
   * rules were good.
   */
  boolean finish(Place list) {
    if (bad > MOST_TOLD) {
      problems.error(
          list,
          "ADDRESS_INVALID",
          (bad - MOST_TOLD) + " more rules of this list are invalid; mend those told first");
    }
    if (masked > MOST_TOLD) {
      problems.warning(
          list,
          "HOST_BITS",
          (masked - MOST_TOLD) + " more rules of this list have bits set behind their prefix");
    }
    return bad == 0;
  }

  /** An enabled entry of a rule in its short form. */
  static Entry entry(IpRule rule, Place place) {
    return Entry.ofRule(rule, place.file(), place.line(), place.column());
  }
}
