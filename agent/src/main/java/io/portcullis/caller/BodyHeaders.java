package io.portcullis.caller;

import io.portcullis.engine.Request;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What the headers of a request say of its body, before any of it is read. Immutable. */
final class BodyHeaders {
  private final boolean announced;
  private final boolean encoded;
  private final boolean charsetUnknown;
  private final String type;

  private BodyHeaders(boolean announced, boolean encoded, boolean charsetUnknown, String type) {
    this.announced = announced;
    this.encoded = encoded;
    this.charsetUnknown = charsetUnknown;
    this.type = type;
  }

  static BodyHeaders of(Request request) {
    boolean announced = false;
    boolean encoded = false;
    for (String line : request.headerLines("Content-Length")) {
      announced |= !Carried.trimmed(line).equals("0");
    }
    for (String line : request.headerLines("Transfer-Encoding")) {
      announced = true;
      encoded |= !Carried.trimmed(line).equalsIgnoreCase("chunked");
    }
    for (String line : request.headerLines("Content-Encoding")) {
      String coding = Carried.trimmed(line);
      encoded |= !coding.isEmpty() && !coding.equalsIgnoreCase("identity");
    }
    List<String> types = request.headerLines("Content-Type");
    String first = types.isEmpty() ? "" : Carried.trimmed(types.get(0)).toLowerCase(Locale.ROOT);
    for (int i = 1; i < types.size(); i++) {
      if (!Carried.trimmed(types.get(i)).toLowerCase(Locale.ROOT).equals(first)) {
        // Of no form: which of the two counts cannot be told.
        first = "";
      }
    }
    int parameters = first.indexOf(';');
    String type = parameters < 0 ? first : Carried.trimmed(first.substring(0, parameters));
    boolean charset = parameters >= 0 && !isCharsetKnown(first.substring(parameters));
    return new BodyHeaders(announced, encoded, charset, type);
  }

  /** Whether parameters of a media type, if they name a charset, name one that UTF-8 reads. */
  private static boolean isCharsetKnown(String parameters) {
    for (String parameter : parameters.split(";", -1)) {
      String text = Carried.trimmed(parameter);
      if (!text.contains("charset")) {
        continue;
      }
      String value = Carried.trimmed(text.substring(text.indexOf('=') + 1)).replace("\"", "");
      if (!text.startsWith("charset")
          || !value.equals("utf-8") && !value.equals("utf8") && !value.equals("us-ascii")) {
        return false;
      }
    }
    return true;
  }

  /** Why a body cannot be read whatever it holds; empty where that is not known yet. */
  Optional<String> refusal(BodyForm form) {
    if (encoded) {
      return Optional.of("body_compressed");
    }
    if (announced && !isOf(form)) {
      return Optional.of("body_type");
    }
    return charsetUnknown && announced ? Optional.of("body_charset") : Optional.<String>empty();
  }

  /** Whether it is said to be of this form, in a charset that we read. */
  boolean isOf(BodyForm form) {
    return form.isType(type);
  }

  /** Whether a charset is named that we do not read. */
  boolean isCharsetUnknown() {
    return charsetUnknown;
  }
}
