package io.portcullis.caller.jwt;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyOperation;
import com.nimbusds.jose.jwk.KeyType;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The keys that a token has to be signed with one of. Immutable, thread-safe.
 *
 * <p>Which algorithms a key is for is settled by the key and the policy when the policy is read. A
 * token only chooses among them: the public key of an issuer is never used as a secret, whatever a
 * token's header says.
 */
public final class JwtKeys {
  /** How many keys may stand in one file: a token that names none is tried with each. */
  static final int MOST_KEYS = 32;

  /** The shortest secret, in octets: as long as the hash of the weakest algorithm. */
  static final int SHORTEST_SECRET = 32;

  private static final int SHORTEST_RSA = 2048;

  private final Key[] keys;

  private JwtKeys(List<Key> keys) {
    this.keys = keys.toArray(new Key[0]);
  }

  /**
   * The public keys of a JSON Web Key Set (RFC 7517). Keys for other ends than signatures, and of
   * types that are not known here, are left out.
   *
   * @param algorithms those that are allowed, empty for all that fit a key
   */
  public static JwtKeys ofSet(String json, Collection<String> algorithms) throws JwtKeyException {
    List<JWK> all;
    try {
      all = JWKSet.parse(json).getKeys();
    } catch (ParseException | RuntimeException notASet) {
      // What the library says of it may quote the file.
      throw new JwtKeyException(
          "it is not a JSON Web Key Set; it has to look like `{\"keys\": [{\"kty\": \"RSA\", …}]}`");
    }
    if (all.size() > MOST_KEYS) {
      throw new JwtKeyException(
          "it holds "
              + all.size()
              + " keys, and up to "
              + MOST_KEYS
              + " are read; remove old ones");
    }
    List<Key> keys = new ArrayList<>();
    for (JWK key : all) {
      if (KeyType.OCT.equals(key.getKeyType())) {
        throw new JwtKeyException(
            "it holds a secret (`\"kty\": \"oct\"`) among the public keys; write the secret to a"
                + " file of its own and name that as `hmacSecretFile`");
      }
      if (key.isPrivate()) {
        throw new JwtKeyException(
            "it holds a private key; leave the private parts out, only the public ones are needed");
      }
      addIfUsable(key, algorithms, keys);
    }
    if (keys.isEmpty()) {
      throw new JwtKeyException(
          algorithms.isEmpty()
              ? "it holds no key that can verify a token; RSA keys, and EC keys of the curves P-256,"
                  + " P-384 and P-521, are read"
              : "it holds no key for the `algorithms` that are allowed");
    }
    return new JwtKeys(keys);
  }

  /**
   * A secret that the issuer shares (RFC 7518, section 3.2); all HS algorithms that it is long
   * enough for.
   *
   * @param secret one end of line behind it is no part of it
   * @param algorithms those that are allowed, empty for all that the secret is long enough for
   */
  public static JwtKeys ofSecret(byte[] secret, Collection<String> algorithms)
      throws JwtKeyException {
    byte[] octets = withoutLineEnd(secret);
    if (octets.length < SHORTEST_SECRET) {
      throw new JwtKeyException(
          "it holds "
              + octets.length
              + " bytes, and a secret has "
              + SHORTEST_SECRET
              + " at least; make one with `openssl rand -hex 32`");
    }
    try {
      MACVerifier verifier = new MACVerifier(octets);
      Set<String> fitting = allowed(names(verifier.supportedJWSAlgorithms()), algorithms);
      if (fitting.isEmpty()) {
        throw new JwtKeyException(
            "with "
                + octets.length
                + " bytes it is too short for the `algorithms` that are allowed; HS384 needs 48,"
                + " HS512 needs 64");
      }
      return new JwtKeys(Collections.singletonList(new Key(null, fitting, verifier)));
    } catch (JOSEException e) {
      throw new JwtKeyException("it cannot be used as a secret on this JVM");
    }
  }

  private static byte[] withoutLineEnd(byte[] text) {
    int end = text.length;
    if (end > 0 && text[end - 1] == '\n') {
      end--;
      if (end > 0 && text[end - 1] == '\r') {
        end--;
      }
    }
    return Arrays.copyOf(text, end);
  }

