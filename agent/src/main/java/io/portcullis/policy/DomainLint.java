package io.portcullis.policy;

import io.portcullis.pattern.DomainPattern;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What is odd about the domains of one list, taken together: those that another makes needless. */
final class DomainLint {
  private static final String ANY = "*.";

  private final Problems problems;
  private final Map<DomainPattern, Place> seen = new LinkedHashMap<>();
  private final List<DomainPattern> wide = new ArrayList<>();

  DomainLint(Problems problems) {
    this.problems = problems;
  }

  void add(DomainPattern pattern, Place place) {
    Place first = seen.get(pattern);
    if (first != null) {
      problems.warning(
          place,
          "DUPLICATE_DOMAIN",
          Problems.quoted(pattern.toString())
              + " stands already in this list, at "
              + first
              + "; remove one of the two");
      return;
    }
    seen.put(pattern, place);
    if (pattern.toString().startsWith(ANY)) {
      wide.add(pattern);
    }
  }

  /** The list is at its end. */
  void finish() {
    for (Map.Entry<DomainPattern, Place> each : seen.entrySet()) {
      for (DomainPattern holder : wide) {
        if (!holder.equals(each.getKey()) && holder.contains(each.getKey())) {
          problems.warning(
              each.getValue(),
              "CONTAINED_DOMAIN",
              Problems.quoted(each.getKey().toString())
                  + " is inside "
                  + Problems.quoted(holder.toString())
                  + "; it can be removed");
          break;
        }
      }
    }
  }
}
