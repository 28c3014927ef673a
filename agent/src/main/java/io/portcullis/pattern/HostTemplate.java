package io.portcullis.pattern;

import java.util.Optional;

/**
 * A host one label of which is a name: <code>{tenant}.api.example.com</code>. Immutable.
 *
 * <p>Hosts are compared in lower case, so a name that is read from one is in lower case too.
 */
public final class HostTemplate {
  private final String text;
  // Lower-case A-labels before and behind the name, each with its dot.
  private final String before;
  private final String behind;

  private HostTemplate(String text, String before, String behind) {
    this.text = text;
    this.before = before;
    this.behind = behind;
  }

  /**
   * The template that a text stands for.
   *
   * @param name what the label in braces is called: {@code tenant}
   */
  public static HostTemplate parse(String text, String name) throws PatternSyntaxException {
    String placeholder = "{" + name + "}";
    int at = text.indexOf(placeholder);
    if (at < 0) {
      throw bad(
          text,
          "no label is `"
              + placeholder
              + "`; write it where the name stands, such as `"
              + placeholder
              + ".api.example.com`");
    }
    int end = at + placeholder.length();
    if (text.indexOf(placeholder, end) >= 0) {
      throw bad(text, "`" + placeholder + "` stands in it more than once; a host holds one name");
    }
    if (text.indexOf('*') >= 0) {
      throw bad(text, "a star stands for no label here; write the labels beside the name out");
    }
    String stand = text.substring(0, at) + "x" + text.substring(end);
    try {
      DomainPattern.parse(stand);
    } catch (PatternSyntaxException e) {
      throw bad(text, e.reason());
    }
    if ((at > 0 && text.charAt(at - 1) != '.')
        || (end < text.length() && text.charAt(end) != '.')) {
      throw bad(
          text,
          "`" + placeholder + "` is a whole label; write it between dots, without other text");
    }
    if (stand.equals("x") || stand.equals("x.")) {
      throw bad(
          text,
          "every host would be like it; write the domain behind it, such as `"
              + placeholder
              + ".api.example.com`");
    }
    String host = HostName.parse(stand).get().toString();
    return new HostTemplate(text, host.substring(0, at), host.substring(at + 1));
  }

  /** The name in a host; empty where the host is not like the template. */
  public Optional<String> nameIn(HostName host) {
    String name = host.toString();
    int end = name.length() - behind.length();
    if (host.isAddress()
        || end <= before.length()
        || !name.startsWith(before)
        || !name.endsWith(behind)
        || name.lastIndexOf('.', end - 1) >= before.length()) {
      return Optional.empty();
    }
    return Optional.of(name.substring(before.length(), end));
  }

  /** The text it was parsed from. */
  @Override
  public String toString() {
    return text;
  }

  private static PatternSyntaxException bad(String text, String cause) {
    return PatternSyntaxException.ofDomain(text, cause);
  }
}
