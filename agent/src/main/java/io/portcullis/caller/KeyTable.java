package io.portcullis.caller;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The API keys of a policy by their hash. Immutable, thread-safe.
 *
 * <p>A presented key is hashed first, and only hashes are looked up and compared. How long that
 * takes tells at most with which stored hash the presented one shares its first bits. Nobody can
 * walk from there to a key: a presented key one step nearer to a stored one has a hash that has
 * nothing to do with either. The hashes themselves are compared in constant time.
 */
final class KeyTable {
  private final Map<KeyHash, ApiKey> byHash = new HashMap<>();
  private final Map<String, ApiKey> byId = new HashMap<>();
  private final MessageDigest unused = KeyHash.digest();

  private KeyTable() {}

  /** A table of keys, no two of which have the same hash or id. */
  static KeyTable of(Collection<ApiKey> keys) {
    KeyTable table = new KeyTable();
    for (ApiKey key : keys) {
      if (table.byHash.put(key.hash(), key) != null || table.byId.put(key.id(), key) != null) {
        throw new IllegalArgumentException("the same key twice: " + key.id());
      }
    }
    return table;
  }

  /** The key that a text is, if the policy knows it. Keeps nothing of the text. */
  @Nullable ApiKey lookup(String secret) {
    byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
    return byHash.get(KeyHash.of(fresh().digest(bytes)));
  }

  @Nullable ApiKey ofId(String id) {
    return byId.get(id);
  }

  // A copy costs neither the look-up among the providers nor, on Java 8, their lock. One a thread
  // would stay behind in the threads of the application.
  private MessageDigest fresh() {
    try {
      return (MessageDigest) unused.clone();
    } catch (CloneNotSupportedException e) {
      return KeyHash.digest(); // of a provider whose digests cannot be copied
    }
  }
}
