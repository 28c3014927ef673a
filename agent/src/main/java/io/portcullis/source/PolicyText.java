package io.portcullis.source;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The bytes of a policy file, of every list it names and of what is managed beside it, as read at
 * one time. Immutable but for the arrays.
 */
public final class PolicyText {
  private final String name;
  private final byte[] bytes;
  private final Map<String, byte[]> lists;
  private final Map<String, String> unreadable;
  private final Optional<ManagedText> managed;

  private PolicyText(
      String name,
      byte[] bytes,
      Map<String, byte[]> lists,
      Map<String, String> unreadable,
      Optional<ManagedText> managed) {
    this.name = name;
    this.bytes = bytes;
    this.lists = lists;
    this.unreadable = unreadable;
    this.managed = managed;
  }

  /** A text; {@code lists} maps the name of each list as the policy writes it to its bytes. */
  public static PolicyText of(String name, byte[] bytes, Map<String, byte[]> lists) {
    return of(name, bytes, lists, Collections.<String, String>emptyMap());
  }

  /**
   * A text some of whose lists could not be read.
   *
   * @param unreadable the names of those lists, each with the cause in words such as {@code no such
   *     file}; none of them is in {@code lists}
   */
  public static PolicyText of(
      String name, byte[] bytes, Map<String, byte[]> lists, Map<String, String> unreadable) {
    return new PolicyText(
        name,
        bytes,
        Collections.unmodifiableMap(new LinkedHashMap<>(lists)),
        Collections.unmodifiableMap(new LinkedHashMap<>(unreadable)),
        Optional.<ManagedText>empty());
  }

  /** The same file and lists with something else, or nothing, managed beside them. */
  public PolicyText with(Optional<ManagedText> beside) {
    return new PolicyText(name, bytes, lists, unreadable, beside);
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

  /** Why each list that is named and not in {@link #lists} could not be read. */
  public Map<String, String> unreadable() {
    return unreadable;
  }

  /** What the management API has written; empty where it never has. */
  public Optional<ManagedText> managed() {
    return managed;
  }

  /** Whether everything is, byte by byte, as in another reading. */
  public boolean isSameContent(PolicyText other) {
    if (!Arrays.equals(bytes, other.bytes)
        || !unreadable.equals(other.unreadable)
        || !managed.equals(other.managed)
        || !lists.keySet().equals(other.lists.keySet())) {
      return false;
    }
    for (Map.Entry<String, byte[]> list : lists.entrySet()) {
      if (!Arrays.equals(list.getValue(), other.lists.get(list.getKey()))) {
        return false;
      }
    }
    return true;
  }

  /**
   * Whether the file ends with the YAML document end marker {@code ...}, alone on its last line,
   * which tells a whole file from one that is still being written.
   */
  public boolean isEndMarked() {
    int end = bytes.length;
    while (end > 0 && isBlank(bytes[end - 1])) {
      end--;
    }
    for (int i = end - 3; i < end; i++) {
      if (i < 0 || bytes[i] != '.') {
        return false;
      }
    }
    return end == 3 || bytes[end - 4] == '\n' || bytes[end - 4] == '\r';
  }

  private static boolean isBlank(byte b) {
    return b == ' ' || b == '\t' || b == '\n' || b == '\r';
  }
}
