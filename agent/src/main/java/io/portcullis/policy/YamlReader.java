package io.portcullis.policy;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.CollectionStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;

/**
 * Reads the bytes of one YAML document to nodes, within bounds.
 *
 * <p>It stands on the events of the YAML parser, not on its composer: only the events still tell a
 * written tag from a guessed one, and no type of YAML 1.1 is ever resolved. Nothing is
 * instantiated.
 */
final class YamlReader {
  /** The bounds. A policy that needs more has long lists, which belong into files of their own. */
  static final int MOST_BYTES = 8 << 20;

  static final int MOST_NODES = 500_000;
  static final int MOST_LEVELS = 32;

  private final String file;
  private final Problems problems;
  private final Map<String, YamlNode> anchors = new HashMap<>();
  private final Set<String> openAnchors = new HashSet<>();
  private ParserImpl parser;
  private int nodes;

  private YamlReader(String file, Problems problems, String text) {
    this.file = file;
    this.problems = problems;
    LoaderOptions options = new LoaderOptions();
    options.setCodePointLimit(Integer.MAX_VALUE); // the bytes were counted already
    this.parser = new ParserImpl(new StreamReader(text), options);
  }

  /**
   * The root of the one document that {@code bytes} hold; empty where they cannot be read, with the
   * one problem that says why. Tags are problems too, but do not keep the rest from being read.
   */
  static Optional<YamlNode> read(String file, byte[] bytes, Problems problems) {
    try {
      if (bytes.length > MOST_BYTES) {
        throw new Unreadable(
            Place.of(file, 1, 1),
            "TOO_LARGE",
            "the file has "
                + bytes.length
                + " bytes, at most "
                + MOST_BYTES
                + " are read; move long lists into files of their own: `{file: lists/office.txt}`");
      }
      return Optional.of(new YamlReader(file, problems, decode(file, bytes)).document());
    } catch (Unreadable unreadable) {
      problems.error(unreadable.place, unreadable.code, unreadable.words);
      return Optional.empty();
    }
  }

