package io.portcullis.manage;

import io.portcullis.ip.IpRule;
import io.portcullis.ip.IpSyntaxException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Addresses and blocks, as systems send them that know no ranges between two addresses. */
final class SentAddresses {
  private SentAddresses() {}

  /** Lets an address or a block through. */
  static void check(String address) throws Refused {
    checkAll(Collections.singletonList(address));
  }

  /** The entries that a list stands for; where any is wrong, every wrong one is named. */
  static List<Map<String, @Nullable Object>> entries(List<?> addresses) throws Refused {
    checkAll(addresses);
    List<Map<String, @Nullable Object>> entries = new ArrayList<>();
    for (Object address : addresses) {
      entries.add(Collections.<String, @Nullable Object>singletonMap("address", address));
    }
    return entries;
  }

  private static void checkAll(List<?> addresses) throws Refused {
    List<Map<String, @Nullable Object>> invalid = new ArrayList<>();
    for (int i = 0; i < addresses.size(); i++) {
      Object address = addresses.get(i);
      Optional<String> wrong = wrong(address);
      if (wrong.isPresent()) {
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        row.put("index", i);
        row.put("address", address instanceof String ? address : String.valueOf(address));
        row.put("reason", wrong.get());
        invalid.add(row);
      }
    }
    if (!invalid.isEmpty()) {
      throw new Refused(
          Answer.problem(
              422,
              "Unprocessable Content",
              "VALIDATION_ERROR",
              "only addresses and blocks such as `203.0.113.0/24` are taken",
              "invalidEntries",
              invalid));
    }
  }

  private static Optional<String> wrong(@Nullable Object address) {
    if (!(address instanceof String)) {
      return Optional.of("this is no text");
    }
    try {
      IpRule rule = IpRule.parse((String) address);
      if (rule.type() == IpRule.Type.RANGE) {
        return Optional.of("a range between two addresses is no block");
      }
      return rule.coversWholeFamily()
          ? Optional.of("everybody (allow all) is not permitted")
          : Optional.<String>empty();
    } catch (IpSyntaxException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }
}
