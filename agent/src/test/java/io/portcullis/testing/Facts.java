package io.portcullis.testing;

import io.portcullis.engine.Entry;
import io.portcullis.engine.RequestFacts;
import io.portcullis.ip.IpAddress;
import io.portcullis.ip.IpRule;
import io.portcullis.ip.IpSyntaxException;
import io.portcullis.pattern.PathPattern;
import io.portcullis.pattern.PatternSyntaxException;
import java.util.ArrayList;
import java.util.List;

/** Values for tests, from the texts that an operator or a caller writes. */
public final class Facts {
  private Facts() {}

  public static IpAddress address(String text) {
    try {
      return IpAddress.parse(text);
    } catch (IpSyntaxException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /** An enabled entry for each rule; a rule behind {@code -} is disabled. The rule is the id. */
  public static List<Entry> entries(String... rules) {
    List<Entry> entries = new ArrayList<>();
    for (String rule : rules) {
      boolean enabled = !rule.startsWith("-");
      String text = enabled ? rule : rule.substring(1);
      try {
        entries.add(Entry.of(text, IpRule.parse(text), "", "", enabled, "test:1:1"));
      } catch (IpSyntaxException e) {
        throw new IllegalArgumentException(e);
      }
    }
    return entries;
  }

  public static List<PathPattern> patterns(String... texts) {
    List<PathPattern> patterns = new ArrayList<>();
    for (String text : texts) {
      try {
        patterns.add(PathPattern.parse(text));
      } catch (PatternSyntaxException e) {
        throw new IllegalArgumentException(e);
      }
    }
    return patterns;
  }

  public static RequestFacts.Builder from(String peer) {
    return RequestFacts.from(address(peer));
  }
}
