package io.portcullis.gate;

import java.util.List;
import java.util.Locale;

/**
 * Which of our two forms of an answer a caller prefers, as its {@code Accept} header says (RFC
 * 9110, 12.5.1). A member that cannot be read counts for nothing.
 */
final class AcceptHeader {
  // What browsers send is a tenth of it.
  private static final int LONGEST = 4096;

  private AcceptHeader() {}

  /** Whether HTML is preferred to JSON; a draw, a wildcard and silence go to JSON. */
  static boolean prefersHtml(List<String> lines) {
    Preference html = new Preference("text", "html");
    Preference problem = new Preference("application", "problem+json");
    Preference json = new Preference("application", "json");
    for (String line : lines) {
      if (line.length() > LONGEST) {
        return false;
      }
      int start = 0;
      while (start <= line.length()) {
        int end = endOfMember(line, start);
        String member = line.substring(start, end);
        html.hear(member);
        problem.hear(member);
        json.hear(member);
        start = end + 1;
      }
    }
    // Who reads JSON reads problem details.
    return html.quality > Math.max(problem.quality, json.quality);
  }

  // A comma inside a quoted parameter ends nothing.
  private static int endOfMember(String line, int start) {
    boolean quoted = false;
    int i = start;
    for (; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c == '\\' && quoted) {
        i++;
      } else if (c == '"') {
        quoted = !quoted;
      } else if (c == ',' && !quoted) {
        return i;
      }
    }
    return line.length();
  }

  /** How much one media type is wanted: what the most specific range that holds it says. */
  private static final class Preference {
    private final String type;
    private final String subtype;
    private int specificity = -1;
    // In thousandths.
    private int quality;

    Preference(String type, String subtype) {
      this.type = type;
      this.subtype = subtype;
    }

    void hear(String member) {
      String[] parts = member.split(";", -1);
      int fit = specificityOf(parts[0].trim().toLowerCase(Locale.ROOT));
      if (fit < 0) {
        return;
      }
      int weight = 1000;
      for (int i = 1; i < parts.length; i++) {
        String parameter = parts[i].trim().toLowerCase(Locale.ROOT);
        if (parameter.startsWith("q=")) {
          weight = weightOf(parameter.substring(2));
          break;
        }
        // A range with a parameter that our types do not have holds another type.
        if (!parameter.isEmpty() && !parameter.startsWith("charset=")) {
          return;
        }
      }
      if (weight < 0) {
        return;
      }
      if (fit > specificity || (fit == specificity && weight > quality)) {
        specificity = fit;
        quality = weight;
      }
    }

    private int specificityOf(String range) {
      if (range.equals("*/*")) {
        return 0;
      }
      if (range.equals(type + "/*")) {
        return 1;
      }
      return range.equals(type + "/" + subtype) ? 2 : -1;
    }

    // qvalue = 0[.ddd] or 1[.000]; in thousandths, -1 for anything else.
    private static int weightOf(String text) {
      if (text.isEmpty() || text.length() > 5 || (text.length() > 1 && text.charAt(1) != '.')) {
        return -1;
      }
      int thousandths = 0;
      int worth = 1000;
      for (int i = 0; i < text.length(); i++) {
        char c = text.charAt(i);
        if (i == 1) {
          continue;
        }
        if (c < '0' || c > '9') {
          return -1;
        }
        thousandths += (c - '0') * worth;
        worth /= 10;
      }
      return thousandths > 1000 ? -1 : thousandths;
    }
  }
}
