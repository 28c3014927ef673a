package io.portcullis.policy;

import java.util.regex.Pattern;

/** Which keys of {@code groups} say nothing that a scope does not say better, or nothing at all. */
final class GroupOutline {
  private static final String OWNER = "groups\\.[^.]+(\\.endpoints\\.[^.]+)?\\.";
  private static final Pattern OF_SCOPE = Pattern.compile(OWNER + "(mode|network\\.addresses)");
  private static final Pattern MATCH = Pattern.compile(OWNER + "match");

  private GroupOutline() {}

  /** Whether the scope of a group or an endpoint holds what the key says. */
  static boolean isOfScope(String key) {
    return OF_SCOPE.matcher(key).matches();
  }

  /** Whether a key is written out as what it means without it. */
  static boolean isDefault(String key, YamlNode value) {
    if (!key.startsWith("groups.") || !value.isPlain()) {
      return false;
    }
    return ((key.endsWith(".network.enabled") || key.endsWith(".inherit"))
        && value.text().equals("true"));
  }

  /** Whether a value stands for a list that holds it alone. */
  static boolean isOneOfMany(String key, YamlNode value) {
    return value.isScalar() && MATCH.matcher(key).matches();
  }
}
