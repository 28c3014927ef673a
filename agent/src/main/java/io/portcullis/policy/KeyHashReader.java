package io.portcullis.policy;

import io.portcullis.caller.KeyHash;
import java.util.Optional;

/**
 * Reads {@code sha256}: the hash of an API key or of an operator's token.
 *
 * <p>What stands where a hash is due may be the secret itself, written there by mistake: no problem
 * shows it.
 */
final class KeyHashReader {
  /** The hash of no text at all, as of a shell variable that was not set. */
  private static final KeyHash OF_NOTHING = KeyHash.ofKey("");

  private final Problems problems;
  private final String secret;

  /** A reader of hashes of a secret, in words: {@code key} or {@code token}. */
  KeyHashReader(Problems problems, String secret) {
    this.problems = problems;
    this.secret = secret;
  }

  /** The hash; empty where it is missing or wrong, which is told. */
  Optional<KeyHash> read(Section section) {
    if (!section.has("sha256")) {
      section.missing(
          "sha256",
          "write the SHA-256 of the "
              + secret
              + "; the verb `key` makes a "
              + secret
              + " and prints it");
      return Optional.empty();
    }
    Optional<String> text = section.text("sha256");
    if (!text.isPresent()) {
      return Optional.empty();
    }
    Place place = section.value("sha256").get().place();
    Optional<KeyHash> hash = KeyHash.parse(text.get());
    if (!hash.isPresent()) {
      problems.error(
          place,
          "WRONG_VALUE",
          Problems.quoted(section.path("sha256"))
              + " is not made of 64 hexadecimal digits; write the SHA-256 of the "
              + secret
              + ", and never the "
              + secret
              + " itself: if this is the "
              + secret
              + ", make another one, for the file has been read by others");
    } else if (hash.get().equals(OF_NOTHING)) {
      problems.error(
          place,
          "WRONG_VALUE",
          Problems.quoted(section.path("sha256"))
              + " is the SHA-256 of no text at all; write that of the "
              + secret);
      return Optional.empty();
    }
    return hash;
  }
}
