package io.portcullis.policy;

import io.portcullis.engine.Code;
import io.portcullis.gate.RefusalTemplate;
import io.portcullis.gate.Refusals;
import io.portcullis.gate.ResponseProfile;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Reads {@code responses}: whose words refusals have, and how those of each code are worded. */
final class ResponsesReader {
  private static final String PROFILE = "profile";
  private static final List<String> PLACEHOLDERS =
      Arrays.asList("${code}", "${clientAddress}", "${decisionId}", "${tenant}", "${path}");

  private final Problems problems;

  private ResponsesReader(Problems problems) {
    this.problems = problems;
  }

  static Refusals read(YamlNode node, Problems problems) {
    Map<Code, RefusalTemplate> templates = new EnumMap<>(Code.class);
    Section section = Section.withAnyKeys("responses", node, problems);
    List<String> known = refusalCodes();
    List<String> keys = new ArrayList<>(known);
    keys.add(PROFILE);
    for (String name : section.keys()) {
      if (name.equals(PROFILE)) {
        continue;
      }
      if (!known.contains(name)) {
        problems.error(
            section.placeOf(name),
            "UNKNOWN_CODE",
            Problems.quoted(name) + " is no code of a refusal" + problems.suggestion(name, keys));
      }
      Optional<YamlNode> response = section.value(name);
      if (response.isPresent()) {
        Optional<RefusalTemplate> template =
            new ResponsesReader(problems).template(section.path(name), response.get());
        if (template.isPresent() && known.contains(name)) {
          warnOfTellingApart(Code.valueOf(name), section.placeOf(name), problems);
          templates.put(Code.valueOf(name), template.get());
        }
      }
    }
    return Refusals.of(profile(section), templates);
  }

  private static ResponseProfile profile(Section section) {
    Optional<String> word = section.oneOf(PROFILE, ResponseProfile.words().toArray(new String[0]));
    return word.isPresent()
        ? ResponseProfile.ofWord(word.get()).orElse(ResponseProfile.DEFAULT)
        : ResponseProfile.DEFAULT;
  }

  private static void warnOfTellingApart(Code code, Place place, Problems problems) {
    if (code.told() != code) {
      problems.warning(
          place,
          "TELLS_CALLERS_APART",
          "an answer of its own for "
              + Problems.quoted(code.name())
              + " shows callers which tenants there are; word "
              + Problems.quoted(code.told().name())
              + ", which is the answer for both");
    }
  }

  /** The codes that a request can be refused with. */
  private static List<String> refusalCodes() {
    List<String> names = new ArrayList<>();
    for (Code code : Code.values()) {
      if (code.refuses()) {
        names.add(code.name());
      }
    }
    return names;
  }

  private Optional<RefusalTemplate> template(String name, YamlNode node) {
    Section section = Section.of(name, node, problems, "status", "contentType", "headers", "body");
    RefusalTemplate.Builder template = RefusalTemplate.builder();
    OptionalInt status = section.number("status", 400, 599);
    Optional<String> contentType = section.text("contentType");
    Optional<String> body = section.text("body");
    if (status.isPresent()) {
      template.status(status.getAsInt());
    }
    if (contentType.isPresent()) {
      try {
        template.contentType(contentType.get());
      } catch (IllegalArgumentException e) {
        problems.error(section.value("contentType").get().place(), "WRONG_VALUE", e);
      }
    }
    if (body.isPresent()) {
      Place place = section.value("body").get().place();
      try {
        if (hasGoodPlaceholders(body.get(), place)) {
          template.body(body.get());
        }
      } catch (IllegalArgumentException e) {
        problems.error(place, "WRONG_VALUE", e);
      }
    }
    Optional<YamlNode> headers = section.value("headers");
    if (headers.isPresent()) {
      addHeaders(section.path("headers"), headers.get(), template);
    }
    try {
      return Optional.of(template.build());
    } catch (IllegalArgumentException e) {
      problems.error(section.place(), "WRONG_VALUE", e);
      return Optional.empty();
    }
  }

  private void addHeaders(String name, YamlNode node, RefusalTemplate.Builder template) {
    Section section = Section.withAnyKeys(name, node, problems);
    for (String header : section.keys()) {
      Optional<String> value = section.text(header);
      if (value.isPresent()
          && hasGoodPlaceholders(value.get(), section.value(header).get().place())) {
        try {
          template.header(header, value.get());
        } catch (IllegalArgumentException e) {
          problems.error(section.placeOf(header), "WRONG_VALUE", e);
        }
      }
    }
  }

  /** Whether every {@code ${…}} is one that is filled in; {@code $${} stands for itself. */
  private boolean hasGoodPlaceholders(String text, Place place) {
    boolean good = true;
    for (int start = text.indexOf("${"); start >= 0; start = text.indexOf("${", start + 2)) {
      if (start > 0 && text.charAt(start - 1) == '$') {
        continue;
      }
      int end = text.indexOf('}', start);
      String placeholder = end < 0 ? "" : text.substring(start, end + 1);
      if (end < 0) {
        problems.error(
            place,
            "UNKNOWN_PLACEHOLDER",
            "the placeholder that starts with "
                + Problems.quoted(text.substring(start))
                + " has no `}`; for the characters `${` write `$${`");
        good = false;
      } else if (!PLACEHOLDERS.contains(placeholder)) {
        problems.error(
            place,
            "UNKNOWN_PLACEHOLDER",
            "unknown placeholder "
                + Problems.quoted(placeholder)
                + problems.suggestion(placeholder, PLACEHOLDERS));
        good = false;
      }
    }
    return good;
  }
}
