package io.portcullis.matrix;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The table of supported servers, as {@code docs/servers.md} has it. */
final class ServersPage {
  private static final String ABOVE =
      """
      # Servers

      Each line is what the tests start, unmodified, with the agent and nothing else: its own scripts for a distribution, a class path for an embedded server. They check over real sockets that it starts, that an allowed request is answered (byte for byte as without the agent, but for WildFly and Spring Boot, which are started once), that a refused one gets its 403 and does not reach the application, that the connection stays usable, that odd paths do not get round a rule, that a new policy takes effect, that the access log has the refused request, and that the server ends.

      The table is made from the list of what is run (`io.portcullis.matrix.Matrix`), and a test compares the two. What is not in it was not run. Versions between those listed are expected to work; the agent looks up what it needs of a server before it trusts it, and says so where something is missing.

      | server | version | started as | Java | notes |
      |---|---|---|---|---|
      """;

  private static final String BELOW =
      """

      The lines of a few are run in each build, all of them by

      ```
      mvn verify -Pmatrix
      ```

      with `JAVA8_HOME`, `JAVA11_HOME`, `JAVA21_HOME` and `JAVA25_HOME` naming the JDKs beside the one that runs Maven. What was run is in `agent-tests/target/matrix/results.tsv` afterwards.
      """;

  private ServersPage() {}

  static String of(List<Entry> entries) {
    return ABOVE + rows(entries).stream().map(r -> r + "\n").collect(Collectors.joining()) + BELOW;
  }

  private static List<String> rows(List<Entry> entries) {
    List<String> rows = new ArrayList<>();
    for (Entry entry : entries) {
      String java =
          entry.features().stream().map(String::valueOf).collect(Collectors.joining(", "));
      rows.add(
          "| %s | %s | %s | %s | %s |"
              .formatted(entry.server(), entry.version(), entry.delivery(), java, entry.note())
              .replace("|  |", "| |"));
    }
    return rows;
  }
}
