package io.portcullis.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** JSON as text: strict reading of one value, and writing on one line. */
public final class JsonText {
  private static final int DEEPEST = 32;
  private static final JsonFactory FACTORY = new JsonFactory();
  private static final JSON WRITER = JSON.std.with(JSON.Feature.WRITE_NULL_PROPERTIES);

  private JsonText() {}

  /** A value made of maps, lists, strings, numbers, booleans and nulls, on one line. */
  public static String write(Map<String, @Nullable Object> value) {
    return written(value);
  }

  /** The same of a list. */
  public static String write(List<? extends @Nullable Object> value) {
    return written(value);
  }

  private static String written(Object value) {
    try {
      return WRITER.asString(value);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The one value that a text holds: map, list, string, number, boolean or null. A name that stands
   * twice in an object is an error, since readers differ on which one counts.
   */
  public static @Nullable Object read(String text) throws RequestSyntaxException {
    try (JsonParser parser = FACTORY.createParser(text)) {
      if (parser.nextToken() == null) {
        throw new RequestSyntaxException("the line is empty");
      }
      Object value = value(parser, 0);
      if (parser.nextToken() != null) {
        throw new RequestSyntaxException(
            "there is something behind the object, at column " + column(parser));
      }
      return value;
    } catch (StreamConstraintsException e) {
      throw new RequestSyntaxException("the JSON is too large or too deep");
    } catch (JsonParseException e) {
      throw new RequestSyntaxException(
          "not valid JSON, at column " + e.getLocation().getColumnNr());
    } catch (IOException e) {
      throw new RequestSyntaxException("not valid JSON");
    }
  }

  private static @Nullable Object value(JsonParser parser, int depth)
      throws IOException, RequestSyntaxException {
    if (depth > DEEPEST) {
      throw new RequestSyntaxException("the JSON is too large or too deep");
    }
    switch (parser.currentToken()) {
      case START_OBJECT:
        return object(parser, depth);
      case START_ARRAY:
        List<@Nullable Object> list = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          list.add(value(parser, depth + 1));
        }
        return list;
      case VALUE_STRING:
        return parser.getText();
      case VALUE_TRUE:
      case VALUE_FALSE:
        return parser.getBooleanValue();
      case VALUE_NULL:
        return null;
      default:
        return parser.getNumberValue();
    }
  }

  private static Map<String, @Nullable Object> object(JsonParser parser, int depth)
      throws IOException, RequestSyntaxException {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
      if (object.containsKey(name)) {
        throw new RequestSyntaxException(
            "`" + name + "` stands twice, at column " + column(parser));
      }
      parser.nextToken();
      object.put(name, value(parser, depth + 1));
    }
    return object;
  }

  private static int column(JsonParser parser) {
    return parser.currentTokenLocation().getColumnNr();
  }
}
