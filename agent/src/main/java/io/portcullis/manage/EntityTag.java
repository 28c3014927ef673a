package io.portcullis.manage;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What tells one state of a resource from another: RFC 9110, section 8.8.3. */
final class EntityTag {
  private static final int BYTES = 16;

  private EntityTag() {}

  /** A strong tag of a body. */
  static String of(byte[] body) {
    byte[] hash;
    try {
      hash = MessageDigest.getInstance("SHA-256").digest(body);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
    StringBuilder tag = new StringBuilder(2 * BYTES + 2).append('"');
    for (int i = 0; i < BYTES; i++) {
      tag.append(Character.forDigit(hash[i] >> 4 & 0xf, 16));
      tag.append(Character.forDigit(hash[i] & 0xf, 16));
    }
    return tag.append('"').toString();
  }

  /** The tag of a resource as {@link Answer#json} sends it. */
  static String of(Map<String, @Nullable Object> object) {
    return of(Answer.json(object).body());
  }

  /** The tag of a list as {@link Answer#json} sends it. */
  static String of(List<Map<String, @Nullable Object>> list) {
    return of(Answer.json(list).body());
  }

  /** Whether the lines of {@code If-None-Match} name a tag, or any. */
  static boolean isAmong(String tag, @Nullable List<String> lines) {
    if (lines != null) {
      for (String line : lines) {
        for (String part : line.split(",", -1)) {
          String one = part.trim();
          if (one.equals("*") || one.equals(tag) || one.equals("W/" + tag)) {
            return true;
          }
        }
      }
    }
    return false;
  }
}
