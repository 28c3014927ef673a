package io.portcullis.policy;

import io.portcullis.caller.BodyForm;
import io.portcullis.pattern.HostTemplate;
import io.portcullis.pattern.PathPattern;
import io.portcullis.pattern.PathTemplate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * One item of {@code callers.tenant} or {@code callers.program} as it is written: exactly one of
 * its fields but the place is there. Immutable; plain fields, as those of {@link PolicyDocument}.
 */
final class NameSourcePart {
  final Place place;
  final Optional<String> header;
  final Optional<HostTemplate> host;
  final Optional<PathTemplate> path;
  final Optional<JwtPart> jwt;
  final Optional<String> certificate;
  final Optional<BodyPart> body;

  private NameSourcePart(
      Place place,
      Optional<String> header,
      Optional<HostTemplate> host,
      Optional<PathTemplate> path,
      Optional<JwtPart> jwt,
      Optional<String> certificate,
      Optional<BodyPart> body) {
    this.place = place;
    this.header = header;
    this.host = host;
    this.path = path;
    this.jwt = jwt;
    this.certificate = certificate;
    this.body = body;
  }

  static NameSourcePart header(Place place, String name) {
    return new NameSourcePart(
        place,
        Optional.of(name),
        Optional.<HostTemplate>empty(),
        Optional.<PathTemplate>empty(),
        Optional.<JwtPart>empty(),
        Optional.<String>empty(),
        Optional.<BodyPart>empty());
  }

  static NameSourcePart host(Place place, HostTemplate template) {
    return new NameSourcePart(
        place,
        Optional.<String>empty(),
        Optional.of(template),
        Optional.<PathTemplate>empty(),
        Optional.<JwtPart>empty(),
        Optional.<String>empty(),
        Optional.<BodyPart>empty());
  }

  static NameSourcePart path(Place place, PathTemplate template) {
    return new NameSourcePart(
        place,
        Optional.<String>empty(),
        Optional.<HostTemplate>empty(),
        Optional.of(template),
        Optional.<JwtPart>empty(),
        Optional.<String>empty(),
        Optional.<BodyPart>empty());
  }

  static NameSourcePart jwt(Place place, JwtPart jwt) {
    return new NameSourcePart(
        place,
        Optional.<String>empty(),
        Optional.<HostTemplate>empty(),
        Optional.<PathTemplate>empty(),
        Optional.of(jwt),
        Optional.<String>empty(),
        Optional.<BodyPart>empty());
  }

  /** {@code certificate}: an attribute of the subject. */
  static NameSourcePart certificate(Place place, String attribute) {
    return new NameSourcePart(
        place,
        Optional.<String>empty(),
        Optional.<HostTemplate>empty(),
        Optional.<PathTemplate>empty(),
        Optional.<JwtPart>empty(),
        Optional.of(attribute),
        Optional.<BodyPart>empty());
  }

  static NameSourcePart body(Place place, BodyPart body) {
    return new NameSourcePart(
        place,
        Optional.<String>empty(),
        Optional.<HostTemplate>empty(),
        Optional.<PathTemplate>empty(),
        Optional.<JwtPart>empty(),
        Optional.<String>empty(),
        Optional.of(body));
  }

  /** {@code body}: in which requests, and where in their bodies. */
  static final class BodyPart {
    final List<PathPattern> match;
    final BodyForm form;
    final String field;
    final int maxBytes;
    final long timeoutMillis;

    BodyPart(
        List<PathPattern> match, BodyForm form, String field, int maxBytes, long timeoutMillis) {
      this.match = Collections.unmodifiableList(new ArrayList<>(match));
      this.form = form;
      this.field = field;
      this.maxBytes = maxBytes;
      this.timeoutMillis = timeoutMillis;
    }
  }

  /** {@code jwt}: which token, and which of its claims. */
  static final class JwtPart {
    final String header;
    final List<String> claims;
    final Optional<VerifyPart> verify;

    /** A part whose {@code verify} is empty where tokens are not verified. */
    JwtPart(String header, List<String> claims, Optional<VerifyPart> verify) {
      this.header = header;
      this.claims = Collections.unmodifiableList(new ArrayList<>(claims));
      this.verify = verify;
    }
  }

  /** {@code verify}: whose tokens are believed. */
  static final class VerifyPart {
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
    VerifyPart(
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
