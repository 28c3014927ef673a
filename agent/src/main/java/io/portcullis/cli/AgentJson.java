package io.portcullis.cli;

import io.portcullis.wire.JsonText;
import io.portcullis.wire.RequestSyntaxException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** What the management API answers, as JSON. */
final class AgentJson {
  private AgentJson() {}

  /** The object that an answer is; none where it is no object. */
  static Map<?, ?> object(String answer) {
    try {
      Object value = JsonText.read(answer);
      return value instanceof Map ? (Map<?, ?>) value : Collections.emptyMap();
    } catch (RequestSyntaxException notOurs) {
      return Collections.emptyMap();
    }
  }

  /** A text of the object that an answer is; empty where there is none. */
  static String text(String answer, String name) {
    Object value = object(answer).get(name);
    return value instanceof String ? (String) value : "";
  }

  /** The objects of a list by its name; none where there is no such list. */
  static List<Map<?, ?>> list(Map<?, ?> object, String name) {
    List<Map<?, ?>> rows = new ArrayList<>();
    Object value = object.get(name);
    if (value instanceof List) {
      for (Object each : (List<?>) value) {
        if (each instanceof Map) {
          rows.add((Map<?, ?>) each);
        }
      }
    }
    return rows;
  }
}
