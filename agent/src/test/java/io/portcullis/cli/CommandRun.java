package io.portcullis.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;

/** One run of the command line within this JVM: what it wrote and its exit code. */
record CommandRun(int exit, String out, String err) {
  static CommandRun of(String... args) {
    return withInput("", args);
  }

  static CommandRun withInput(String input, String... args) {
    return withInput(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)), args);
  }

  static CommandRun withInput(InputStream in, String... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int exit =
        Commands.run(
            args,
            in,
            new PrintStream(out, false, StandardCharsets.UTF_8),
            new PrintStream(err, false, StandardCharsets.UTF_8));
    return new CommandRun(
        exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  /** The same with the folder of the test data and the revisions of policies taken out. */
  CommandRun plain() {
    return new CommandRun(exit, plain(out), plain(err));
  }

  private static String plain(String text) {
    String folder = file("shop.yaml").replaceAll("shop\\.yaml$", "");
    return text.replace(folder, "")
        .replaceAll("(revision |policy   |\"policy\":\")[0-9a-f]{12}\\b", "$1<revision>");
  }

  /** The path of a file among this package's test data. */
  static String file(String name) {
    try {
      return Path.of(
              Objects.requireNonNull(CommandRun.class.getResource("/cli/" + name), name).toURI())
          .toString();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What a file among this package's test data holds. */
  static String golden(String name) {
    try (InputStream in =
        Objects.requireNonNull(CommandRun.class.getResourceAsStream("/cli/" + name), name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
