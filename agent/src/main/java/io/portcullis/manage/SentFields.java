package io.portcullis.manage;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The fields of a body that names them as another system does. Immutable. */
final class SentFields {
  private final String path;
  private final Map<String, ? extends @Nullable Object> fields;

  private SentFields(String path, Map<String, ? extends @Nullable Object> fields) {
    this.path = path;
    this.fields = fields;
  }

  /** The fields of the object that a call sends, which may have these names and no others. */
  static SentFields of(Call call, String... names) throws Refused {
    return of("", Asking.object(call), names);
  }

  private static SentFields of(
      String path, Map<String, ? extends @Nullable Object> fields, String... names) throws Refused {
    for (String name : fields.keySet()) {
      if (!Arrays.asList(names).contains(name)) {
        throw wrong(
            path + name, "`" + path + name + "` is not known; there is " + Arrays.asList(names));
      }
    }
    return new SentFields(path, fields);
  }

  static Refused wrong(String field, String detail) {
    return new Refused(
        Answer.problem(
            422, "Unprocessable Content", "VALIDATION_ERROR", detail, Wording.FIELD, field));
  }

  /** Whether it is there, be it null. */
  boolean names(String name) {
    return fields.containsKey(name);
  }

  @Nullable Object value(String name) {
    return fields.get(name);
  }

  /** The fields of an object inside, which may have these names and no others. */
  SentFields object(String name, String... names) throws Refused {
    Object value = fields.get(name);
    if (!(value instanceof Map)) {
      throw wrong(path + name, "`" + path + name + "` is missing, or no object");
    }
    return of(path + name + ".", Asking.object(value), names);
  }

  /** A text; empty where it is null or not there. */
  Optional<String> text(String name) throws Refused {
    Object value = fields.get(name);
    if (value != null && !(value instanceof String)) {
      throw wrong(path + name, "`" + path + name + "` is text");
    }
    return Optional.ofNullable((String) value);
  }

  /** A text that has to be there. */
  String due(String name) throws Refused {
    Optional<String> text = text(name);
    if (!text.isPresent()) {
      throw wrong(path + name, "`" + path + name + "` is missing");
    }
    return text.get();
  }

  /** Whether it is true; empty where it is not there. */
  Optional<Boolean> flag(String name) throws Refused {
    Object value = fields.get(name);
    if (names(name) && !(value instanceof Boolean)) {
      throw wrong(path + name, "`" + path + name + "` is `true` or `false`");
    }
    return Optional.ofNullable((Boolean) value);
  }

  /** Different texts; none where it is null or not there. */
  List<String> texts(String name) throws Refused {
    Object value = fields.get(name);
    List<String> texts = new ArrayList<>();
    if (value == null) {
      return texts;
    }
    if (value instanceof List) {
      for (Object each : (List<?>) value) {
        if (each instanceof String && !texts.contains(each)) {
          texts.add((String) each);
        }
      }
    }
    if (!(value instanceof List) || texts.size() != ((List<?>) value).size()) {
      throw wrong(path + name, "`" + path + name + "` is a list of different texts");
    }
    return texts;
  }
}
