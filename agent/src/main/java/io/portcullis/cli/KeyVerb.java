package io.portcullis.cli;

import io.portcullis.caller.ApiKey;
import io.portcullis.caller.NewKey;
import io.portcullis.wire.JsonText;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * The verb {@code key}: a new API key or operator token, and the hash by which a policy knows it.
 */
@Command(
    name = "key",
    header = "Makes an API key or an operator token.",
    description = {
      "Makes a key of 256 random bits and prints it this once, with the `sha256` that is to be"
          + " pasted into the policy, under `keys` or `operators`. Nothing is stored anywhere.",
      "%nHand the key to whoever is to call, and never write it into the policy. A lost key cannot"
          + " be found again: make another one."
    },
    exitCodeList = {"0:printed", "2:wrong usage"})
final class KeyVerb extends Verb {
  private static final int LONGEST_PREFIX = 32;

  @Parameters(
      paramLabel = "NAME",
      description = "Its id in the policy: letters, digits and `-`, `_`, `.`, `:`.")
  private String name = "";

  @Option(
      names = "--prefix",
      paramLabel = "TEXT",
      description =
          "What the key begins with, so that people and scanners for leaked secrets know it."
              + " Default: ptc_.")
  private String prefix = NewKey.USUAL_PREFIX;

  @Option(
      names = "--output",
      paramLabel = "FORM",
      converter = OutputForm.Converter.class,
      description =
          "text: the key, and the lines to paste; json: one object with `name`, `key` and `sha256`."
              + " Default: text.")
  private OutputForm output = OutputForm.TEXT;

  KeyVerb(Terminal terminal) {
    super(terminal);
  }

  @Override
  public Integer call() {
    if (!ApiKey.isId(name)) {
      throw CommandException.unusable(
          "`" + name + "` is not made of 1 to 128 letters, digits and `-`, `_`, `.`, `:`");
    }
    if (prefix.length() > LONGEST_PREFIX || !prefix.matches("[A-Za-z0-9_-]*")) {
      throw CommandException.unusable(
          "`--prefix` is made of at most 32 letters, digits and `-`, `_`, not `" + prefix + "`");
    }
    NewKey made = NewKey.make(prefix);
    String key = made.text();
    String sha256 = made.hash().hex();
    if (output == OutputForm.JSON) {
      Map<String, @Nullable Object> object = new LinkedHashMap<>();
      object.put("name", name);
      object.put("key", key);
      object.put("sha256", sha256);
      terminal().print(JsonText.write(object));
    } else {
      // Not a comment: pasted into the policy by mistake, it has to be an error there.
      terminal().print("key " + key + " (shown this once)");
      terminal().print("for the policy, under `keys` or `operators`:");
      terminal().print("  " + yamlKey(name) + ":");
      terminal().print("    sha256: " + sha256);
    }
    return ExitCode.FINE;
  }

  /** Quoted where YAML would read something else than this text as a key. */
  private static String yamlKey(String id) {
    boolean plain = id.matches("[A-Za-z][A-Za-z0-9_.-]*") && !id.equalsIgnoreCase("null");
    return plain ? id : "\"" + id + "\"";
  }
}
