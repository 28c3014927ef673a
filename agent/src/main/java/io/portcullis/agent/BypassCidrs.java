package io.portcullis.agent;

import io.portcullis.engine.Entry;
import io.portcullis.ip.IpRule;
import io.portcullis.ip.IpSet;
import io.portcullis.ip.IpSyntaxException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The setting {@code bypassCidrs}: clients to whom neither endpoints nor allowlists apply. What is
 * wrong with it is a warning, and left out.
 */
final class BypassCidrs {
  private static final String PLACE = "setting bypassCidrs";

  private BypassCidrs() {}

  /** The entries that pieces between commas stand for. */
  static List<Entry> read(List<String> pieces, List<String> warnings) {
    List<IpRule> ipv4 = new ArrayList<>();
    List<IpRule> ipv6 = new ArrayList<>();
    for (String piece : pieces) {
      try {
        IpRule rule = IpRule.parse(piece);
        if (rule.coversWholeFamily()) {
          warnings.add(
              PLACE
                  + ": `"
                  + piece
                  + "` (allow all) is not permitted and is left out; name the addresses that are"
                  + " meant");
          continue;
        }
        if (rule.hostBitsMasked()) {
          warnings.add(
              PLACE
                  + ": `"
                  + piece
                  + "` has bits set behind its prefix; it is read as `"
                  + rule
                  + "`, write that");
        }
        (rule.isIpv4() ? ipv4 : ipv6).add(rule);
      } catch (IpSyntaxException bad) {
        warnings.add(PLACE + ": " + bad.getMessage() + "; it is left out");
      }
    }
    List<Entry> entries = new ArrayList<>();
    add(ipv4, "IPv4", entries, warnings);
    add(ipv6, "IPv6", entries, warnings);
    return Collections.unmodifiableList(entries);
  }

  private static void add(
      List<IpRule> rules, String family, List<Entry> entries, List<String> warnings) {
    if (IpSet.of(rules).coversWholeFamily()) {
      warnings.add(
          PLACE
              + ": its entries together cover all of "
              + family
              + " (allow all), which is not permitted; those of "
              + family
              + " are left out; name the addresses that are meant");
      return;
    }
    for (IpRule rule : rules) {
      entries.add(Entry.of("", rule, "", "", true, PLACE));
    }
  }
}
