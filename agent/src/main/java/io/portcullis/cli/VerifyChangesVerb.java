package io.portcullis.cli;

import io.portcullis.record.ChangeChain;
import io.portcullis.wire.JsonText;
import java.io.BufferedInputStream;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The verb {@code verify-changes}: whether the record of changes is as it was written. */
@Command(
    name = "verify-changes",
    header = "Tells whether the record of changes is as it was written.",
    description =
        "Walks the chain in changes.jsonl, in which each line holds the SHA-256 of the one before,"
            + " and names the first line that does not fit. Lines that were taken off the end leave"
            + " no trace in the file: keep the last SHA-256 elsewhere, and compare.",
    exitCodeList = {
      "0:the chain is whole",
      "1:a line does not fit",
      "2:wrong usage, or the file cannot be read"
    })
final class VerifyChangesVerb extends Verb {
  @Parameters(
      paramLabel = "FILE|DIR",
      description = "The file, or the state directory that holds it.")
  private String path = "";

  @Option(
      names = "--output",
      paramLabel = "FORM",
      converter = OutputForm.Converter.class,
      description =
          "text: one line; json: one object with `whole`, `lines`, `last` and `fault`. Default:"
              + " text.")
  private OutputForm output = OutputForm.TEXT;

  VerifyChangesVerb(Terminal terminal) {
    super(terminal);
  }

  @Override
  public Integer call() {
    String file = new File(path).isDirectory() ? path + File.separator + ChangeChain.FILE : path;
    ChangeChain chain = walk(file);
    if (output == OutputForm.JSON) {
      Map<String, @Nullable Object> object = new LinkedHashMap<>();
      object.put("whole", !chain.fault().isPresent());
      object.put("lines", chain.lines());
      object.put("last", chain.last());
      object.put("fault", chain.fault().orElse(null));
      terminal().print(JsonText.write(object));
    } else {
      terminal().print(Terminal.printable(text(file, chain)));
    }
    return chain.fault().isPresent() ? ExitCode.FINDINGS : ExitCode.FINE;
  }

  private static String text(String file, ChangeChain chain) {
    return chain.fault().isPresent()
        ? file + ":" + chain.lines() + ":1: error CHAIN_BROKEN " + chain.fault().get()
        : file
            + ": whole, "
            + chain.lines()
            + (chain.lines() == 1 ? " line" : " lines")
            + ", last SHA-256 "
            + chain.last();
  }

  private static ChangeChain walk(String file) {
    if (!new File(file).exists()) {
      throw CommandException.unusable("cannot read `" + file + "`: no such file");
    }
    try (InputStream in = new BufferedInputStream(new FileInputStream(file))) {
      return ChangeChain.walk(in);
    } catch (IOException e) {
      throw CommandException.unusable("cannot read `" + file + "`: " + e.getMessage());
    }
  }
}
