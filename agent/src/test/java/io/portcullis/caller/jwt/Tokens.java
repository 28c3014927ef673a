package io.portcullis.caller.jwt;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Tokens and keys made by the JDK alone: nothing here knows the library that is under test. */
public final class Tokens {
  private static final Base64.Encoder BASE64URL = Base64.getUrlEncoder().withoutPadding();

  private Tokens() {}

  public static KeyPair rsa(int bits) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(bits);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  public static KeyPair ec(String curve) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec(curve));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A set of public keys; each is a JSON object. */
  public static String set(String... keys) {
    return "{\"keys\":[" + String.join(",", keys) + "]}";
  }

  /** A public key as JSON; {@code more} are further members, each with a comma before it. */
  public static String jwk(PublicKey key, String more) {
    if (key instanceof RSAPublicKey rsa) {
      return "{\"kty\":\"RSA\",\"n\":\""
          + number(rsa.getModulus(), 0)
          + "\",\"e\":\""
          + number(rsa.getPublicExponent(), 0)
          + "\""
          + more
          + "}";
    }
    ECPublicKey ec = (ECPublicKey) key;
    int bits = ec.getParams().getCurve().getField().getFieldSize();
    int octets = (bits + 7) / 8;
    return "{\"kty\":\"EC\",\"crv\":\"P-"
        + bits
        + "\",\"x\":\""
        + number(ec.getW().getAffineX(), octets)
        + "\",\"y\":\""
        + number(ec.getW().getAffineY(), octets)
        + "\""
        + more
        + "}";
  }

  private static String number(BigInteger value, int octets) {
    byte[] bytes = value.toByteArray();
    int from = bytes.length > 1 && bytes[0] == 0 ? 1 : 0;
    byte[] bare = Arrays.copyOfRange(bytes, from, bytes.length);
    byte[] padded = new byte[Math.max(octets, bare.length)];
    System.arraycopy(bare, 0, padded, padded.length - bare.length, bare.length);
    return BASE64URL.encodeToString(padded);
  }

  /** A token signed by a private key. */
  public static String signed(String algorithm, PrivateKey key, String header, String claims) {
    String input = part(header) + "." + part(claims);
    try {
      Signature signature = signature(algorithm);
      signature.initSign(key);
      signature.update(input.getBytes(StandardCharsets.US_ASCII));
      return input + "." + BASE64URL.encodeToString(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A token signed with a secret. */
  public static String signed(String algorithm, byte[] secret, String header, String claims) {
    String input = part(header) + "." + part(claims);
    return input + "." + BASE64URL.encodeToString(mac(algorithm, secret, input));
  }

  static byte[] mac(String algorithm, byte[] secret, String input) {
    try {
      String name = "HmacSHA" + algorithm.substring(2);
      Mac mac = Mac.getInstance(name);
      mac.init(new SecretKeySpec(secret, name));
      return mac.doFinal(input.getBytes(StandardCharsets.US_ASCII));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  static Signature signature(String algorithm) throws GeneralSecurityException {
    String bits = algorithm.substring(2);
    switch (algorithm.substring(0, 2)) {
      case "RS":
        return Signature.getInstance("SHA" + bits + "withRSA");
      case "PS":
        Signature pss = Signature.getInstance("RSASSA-PSS");
        pss.setParameter(
            new PSSParameterSpec(
                "SHA-" + bits,
                "MGF1",
                new MGF1ParameterSpec("SHA-" + bits),
                Integer.parseInt(bits) / 8,
                1));
        return pss;
      case "ES":
        return Signature.getInstance("SHA" + bits + "withECDSAinP1363Format");
      default:
        throw new GeneralSecurityException(algorithm);
    }
  }

  public static String part(String json) {
    return BASE64URL.encodeToString(json.getBytes(StandardCharsets.UTF_8));
  }
}
