package io.portcullis.caller.jwt;

/** Why a token is not believed. */
public enum JwtFault {
  /** It is not three parts of base64url with a JSON object in each of the first two. */
  MALFORMED("jwt_malformed"),
  TOO_LONG("jwt_too_long"),
  /** It is encrypted (JWE). */
  ENCRYPTED("jwt_encrypted"),
  /** Its header demands to be read in a way of its own: {@code crit} or {@code b64}. */
  CRITICAL("jwt_critical"),
  /** It is signed in a way that the policy does not take. */
  ALGORITHM("jwt_algorithm"),
  /** No key of the policy has the name that it gives, for the way in which it is signed. */
  KEY("jwt_key_unknown"),
  SIGNATURE("jwt_signature"),
  NO_EXPIRY("jwt_no_expiry"),
  EXPIRED("jwt_expired"),
  /** It counts from a later time on, or was made later than now. */
  NOT_YET_VALID("jwt_not_yet_valid"),
  ISSUER("jwt_issuer"),
  AUDIENCE("jwt_audience"),
  /** A claim is of another type than it has to be, or empty, or not printable. */
  CLAIM("jwt_claim");

  private final String word;

  JwtFault(String word) {
    this.word = word;
  }

  /** The reason in decisions and records. */
  public String word() {
    return word;
  }
}
