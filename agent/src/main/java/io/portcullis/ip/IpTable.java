package io.portcullis.ip;

/**
 * An immutable table from address rules to values; a look-up gives the value of the narrowest rule
 * that holds the address. Safe for any number of threads; a look-up allocates nothing, takes no
 * lock and does no I/O.
 *
 * @param <V> what a rule stands for, such as the entry it came from
 */
public final class IpTable<V> {
  private IpTable() {}

  public static <V> Builder<V> builder() {
    return new Builder<>();
  }

  /** The value of the narrowest rule that holds {@code address}, else {@code otherwise}. */
  public V lookup(IpAddress address, V otherwise) {
    throw new UnsupportedOperationException();
  }

  /** How many rules went in. */
  public int size() {
    throw new UnsupportedOperationException();
  }

  public boolean isEmpty() {
    return size() == 0;
  }

  /** Collects rules; of two with the same range the first one added stays. Not thread-safe. */
  public static final class Builder<V> {
    public Builder<V> add(IpRule rule, V value) {
      throw new UnsupportedOperationException();
    }

    public IpTable<V> build() {
      throw new UnsupportedOperationException();
    }
  }
}
