package io.portcullis.caller;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** How a body holds its fields. */
public enum BodyForm {
  /** A JSON object (RFC 8259); a field is a member of the object itself. */
  JSON("json") {
    @Override
    boolean isType(String type) {
      return type.equals("application/json")
          || type.startsWith("application/") && type.endsWith("+json");
    }

    @Override
    Claim claimIn(String text, String field) {
      return new JsonMember(text, field).claim();
    }

    @Override
    Claim beside(String target, String field) {
      return Claim.NONE;
    }
  },

  /** {@code application/x-www-form-urlencoded}, of which the query is another part. */
  FORM("form") {
    @Override
    boolean isType(String type) {
      return type.equals("application/x-www-form-urlencoded");
    }

    @Override
    Claim claimIn(String text, String field) {
      return FormField.claim(text, field);
    }

    /** Servlets hand out a parameter of the query before that of the body. */
    @Override
    Claim beside(String target, String field) {
      return QueryParameter.claim(target, field);
    }
  };

  private final String word;

  BodyForm(String word) {
    this.word = word;
  }

  /** The key that stands for it in a policy. */
  public String word() {
    return word;
  }

  /** Whether a media type, in lower case and without parameters, is of this form. */
  abstract boolean isType(String type);

  /** What the field holds in a body that is text already. */
  abstract Claim claimIn(String text, String field);

  /** What else of a request an application takes for the same field. */
  abstract Claim beside(String target, String field);

  /** What the field holds; a body that is anything but UTF-8 cannot be read. */
  final Claim claim(byte[] body, String field) {
    String text;
    try {
      text =
          StandardCharsets.UTF_8
              .newDecoder()
              .onMalformedInput(CodingErrorAction.REPORT)
              .onUnmappableCharacter(CodingErrorAction.REPORT)
              .decode(ByteBuffer.wrap(body))
              .toString();
    } catch (CharacterCodingException e) {
      return Claim.unreadable("body_charset");
    }
    return claimIn(text, field);
  }

  /** The claim of a field's value. */
  static Claim named(String value) {
    return value.isEmpty()
        ? Claim.unreadable("body_blank")
        : Carried.printable(value, "body_not_printable");
  }
}
