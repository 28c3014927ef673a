package io.portcullis.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The verb {@code schema}: the JSON Schema of the policy file. */
@Command(
    name = "schema",
    header = "Prints the JSON Schema of the policy file.",
    description =
        "Prints the JSON Schema (draft 2020-12) of the policy file, from which editors offer keys,"
            + " explain them and mark mistakes. It knows the form of a policy only: `validate` finds"
            + " what the schema cannot, such as a set that is not there.",
    footer = {
      "%nIn the first line of a policy, for editors with the YAML language server:%n",
      "  # yaml-language-server: $schema=policy.schema.json"
    },
    exitCodeList = {"0:printed", "2:wrong usage"})
final class SchemaVerb extends Verb {
  /** The file in {@code docs}, which the build puts beside this class. */
  private static final String RESOURCE = "policy.schema.json";

  @Option(
      names = "--output",
      paramLabel = "FORM",
      converter = EvalVerb.JsonOnly.class,
      description = "json, which is the only form.")
  private OutputForm output = OutputForm.JSON;

  SchemaVerb(Terminal terminal) {
    super(terminal);
  }

  @Override
  public Integer call() throws IOException {
    terminal().out().print(text());
    return ExitCode.FINE;
  }

  private static String text() throws IOException {
    try (InputStream in = SchemaVerb.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw CommandException.unusable("this jar holds no `" + RESOURCE + "`; build it anew");
      }
      ByteArrayOutputStream text = new ByteArrayOutputStream();
      byte[] buffer = new byte[8192];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        text.write(buffer, 0, n);
      }
      return new String(text.toByteArray(), StandardCharsets.UTF_8);
    }
  }
}