  private static String decode(String file, byte[] bytes) throws Unreadable {
    CharsetDecoder decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    CharBuffer chars = CharBuffer.allocate(bytes.length);
    CoderResult result = decoder.decode(ByteBuffer.wrap(bytes), chars, true);
    // CharBuffer's flip() and Java 8's Buffer.flip() differ in what they return; neither is needed.
    String text = new String(chars.array(), 0, chars.position());
    if (result.isError()) {
      String cause =
          looksLikeUtf16(bytes) ? "the file looks like UTF-16" : "these bytes are not UTF-8";
      throw new Unreadable(
          endOf(file, text), "NOT_UTF8", cause + "; save the policy as UTF-8 text");
    }
    if (text.startsWith("\ufeff")) {
      text = text.substring(1);
    }
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      if (!StreamReader.isPrintable(c)) {
        throw new Unreadable(
            endOf(file, text.substring(0, i)),
            "CONTROL_CHARACTER",
            String.format("the character U+%04X must not stand in a policy; remove it", c));
      }
      i += Character.charCount(c);
    }
    return text;
  }

  private static boolean looksLikeUtf16(byte[] bytes) {
    if (bytes.length < 2) {
      return false;
    }
    int mark = (bytes[0] & 0xff) << 8 | bytes[1] & 0xff;
    return mark == 0xfeff || mark == 0xfffe;
  }

  /** The place behind a text, lines and columns counted as the YAML parser counts them. */
  private static Place endOf(String file, String text) {
    int line = 1;
    int column = 1;
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      i += Character.charCount(c);
      boolean pairFollows = c == '\r' && i < text.length() && text.charAt(i) == '\n';
      if (c == '\n' || c == '\r' || c == 0x85 || c == 0x2028 || c == 0x2029) {
        line += pairFollows ? 0 : 1;
        column = 1;
      } else if (c != 0xfeff) {
        column++;
      }
    }
    return Place.of(file, line, column);
  }

  private YamlNode document() throws Unreadable {
    try {
      parser.getEvent(); // the start of the stream
      if (parser.checkEvent(Event.ID.StreamEnd)) {
        throw empty();
      }
      parser.getEvent(); // the start of the document
      YamlNode root = node(parser.getEvent(), 1);
      parser.getEvent(); // its end
      Event next = parser.getEvent();
      if (!next.is(Event.ID.StreamEnd)) {
        throw new Unreadable(
            placeOf(next.getStartMark()),
            "SEVERAL_DOCUMENTS",
            "a second document starts here, and a policy is one; remove the line `---`");
      }
      if (root.isNull()) {
        throw empty();
      }
      return root;
    } catch (MarkedYAMLException e) {
      throw syntaxError(e);
    } catch (YAMLException e) {
      throw new Unreadable(Place.of(file, 1, 1), "YAML_SYNTAX", String.valueOf(e.getMessage()));
    } catch (RuntimeException e) {
      // The parser is not ours: what it trips over is a fault of the text until proven otherwise.
      throw new Unreadable(Place.of(file, 1, 1), "YAML_SYNTAX", "this is no YAML that can be read");
    }
  }

  private YamlNode node(Event event, int level) throws Unreadable {
    Place place = placeOf(event.getStartMark());
    if (event.is(Event.ID.Alias)) {
      return aliased(((NodeEvent) event).getAnchor(), place, level);
    }
    admit(1, level, place);
    String anchor = ((NodeEvent) event).getAnchor();
    if (anchor != null) {
      openAnchors.add(anchor);
      anchors.remove(anchor);
    }
    YamlNode node;
    if (event.is(Event.ID.Scalar)) {
      ScalarEvent scalar = (ScalarEvent) event;
      refuseTag(scalar.getTag(), place);
      node = YamlNode.scalar(place, scalar.getValue(), scalar.isPlain());
    } else {
      refuseTag(((CollectionStartEvent) event).getTag(), place);
      node = event.is(Event.ID.SequenceStart) ? sequence(place, level) : mapping(place, level);
    }
    if (anchor != null) {
      openAnchors.remove(anchor);
      anchors.put(anchor, node);
    }
    return node;
  }

  private YamlNode sequence(Place place, int level) throws Unreadable {
    List<YamlNode> items = new ArrayList<>();
    for (Event e = parser.getEvent(); !e.is(Event.ID.SequenceEnd); e = parser.getEvent()) {
      items.add(node(e, level + 1));
    }
    return YamlNode.sequence(place, items);
  }

  private YamlNode mapping(Place place, int level) throws Unreadable {
    List<YamlNode> keys = new ArrayList<>();
    List<YamlNode> values = new ArrayList<>();
    for (Event e = parser.getEvent(); !e.is(Event.ID.MappingEnd); e = parser.getEvent()) {
      keys.add(node(e, level + 1));
      values.add(node(parser.getEvent(), level + 1));
    }
    return YamlNode.mapping(place, keys, values);
  }

  private YamlNode aliased(String name, Place place, int level) throws Unreadable {
    YamlNode node = anchors.get(name);
    if (node == null) {
      throw new Unreadable(
          place,
          "YAML_SYNTAX",
          openAnchors.contains(name)
              ? "the alias " + Problems.quoted("*" + name) + " stands inside what it names"
              : "the alias "
                  + Problems.quoted("*" + name)
                  + " names no anchor before it; put text that starts with `*` in quotes");
    }
    admit(node.size(), level + node.height() - 1, place);
    return node;
  }

  /** Counts what is about to be added; an alias counts as all that it stands for. */
  private void admit(int more, int level, Place place) throws Unreadable {
    nodes += more;
    if (nodes > MOST_NODES) {
      throw new Unreadable(
          place,
          "TOO_LARGE",
          "more than "
              + MOST_NODES
              + " values, aliases included; move long lists into files of their own");
    }
    if (level > MOST_LEVELS) {
      throw new Unreadable(
          place,
          "TOO_DEEP",
          "nested more than " + MOST_LEVELS + " levels deep; no policy needs it");
    }
  }

  private void refuseTag(@Nullable String tag, Place place) {
    if (tag != null) {
      String written =
          tag.startsWith("tag:yaml.org,2002:")
              ? "!!" + tag.substring("tag:yaml.org,2002:".length())
              : tag;
      problems.error(
          place, "TAG", "the tag " + Problems.quoted(written) + " is not allowed; remove it");
    }
  }

  private Unreadable empty() {
    return new Unreadable(
        Place.of(file, 1, 1),
        "EMPTY_POLICY",
        "the policy is empty; it starts with `portcullis: 1`");
  }

  private Unreadable syntaxError(MarkedYAMLException e) {
    Mark mark = e.getProblemMark() != null ? e.getProblemMark() : e.getContextMark();
    Place place = mark == null ? Place.of(file, 1, 1) : placeOf(mark);
    String problem = e.getProblem() == null ? "cannot be read" : e.getProblem().trim();
    String context = e.getContext() == null ? "" : e.getContext().trim();
    String cure = "";
    if (problem.contains("\\t(TAB)")) {
      problem = "a tab stands where only spaces may indent";
      cure = "; write spaces";
    } else if (context.endsWith("an alias")) {
      cure = "; put text that starts with `*` in quotes";
    }
    String words = (context.isEmpty() ? "" : context + ": ") + problem;
    return new Unreadable(
        place,
        "YAML_SYNTAX",
        words.substring(0, 1).toLowerCase(Locale.ROOT) + words.substring(1) + cure);
  }

  private Place placeOf(Mark mark) {
    return Place.of(file, mark.getLine() + 1, mark.getColumn() + 1);
  }

  /** Why a text cannot be read any further: the one problem that is then reported. */
  private static final class Unreadable extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Place place;
    private final String code;
    private final String words;

    Unreadable(Place place, String code, String words) {
      super(words, null, false, false);
      this.place = place;
      this.code = code;
      this.words = words;
    }
  }
}
