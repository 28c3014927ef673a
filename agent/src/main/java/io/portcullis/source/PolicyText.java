package io.portcullis.source;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The bytes of a policy file and of every list it names, as read at one time. Immutable but for the
 * arrays.
 */
public final class PolicyText {
  private final String name;
  private final byte[] bytes;
  private final Map<String, byte[]> lists;

  private PolicyText(String name, byte[] bytes, Map<String, byte[]> lists) {
    this.name = name;
    this.bytes = bytes;
    this.lists = lists;
  }

  /** A text; {@code lists} maps the name of each list as the policy writes it to its bytes. */
  public static PolicyText of(String name, byte[] bytes, Map<String, byte[]> lists) {
    return new PolicyText(name, bytes, Collections.unmodifiableMap(new LinkedHashMap<>(lists)));
  }

  /** What problems call it: the path as the operator gave it. */
  public String name() {
    return name;
  }

  public byte[] bytes() {
    return bytes;
  }

  public Map<String, byte[]> lists() {
    return lists;
  }
}
