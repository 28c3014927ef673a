package io.portcullis.machine;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * What a verb of the built jar has done.
 *
 * @param exitCode how it ended
 * @param out the lines of its standard output
 * @param err all of its standard error
 */
public record BuiltCommand(int exitCode, List<String> out, String err) {
  private static final int PATIENCE_SECONDS = 60;

  /** Runs a verb in a folder, to its end. */
  public static BuiltCommand run(Path folder, List<String> arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Jdks.of(17).java().toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-jar", BuiltAgent.jar().toString()));
    command.addAll(arguments);
    Path out = Files.createTempFile("portcullis-out", ".txt");
    Path err = Files.createTempFile("portcullis-err", ".txt");
    try {
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectOutput(out.toFile())
              .redirectError(err.toFile());
      builder.environment().keySet().removeIf(n -> n.startsWith("PORTCULLIS_"));
      builder.environment().remove("JAVA_TOOL_OPTIONS");
      Process process = builder.start();
      process.getOutputStream().close();
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError("does not end: " + command);
      }
      return new BuiltCommand(
          process.exitValue(),
          Files.readAllLines(out, StandardCharsets.UTF_8),
          Files.readString(err, StandardCharsets.UTF_8));
    } finally {
      Files.delete(out);
      Files.delete(err);
    }
  }
}
