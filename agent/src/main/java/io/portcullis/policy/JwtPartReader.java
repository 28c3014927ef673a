package io.portcullis.policy;

import io.portcullis.caller.jwt.JwtAlgorithms;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** Reads {@code jwt}: a token, what has to be true of it, and its claims that hold a name. */
final class JwtPartReader {
  private static final long USUAL_SKEW = 60_000;
  private static final long MOST_SKEW = 600_000;

  private final Problems problems;

  JwtPartReader(Problems problems) {
    this.problems = problems;
  }

  /** {@code jwt} of a source: a token in a header. */
  Optional<NameSourcePart> read(Section source) {
    Optional<YamlNode> node = source.value("jwt");
    if (!node.isPresent()) {
      return Optional.empty();
    }
    Section jwt =
        Section.of(source.path("jwt"), node.get(), problems, "header", "claims", "verify");
    if (!node.get().isMapping()) {
      return Optional.empty();
    }
    String header = "Authorization";
    boolean good = true;
    if (jwt.has("header")) {
      Optional<String> name = jwt.requiredText("header", header);
      good = name.isPresent() && HttpToken.is(name.get());
      if (name.isPresent() && !good) {
        problems.error(
            jwt.value("header").get().place(),
            "WRONG_VALUE",
            Problems.quoted(name.get()) + " cannot be the name of a header");
      }
      header = name.orElse(header);
    }
    Optional<TokenPart> token = token(jwt);
    return token.isPresent() && good
        ? Optional.<NameSourcePart>of(new TokenSourcePart(node.get().place(), header, token.get()))
        : Optional.<NameSourcePart>empty();
  }

  /** {@code jwt} of a body: a token in a field. */
  Optional<TokenPart> inBody(Section body) {
    Optional<YamlNode> node = body.value("jwt");
    if (!node.isPresent()) {
      return Optional.empty();
    }
    Section jwt = Section.of(body.path("jwt"), node.get(), problems, "claims", "verify");
    return node.get().isMapping() ? token(jwt) : Optional.<TokenPart>empty();
  }

  private Optional<TokenPart> token(Section jwt) {
    if (!jwt.has("claims")) {
      jwt.missing("claims", "write `claims: [org_id]`, the claims that may hold the name");
    }
    List<String> claims = words(jwt, "claims", "[org_id]");
    if (!jwt.has("verify")) {
      jwt.missing(
          "verify",
          "write whose tokens are believed, such as `verify: {jwks: keys.json, issuer:"
              + " \"https://id.example\", audience: api}`");
      return Optional.empty();
    }
    Optional<YamlNode> verify = jwt.value("verify");
    if (!verify.isPresent()) {
      return Optional.empty();
    }
    Optional<TokenPart.Verify> part = Optional.empty();
    if (!verify.get().isScalar()) {
      part = verified(jwt, verify.get());
      if (!part.isPresent()) {
        return Optional.empty();
      }
    } else if (!verify.get().text().equals("unverified")) {
      problems.error(
          verify.get().place(),
          "WRONG_VALUE",
          Problems.quoted(jwt.path("verify"))
              + " is a mapping, or `unverified`, not "
              + Problems.quoted(verify.get().text()));
      return Optional.empty();
    }
    return claims.isEmpty()
        ? Optional.<TokenPart>empty()
        : Optional.of(new TokenPart(claims, part));
  }

  private Optional<TokenPart.Verify> verified(Section jwt, YamlNode node) {
    Section verify =
        Section.of(
            jwt.path("verify"),
            node,
            problems,
            "jwks",
            "hmacSecretFile",
            "issuer",
            "audience",
            "algorithms",
            "clockSkew",
            "requireExpiry");
    if (!node.isMapping()) {
      return Optional.empty();
    }
    boolean secret = verify.has("hmacSecretFile");
    if (secret == verify.has("jwks")) {
      if (secret) {
        problems.error(
            verify.placeOf("hmacSecretFile"),
            "WRONG_VALUE",
            "`jwks` and `hmacSecretFile` are two ways to sign; write a source for each, or keep one"
                + " of the two");
      } else {
        verify.missing(
            "jwks",
            "write `jwks: keys.json`, a file of public keys, or `hmacSecretFile: token.key`");
      }
    }
    String key = secret ? "hmacSecretFile" : "jwks";
    Optional<String> file = verify.has(key) ? file(verify, key) : Optional.<String>empty();
    List<String> algorithms = algorithms(verify);
    Optional<String> issuer =
        verify.has("issuer")
            ? verify.requiredText("issuer", "https://id.example")
            : Optional.<String>empty();
    Optional<String> audience =
        verify.has("audience") ? verify.requiredText("audience", "api") : Optional.<String>empty();
    long skew = verify.duration("clockSkew", 0, MOST_SKEW, "`0s` to `10m`").orElse(USUAL_SKEW);
    boolean expiryRequired = verify.truth("requireExpiry", true);
    if (!file.isPresent() || secret == verify.has("jwks")) {
      return Optional.empty();
    }
    return Optional.of(
        new TokenPart.Verify(
            node.place(),
            secret,
            verify.value(key).get().place(),
            file.get(),
            algorithms,
            issuer,
            audience,
            skew,
            expiryRequired));
  }

  private Optional<String> file(Section verify, String key) {
    Optional<String> file =
        verify.requiredText(key, key.equals("jwks") ? "keys.json" : "token.key");
    if (file.isPresent() && !AddressListReader.isBelow(file.get())) {
      problems.error(
          verify.value(key).get().place(),
          "FILE_PATH",
          "the file "
              + Problems.quoted(file.get())
              + " is not below the policy's own folder; write a relative path without `..` and with"
              + " `/` between folders, such as `keys.json`");
      return Optional.empty();
    }
    return file;
  }

  private List<String> algorithms(Section verify) {
    List<String> algorithms = words(verify, "algorithms", "[RS256]");
    for (String algorithm : algorithms) {
      if (!JwtAlgorithms.ALL.contains(algorithm)) {
        problems.error(
            verify.value("algorithms").get().place(),
            "WRONG_VALUE",
            Problems.quoted(algorithm)
                + " is no algorithm that tokens are signed with here"
                + problems.suggestion(algorithm, JwtAlgorithms.ALL));
      }
    }
    return algorithms;
  }

  /** The words under a key, which may also be one word alone. */
  private List<String> words(Section section, String key, String example) {
    Optional<YamlNode> node = section.value(key);
    if (!node.isPresent()) {
      return Collections.emptyList();
    }
    List<YamlNode> items =
        node.get().isSequence() ? node.get().values() : Collections.singletonList(node.get());
    List<String> words = new ArrayList<>();
    for (YamlNode item : items) {
      Optional<String> word = section.textOf(item, section.path(key) + "[]");
      if (word.isPresent() && word.get().isEmpty()) {
        problems.error(
            item.place(), "WRONG_VALUE", Problems.quoted(section.path(key)) + " has an empty item");
      } else if (word.isPresent()) {
        words.add(word.get());
      }
    }
    if (items.isEmpty()) {
      problems.error(
          node.get().place(),
          "WRONG_VALUE",
          Problems.quoted(section.path(key))
              + " names nothing; write "
              + Problems.quoted(example)
              + (key.equals("claims") ? "" : " or leave it out"));
    }
    return words;
  }
}
