package io.portcullis.policy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** Which claims of a token hold the name, and whose tokens are believed. Immutable. */
final class TokenPart {
  final List<String> claims;
  final Optional<Verify> verify;

  /** A part whose {@code verify} is empty where tokens are not verified. */
  TokenPart(List<String> claims, Optional<Verify> verify) {
    this.claims = Collections.unmodifiableList(new ArrayList<>(claims));
    this.verify = verify;
  }

  /** {@code verify}: whose tokens are believed. */
  static final class Verify {
    final Place place;
    final boolean secret;
    final Place filePlace;
    final String file;
    final List<String> algorithms;
    final Optional<String> issuer;
    final Optional<String> audience;
    final long skewMillis;
    final boolean expiryRequired;

    /** A part; {@code secret} tells what the file holds, a secret or public keys. */
    Verify(
        Place place,
        boolean secret,
        Place filePlace,
        String file,
        List<String> algorithms,
        Optional<String> issuer,
        Optional<String> audience,
        long skewMillis,
        boolean expiryRequired) {
      this.place = place;
      this.secret = secret;
      this.filePlace = filePlace;
      this.file = file;
      this.algorithms = Collections.unmodifiableList(new ArrayList<>(algorithms));
      this.issuer = issuer;
      this.audience = audience;
      this.skewMillis = skewMillis;
      this.expiryRequired = expiryRequired;
    }
  }
}
