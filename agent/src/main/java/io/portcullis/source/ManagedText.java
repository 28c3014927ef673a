package io.portcullis.source;

import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the management API has written, as read at one time: its bytes, or why they cannot be read
 * or are not to be trusted. Immutable but for the array.
 */
public final class ManagedText {
  private final String name;
  private final byte[] bytes;
  private final @Nullable String fault;

  private ManagedText(String name, byte[] bytes, @Nullable String fault) {
    this.name = name;
    this.bytes = bytes;
    this.fault = fault;
  }

  /** A text; {@code name} is what problems call it. */
  public static ManagedText of(String name, byte[] bytes) {
    return new ManagedText(name, bytes, null);
  }

  /** A text that is there, or was, and cannot be used; the cause has its cure with it. */
  public static ManagedText unusable(String name, String cause) {
    return new ManagedText(name, new byte[0], cause);
  }

  public String name() {
    return name;
  }

  /** None where there is a {@link #fault}. */
  public byte[] bytes() {
    return bytes;
  }

  /** Why it cannot be used; empty where it can be looked at. */
  public Optional<String> fault() {
    return Optional.ofNullable(fault);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ManagedText
        && ((ManagedText) other).name.equals(name)
        && ((ManagedText) other).fault().equals(fault())
        && Arrays.equals(((ManagedText) other).bytes, bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return name + (fault == null ? " (" + bytes.length + " bytes)" : ": " + fault);
  }
}
