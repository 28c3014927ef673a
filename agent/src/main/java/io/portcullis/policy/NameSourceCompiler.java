package io.portcullis.policy;

import io.portcullis.caller.KeySource;
import io.portcullis.caller.NameSource;
import io.portcullis.caller.jwt.JwtKeyException;
import io.portcullis.caller.jwt.JwtKeys;
import io.portcullis.caller.jwt.JwtReader;
import io.portcullis.caller.jwt.JwtRules;
import io.portcullis.engine.ClientCertificates;
import io.portcullis.policy.NameSourcePart.BodyPart;
import io.portcullis.policy.NameSourcePart.JwtPart;
import io.portcullis.policy.NameSourcePart.VerifyPart;
import io.portcullis.policy.PolicyDocument.BearerKeyPart;
import io.portcullis.policy.PolicyDocument.ScopePart;
import io.portcullis.source.PolicyText;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Makes the sources of names that a document writes: reads the keys of tokens, and warns of what a
 * caller could choose. Nothing that stands in a file with keys gets into a problem.
 */
final class NameSourceCompiler {
  /** How a signed token begins: {@code {"} in base64url. */
  private static final String JWT = "eyJ";

  private final PolicyText text;
  private final String folder;
  private final Problems problems;

  NameSourceCompiler(PolicyText text, Problems problems) {
    String file = text.name();
    this.folder = file.substring(0, Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1);
    this.text = text;
    this.problems = problems;
  }

  /** The sources, without those whose keys cannot be used, which are told. */
  List<NameSource> compile(
      List<NameSourcePart> parts, ClientCertificates certificates, Optional<BearerKeyPart> bearer) {
    List<NameSource> sources = new ArrayList<>();
    for (NameSourcePart part : parts) {
      Optional<NameSource> source = source(part, certificates, bearer);
      if (source.isPresent()) {
        sources.add(source.get());
      }
    }
    return sources;
  }

  private Optional<NameSource> source(
      NameSourcePart part, ClientCertificates certificates, Optional<BearerKeyPart> bearer) {
    if (part.certificate.isPresent()) {
      return Optional.of(NameSource.certificate(part.certificate.get(), certificates));
    }
    if (part.body.isPresent()) {
      BodyPart body = part.body.get();
      return Optional.of(
          NameSource.body(body.match, body.form, body.field, body.maxBytes, body.timeoutMillis));
    }
    if (part.header.isPresent()) {
      return Optional.of(NameSource.header(part.header.get()));
    }
    if (part.host.isPresent()) {
      return Optional.of(NameSource.host(part.host.get()));
    }
    if (part.path.isPresent()) {
      return Optional.of(NameSource.path(part.path.get()));
    }
    return token(part.place, part.jwt.get(), bearer);
  }

  private Optional<NameSource> token(Place place, JwtPart jwt, Optional<BearerKeyPart> bearer) {
    Optional<JwtReader> reader = reader(place, jwt);
    if (!reader.isPresent()) {
      return Optional.empty();
    }
    if (!bearer.isPresent() || !jwt.header.equalsIgnoreCase("Authorization")) {
      return Optional.of(NameSource.token(jwt.header, reader.get()));
    }
    checkTold(bearer.get());
    return Optional.of(NameSource.tokenBeside(KeySource.bearer(bearer.get().prefix), reader.get()));
  }

  /** A prefix that tokens have as well would hide them. */
  private void checkTold(BearerKeyPart keys) {
    if (JWT.startsWith(keys.prefix) || keys.prefix.startsWith(JWT)) {
      problems.error(
          keys.place,
          "TOKENS_TAKEN_FOR_KEYS",
          "signed tokens begin with `"
              + JWT
              + "`, so they cannot be told from keys that begin with "
              + Problems.quoted(keys.prefix)
              + " in the same header; write what only keys begin with");
    }
  }

  private Optional<JwtReader> reader(Place place, JwtPart jwt) {
    if (!jwt.verify.isPresent()) {
      problems.warning(
          place,
          "TOKEN_UNVERIFIED",
          "nobody checks the tokens in "
              + Problems.quoted(jwt.header)
              + " here, so that whoever writes one chooses the list that applies; make sure that"
              + " the application checks them, or write `verify: {jwks: keys.json, …}`");
      return Optional.of(JwtReader.unverified(jwt.claims));
    }
    VerifyPart verify = jwt.verify.get();
    if (!verify.secret && (!verify.issuer.isPresent() || !verify.audience.isPresent())) {
      String missing = verify.issuer.isPresent() ? "audience" : "issuer";
      problems.warning(
          verify.place,
          "TOKEN_UNBOUND",
          "without "
              + Problems.quoted(missing)
              + " every token counts that one of these keys has signed, "
              + (verify.issuer.isPresent()
                  ? "also one that was made for another application"
                  : "whoever is named in it as its issuer")
              + "; write `"
              + missing
              + "`");
    }
    Optional<JwtKeys> keys = keys(verify);
    if (!keys.isPresent()) {
      return Optional.empty();
    }
    JwtRules rules =
        JwtRules.of(verify.issuer, verify.audience, verify.skewMillis, verify.expiryRequired);
    return Optional.of(JwtReader.verifying(jwt.claims, keys.get(), rules));
  }

  private Optional<JwtKeys> keys(VerifyPart verify) {
    byte[] bytes = text.lists().get(verify.file);
    if (bytes == null) {
      String cause = text.unreadable().get(verify.file);
      problems.error(
          verify.filePlace,
          "FILE_UNREADABLE",
          "the file "
              + shown(verify)
              + " cannot be read: "
              + (cause == null ? "no such file" : cause));
      return Optional.empty();
    }
    try {
      return Optional.of(
          verify.secret
              ? JwtKeys.ofSecret(bytes, verify.algorithms)
              : JwtKeys.ofSet(new String(bytes, StandardCharsets.UTF_8), verify.algorithms));
    } catch (JwtKeyException e) {
      problems.error(
          verify.filePlace,
          "TOKEN_KEYS_INVALID",
          "the file " + shown(verify) + " cannot be used: " + e.getMessage());
      return Optional.empty();
    }
  }

  private String shown(VerifyPart verify) {
    return Problems.quoted(folder + verify.file);
  }

  /** Hosts are in lower case, so no host names what is not. */
  void checkNamedByHosts(String what, List<NameSourcePart> parts, Map<String, ScopePart> named) {
    boolean host = false;
    boolean other = false;
    for (NameSourcePart part : parts) {
      host |= part.host.isPresent();
      other |= !part.host.isPresent();
    }
    for (Map.Entry<String, ScopePart> each : named.entrySet()) {
      String name = each.getKey();
      Place place = each.getValue().place;
      if (host && !name.equals(name.toLowerCase(Locale.ROOT))) {
        String message =
            "the "
                + what
                + " "
                + Problems.quoted(name)
                + " is not in lower case, as all hosts are, ";
        if (other) {
          problems.warning(
              place, "NAME_NOT_IN_HOSTS", message + "so no host names it; write it in lower case");
        } else {
          problems.error(
              place,
              "NAME_NOT_IN_HOSTS",
              message + "and requests name it by their host alone; write it in lower case");
        }
      }
    }
  }
}
