package io.portcullis.cli;

import java.io.UnsupportedEncodingException;
import java.net.URLEncoder;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Whose list is meant, as decisions name it: {@code tenant:acme}. Immutable. */
final class ScopeText {
  /** Reads it. */
  static final class Converter implements ITypeConverter<ScopeText> {
    @Override
    public ScopeText convert(String text) {
      int colon = text.indexOf(':');
      String name = colon < 0 ? "" : text.substring(colon + 1);
      int slash = name.lastIndexOf('/');
      switch (colon < 0 ? text : text.substring(0, colon)) {
        case "global":
        case "exempt":
          if (colon < 0) {
            return new ScopeText(text, "/v1/" + text);
          }
          break;
        case "tenant":
        case "key":
        case "set":
          if (!name.isEmpty()) {
            return new ScopeText(text, "/v1/" + text.substring(0, colon) + "s/" + escaped(name));
          }
          break;
        case "program":
          if (slash > 0 && slash < name.length() - 1) {
            return new ScopeText(
                text,
                "/v1/programs/"
                    + escaped(name.substring(0, slash))
                    + "/"
                    + escaped(name.substring(slash + 1)));
          }
          break;
        default:
          break;
      }
      throw new TypeConversionException(
          "`"
              + text
              + "` is no list; write `tenant:T`, `program:T/P`, `key:K`, `set:S`, `global` or"
              + " `exempt`");
    }
  }

  static final ScopeText NONE = new ScopeText("", "");

  private final String text;
  private final String path;

  private ScopeText(String text, String path) {
    this.text = text;
    this.path = path;
  }

  /** The path of its entries. */
  String entries() {
    return path + "/entries";
  }

  /** The path of one entry. */
  String entry(String id) {
    return entries() + "/" + escaped(id);
  }

  static String escaped(String name) {
    try {
      return URLEncoder.encode(name, "UTF-8").replace("+", "%20");
    } catch (UnsupportedEncodingException e) {
      throw new IllegalStateException("every Java platform has UTF-8", e);
    }
  }

  @Override
  public String toString() {
    return text;
  }
}