  private static void addIfUsable(JWK key, Collection<String> algorithms, List<Key> into)
      throws JwtKeyException {
    KeyUse use = key.getKeyUse();
    Set<KeyOperation> operations = key.getKeyOperations();
    if ((use != null && !use.equals(KeyUse.SIGNATURE))
        || (operations != null && !operations.contains(KeyOperation.VERIFY))) {
      return;
    }
    Set<String> fitting = allowed(algorithmsOf(key), algorithms);
    if (key.getAlgorithm() != null) {
      fitting.retainAll(Collections.singleton(key.getAlgorithm().getName()));
    }
    if (fitting.isEmpty()) {
      return;
    }
    if (key instanceof RSAKey && key.size() < SHORTEST_RSA) {
      throw new JwtKeyException(
          "it holds an RSA key of "
              + key.size()
              + " bits, and "
              + SHORTEST_RSA
              + " are the least; let the issuer use a longer one");
    }
    try {
      JWSVerifier verifier =
          key instanceof RSAKey ? new RSASSAVerifier((RSAKey) key) : new ECDSAVerifier((ECKey) key);
      into.add(new Key(key.getKeyID(), fitting, verifier));
    } catch (JOSEException | RuntimeException e) {
      throw new JwtKeyException("it holds a key that is none: its numbers do not fit each other");
    }
  }

  private static List<String> algorithmsOf(JWK key) {
    if (key instanceof RSAKey) {
      return JwtAlgorithms.OF_RSA;
    }
    if (key instanceof ECKey) {
      Curve curve = ((ECKey) key).getCurve();
      return curve.equals(Curve.P_256)
          ? Collections.singletonList("ES256")
          : curve.equals(Curve.P_384)
              ? Collections.singletonList("ES384")
              : curve.equals(Curve.P_521)
                  ? Collections.singletonList("ES512")
                  : Collections.<String>emptyList();
    }
    return Collections.emptyList();
  }

  private static List<String> names(Set<JWSAlgorithm> algorithms) {
    List<String> names = new ArrayList<>();
    for (JWSAlgorithm algorithm : algorithms) {
      names.add(algorithm.getName());
    }
    return names;
  }

  private static Set<String> allowed(Collection<String> fitting, Collection<String> algorithms) {
    Set<String> allowed = new LinkedHashSet<>(fitting);
    allowed.retainAll(algorithms.isEmpty() ? JwtAlgorithms.ALL : algorithms);
    return allowed;
  }

  /** What is wrong with the signature of a token; nothing where one of the keys has made it. */
  Optional<JwtFault> check(JWSObject token) {
    JWSHeader header = token.getHeader();
    String algorithm = header.getAlgorithm().getName();
    String name = header.getKeyID();
    boolean algorithmKnown = false;
    boolean keyKnown = false;
    for (Key key : keys) {
      if (!key.algorithms.contains(algorithm)) {
        continue;
      }
      algorithmKnown = true;
      // A key without a name may be the one that is meant: the signature tells.
      if (name != null && key.name != null && !key.name.equals(name)) {
        continue;
      }
      keyKnown = true;
      if (key.hasSigned(token)) {
        return Optional.empty();
      }
    }
    return Optional.of(
        keyKnown ? JwtFault.SIGNATURE : algorithmKnown ? JwtFault.KEY : JwtFault.ALGORITHM);
  }

  /** One key, what it is called, and what it is for. */
  private static final class Key {
    private final @Nullable String name;
    private final Set<String> algorithms;
    private final JWSVerifier verifier;

    Key(@Nullable String name, Set<String> algorithms, JWSVerifier verifier) {
      this.name = name;
      this.algorithms = algorithms;
      this.verifier = verifier;
    }

    boolean hasSigned(JWSObject token) {
      try {
        return verifier.verify(token.getHeader(), token.getSigningInput(), token.getSignature());
      } catch (JOSEException | RuntimeException badSignature) {
        // A signature of the wrong length, say: whatever keeps it from being verified, it is not.
        return false;
      }
    }
  }
}
