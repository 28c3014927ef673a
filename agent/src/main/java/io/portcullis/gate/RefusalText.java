package io.portcullis.gate;

import io.portcullis.engine.Code;
import io.portcullis.engine.Decision;
import io.portcullis.engine.Request;
import java.util.ArrayList;
import java.util.List;

/**
 * A text of an operator with places to be filled in: {@code ${code}} and its like; {@code $${} is a
 * plain {@code ${}. Immutable, parsed when the policy is read.
 */
final class RefusalText {
  /** What can be filled in. */
  enum Field {
    CODE("code"),
    CLIENT_ADDRESS("clientAddress"),
    DECISION_ID("decisionId"),
    TENANT("tenant"),
    PATH("path");

    private final String word;

    Field(String word) {
      this.word = word;
    }

    String valueIn(Decision decision, Request request, String decisionId) {
      switch (this) {
        case CODE:
          return decision.code().told().name();
        case CLIENT_ADDRESS:
          return decision.client().isReadable()
              ? decision.client().address().toString()
              : "unknown";
        case DECISION_ID:
          return decisionId;
        case TENANT:
          // Between the ways in which a caller can be nobody, nothing tells.
          return decision.caller().hasTenant() && decision.code().told() != Code.CALLER_UNREADABLE
              ? decision.caller().tenant()
              : "";
        default:
          return Printable.path(request.target());
      }
    }
  }

  // Literal texts and fields in turn, a literal first and last.
  private final String[] literals;
  private final Field[] fields;

  private RefusalText(String[] literals, Field[] fields) {
    this.literals = literals;
    this.fields = fields;
  }

  /** Throws {@link IllegalArgumentException} for a placeholder that is none, fit for a user. */
  static RefusalText parse(String text) {
    List<String> literals = new ArrayList<>();
    List<Field> fields = new ArrayList<>();
    StringBuilder literal = new StringBuilder();
    int from = 0;
    int at;
    while ((at = text.indexOf("${", from)) >= 0) {
      if (at > from && text.charAt(at - 1) == '$') {
        literal.append(text, from, at - 1).append("${");
        from = at + 2;
        continue;
      }
      int end = text.indexOf('}', at);
      if (end < 0) {
        throw new IllegalArgumentException(
            "`" + text.substring(at) + "` has no end; close it with `}`, or write `$${`");
      }
      fields.add(field(text.substring(at + 2, end)));
      literals.add(literal.append(text, from, at).toString());
      literal.setLength(0);
      from = end + 1;
    }
    literals.add(literal.append(text, from, text.length()).toString());
    return new RefusalText(literals.toArray(new String[0]), fields.toArray(new Field[0]));
  }

  private static Field field(String word) {
    StringBuilder known = new StringBuilder();
    for (Field field : Field.values()) {
      if (field.word.equals(word)) {
        return field;
      }
      known.append(known.length() == 0 ? "" : ", ").append("`${").append(field.word).append("}`");
    }
    throw new IllegalArgumentException(
        "unknown placeholder `${" + word + "}`; known are " + known + ", and `$${` is plain text");
  }

  /** The operator's own text, without what is filled in. */
  String literals() {
    return String.join("", literals);
  }

  String fill(ContentForm form, Decision decision, Request request, String decisionId) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < fields.length; i++) {
      out.append(literals[i]);
      form.append(fields[i].valueIn(decision, request, decisionId), out);
    }
    return out.append(literals[fields.length]).toString();
  }
}
