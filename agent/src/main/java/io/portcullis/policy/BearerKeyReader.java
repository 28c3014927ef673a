package io.portcullis.policy;

import io.portcullis.caller.KeySource;
import io.portcullis.policy.PolicyDocument.BearerKeyPart;
import java.util.Optional;

/**
 * Reads {@code callers.apiKey.bearer}: what API keys in {@code Authorization: Bearer} begin with.
 */
final class BearerKeyReader {
  private static final int LONGEST = 32;

  private final Problems problems;

  BearerKeyReader(Problems problems) {
    this.problems = problems;
  }

  Optional<BearerKeyPart> read(Section apiKey) {
    if (!apiKey.has("bearer")) {
      return Optional.empty();
    }
    Optional<String> prefix = apiKey.requiredText("bearer", "live_");
    if (!prefix.isPresent()) {
      return Optional.empty();
    }
    Place place = apiKey.value("bearer").get().place();
    if (prefix.get().length() > LONGEST) {
      problems.error(
          place,
          "WRONG_VALUE",
          "`callers.apiKey.bearer` is what all keys begin with, at most "
              + LONGEST
              + " characters; this may be a key, which does not belong into a policy");
      return Optional.empty();
    }
    if (!KeySource.isBearerPrefix(prefix.get())) {
      problems.error(
          place,
          "WRONG_VALUE",
          Problems.quoted(prefix.get())
              + " cannot be what keys begin with; write letters, digits and `-`, `.`, `_`, `~`,"
              + " `+`, `/`, such as `live_`, and `Bearer` not with them");
      return Optional.empty();
    }
    return Optional.of(new BearerKeyPart(place, prefix.get()));
  }
}
