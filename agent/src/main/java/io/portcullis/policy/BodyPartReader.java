package io.portcullis.policy;

import io.portcullis.caller.BodyForm;
import io.portcullis.pattern.PathPattern;
import io.portcullis.pattern.PatternSyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Reads {@code body}: which requests have a name in their body, and in which field. */
final class BodyPartReader {
  private static final int USUAL_BYTES = 16_384;
  private static final int MOST_BYTES = 65_536;
  private static final long USUAL_MILLIS = 5_000;
  private static final long MOST_MILLIS = 30_000;

  private final Problems problems;
  private final String what;

  BodyPartReader(Problems problems, String what) {
    this.problems = problems;
    this.what = what;
  }

  Optional<NameSourcePart> read(Section source) {
    Optional<YamlNode> node = source.value("body");
    if (!node.isPresent()) {
      return Optional.empty();
    }
    Section body =
        Section.of(
            source.path("body"),
            node.get(),
            problems,
            "match",
            "json",
            "form",
            "jwt",
            "maxBytes",
            "timeout");
    if (!node.get().isMapping()) {
      return Optional.empty();
    }
    if (!body.has("match")) {
      body.missing("match", "write the requests that have it: `match: [POST /login]`");
    }
    List<PathPattern> match = match(body);
    if (body.has("json") && body.has("form")) {
      problems.error(
          body.placeOf("form"),
          "WRONG_VALUE",
          "`json` and `form` are two forms of a body; write a source for each");
      return Optional.empty();
    }
    if (!body.has("json") && !body.has("form")) {
      body.missing(
          "json",
          body.has("jwt")
              ? "write the field that holds the token: `json: token` or `form: …`"
              : "write the field that holds the name: `json: " + what + "Id` or `form: …`");
    }
    BodyForm form = body.has("form") ? BodyForm.FORM : BodyForm.JSON;
    Optional<String> field =
        body.has(form.word())
            ? body.requiredText(form.word(), what + "Id")
            : Optional.<String>empty();
    if (field.isPresent() && !isPrintable(field.get(), form)) {
      problems.error(
          body.value(form.word()).get().place(),
          "WRONG_VALUE",
          Problems.quoted(field.get())
              + " cannot be the name of a field; write it in printable ASCII, such as `"
              + what
              + "Id`");
      field = Optional.empty();
    }
    Optional<TokenPart> token = new JwtPartReader(problems).inBody(body);
    OptionalInt maxBytes = body.number("maxBytes", 1, MOST_BYTES);
    long timeout = body.duration("timeout", 1, MOST_MILLIS, "`1ms` to `30s`").orElse(USUAL_MILLIS);
    if (match.isEmpty() || !field.isPresent() || token.isPresent() != body.has("jwt")) {
      return Optional.empty();
    }
    return Optional.<NameSourcePart>of(
        new BodySourcePart(
            source.place(),
            match,
            form,
            field.get(),
            token,
            maxBytes.orElse(USUAL_BYTES),
            timeout));
  }

  private List<PathPattern> match(Section body) {
    List<PathPattern> patterns = new ArrayList<>();
    Optional<YamlNode> node = body.sequence("match", "a list", "[POST /login]");
    if (!node.isPresent()) {
      return patterns;
    }
    if (node.get().values().isEmpty()) {
      problems.error(
          node.get().place(),
          "WRONG_VALUE",
          Problems.quoted(body.path("match")) + " names no request; write `[POST /login]`");
    }
    for (YamlNode item : node.get().values()) {
      Optional<String> text = body.textOf(item, body.path("match") + "[]");
      if (text.isPresent()) {
        try {
          patterns.add(PathPattern.parse(text.get()));
        } catch (PatternSyntaxException e) {
          problems.error(item.place(), "PATH_INVALID", e);
        }
      }
    }
    return patterns;
  }

  /** A query is searched for the field of a form, where some signs are not what they seem. */
  private static boolean isPrintable(String field, BodyForm form) {
    for (int i = 0; i < field.length(); i++) {
      char c = field.charAt(i);
      if (c < ' ' || c > '~' || form == BodyForm.FORM && " %&=;#+".indexOf(c) >= 0) {
        return false;
      }
    }
    return !field.isEmpty();
  }
}
