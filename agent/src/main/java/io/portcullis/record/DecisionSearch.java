package io.portcullis.record;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.portcullis.gate.DecisionIds;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * What the records say of one decision: the line that tells of it, or the folded lines of which one
 * counts it. Immutable.
 */
public final class DecisionSearch {
  private static final JsonFactory FACTORY = new JsonFactory();

  private final Optional<String> line;
  private final List<String> folded;

  private DecisionSearch(Optional<String> line, List<String> folded) {
    this.line = line;
    this.folded = folded;
  }

  /** Whether a text has the form of an id. */
  public static boolean isId(String text) {
    return DecisionIds.numberOf(text) > 0;
  }

  /** Searches all files of a state directory, the newest first. Takes no lock. */
  public static DecisionSearch of(Path directory, String id) throws IOException {
    String run = DecisionIds.runOf(id);
    long number = DecisionIds.numberOf(id);
    String named = "\"id\":\"" + id + "\"";
    String ofRun = "\"firstId\":\"" + run + "-";
    List<String> folded = new ArrayList<>();
    for (Path file : DecisionFiles.newestFirst(directory)) {
      try (BufferedReader reader = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1)) {
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
          if (line.contains(named) && id.equals(value(line, "id"))) {
            return new DecisionSearch(Optional.of(line), Collections.<String>emptyList());
          }
          if (line.contains(ofRun)
              && DecisionIds.numberOf(value(line, "firstId")) <= number
              && DecisionIds.numberOf(value(line, "lastId")) >= number) {
            folded.add(line);
          }
        }
      } catch (NoSuchFileException deletedMeanwhile) {
        continue;
      }
    }
    return new DecisionSearch(Optional.<String>empty(), Collections.unmodifiableList(folded));
  }

  /** The text of a field of a line; empty where there is none, or the line was cut off. */
  private static String value(String line, String name) {
    try (JsonParser parser = FACTORY.createParser(line)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return "";
      }
      String found = "";
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        boolean wanted = parser.currentName().equals(name);
        if (parser.nextToken() == JsonToken.VALUE_STRING && wanted) {
          found = parser.getText();
        }
        parser.skipChildren();
      }
      return parser.currentToken() == JsonToken.END_OBJECT ? found : "";
    } catch (IOException torn) {
      return "";
    }
  }

  /** The line of the decision itself. */
  public Optional<String> line() {
    return line;
  }

  /** The folded lines whose range of ids holds it, where it has no line of its own. */
  public List<String> folded() {
    return folded;
  }
}
