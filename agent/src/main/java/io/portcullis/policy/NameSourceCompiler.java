package io.portcullis.policy;

import io.portcullis.caller.KeySource;
import io.portcullis.caller.NameSource;
import io.portcullis.caller.jwt.JwtKeyException;
import io.portcullis.caller.jwt.JwtKeys;
import io.portcullis.caller.jwt.JwtReader;
import io.portcullis.caller.jwt.JwtRules;
import io.portcullis.engine.ClientCertificates;
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
  private final Optional<BearerKeyPart> bearer;
  private final String folder;
  private final Problems problems;

  /** A compiler; {@code bearer} are the keys that may stand where tokens do. */
  NameSourceCompiler(PolicyText text, Optional<BearerKeyPart> bearer, Problems problems) {
    this.bearer = bearer;
    String file = text.name();
    this.folder = file.substring(0, Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1);
    this.text = text;
    this.problems = problems;
  }

  /** The sources, without those whose keys cannot be used, which are told. */
  List<NameSource> compile(List<NameSourcePart> parts, ClientCertificates certificates) {
    List<NameSource> sources = new ArrayList<>();
    for (NameSourcePart part : parts) {
      Optional<NameSource> source = part.source(this, certificates);
      if (source.isPresent()) {
        sources.add(source.get());
      }
    }
    return sources;
  }

  /** A token in a header, which keys may stand in as well. */
  NameSource inHeader(String header, JwtReader reader) {
    if (!bearer.isPresent() || !header.equalsIgnoreCase("Authorization")) {
      return NameSource.token(header, reader);
    }
    checkTold(bearer.get());
    return NameSource.tokenBeside(KeySource.bearer(bearer.get().prefix), reader);
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

  /**
   * What reads a token; nothing where its keys cannot be used, which is told.
   *
   * @param where the token stands, for the operator
   */
  Optional<JwtReader> reader(Place place, String where, TokenPart token) {
    if (!token.verify.isPresent()) {
      problems.warning(
          place,
          "TOKEN_UNVERIFIED",
          "nobody checks the tokens "
              + where
              + " here, so that whoever writes one chooses the list that applies; make sure that"
              + " the application checks them, or write `verify: {jwks: keys.json, …}`");
      return Optional.of(JwtReader.unverified(token.claims));
    }
    TokenPart.Verify verify = token.verify.get();
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
    return Optional.of(JwtReader.verifying(token.claims, keys.get(), rules));
  }

  private Optional<JwtKeys> keys(TokenPart.Verify verify) {
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

  private String shown(TokenPart.Verify verify) {
    return Problems.quoted(folder + verify.file);
  }

  /** Hosts are in lower case, so no host names what is not. */
  void checkNamedByHosts(String what, List<NameSourcePart> parts, Map<String, ScopePart> named) {
    boolean host = false;
    boolean other = false;
    for (NameSourcePart part : parts) {
      host |= part.isHost();
      other |= !part.isHost();
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
