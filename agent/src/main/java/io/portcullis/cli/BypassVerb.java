package io.portcullis.cli;

import io.portcullis.gate.SystemTime;
import io.portcullis.policy.BypassFile;
import io.portcullis.policy.InstantText;
import io.portcullis.wire.JsonText;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/**
 * The verb {@code bypass}: the file by which running servers are told to let everything through.
 */
@Command(
    name = "bypass",
    header = "Turns the emergency bypass of running servers on or off, by its file.",
    description =
        "For a lockout: while the bypass is on, a server whose setting is `emergencyBypass=file:F`"
            + " lets every request through and logs each as CRITICAL. It ends by itself. A server"
            + " believes a file of root or of its own user, in a folder that only they can write.",
    exitCodeList = {
      "0:done; for `status`: the bypass is off",
      "1:for `status`: the bypass is on, or there is a file that is not believed",
      "2:wrong usage, or the file cannot be written, or would not be believed"
    })
final class BypassVerb extends Verb {
  private enum Action {
    ON,
    OFF,
    STATUS
  }

  @Spec private @Nullable CommandSpec spec;

  @Parameters(
      paramLabel = "ACTION",
      converter = ActionConverter.class,
      description = "on, off or status.")
  private Action action = Action.STATUS;

  @Option(
      names = "--file",
      paramLabel = "F",
      description = "File of the bypass. Default: /run/portcullis.bypass.")
  private String file = "/run/portcullis.bypass";

  @Option(
      names = "--for",
      paramLabel = "TIME",
      converter = ShortTime.Converter.class,
      description = "With on: how long, such as 30m, 2h or 90s; 24h at most.")
  private Optional<ShortTime> time = Optional.empty();

  @Option(
      names = "--output",
      paramLabel = "FORM",
      converter = OutputForm.Converter.class,
      description =
          "text: a line; json: one object with `on`, `until`, `file` and `problem`. Default: text.")
  private OutputForm output = OutputForm.TEXT;

  BypassVerb(Terminal terminal) {
    super(terminal);
  }

  @Override
  public Integer call() {
    if (action == Action.ON && !time.isPresent()) {
      throw misused("`on` needs `--for`, such as `--for 30m`");
    }
    if (action != Action.ON && time.isPresent()) {
      throw misused("`--for` goes with `on`");
    }
    Path path = path();
    BypassFile bypass = BypassFile.at(path.toString()).seenByOwnerOfFolder();
    switch (action) {
      case ON:
        return turnOn(bypass, path, time.get());
      case OFF:
        return turnOff(path);
      default:
        return status(bypass);
    }
  }

  private ParameterException misused(String message) {
    return new ParameterException(Objects.requireNonNull(spec).commandLine(), message);
  }

  /** The setting's own way to write it is understood too. */
  private Path path() {
    String written = file.startsWith("file:") ? file.substring("file:".length()) : file;
    try {
      return Paths.get(written).toAbsolutePath().normalize();
    } catch (InvalidPathException e) {
      throw CommandException.unusable("`" + file + "` is no path");
    }
  }

  private int turnOn(BypassFile bypass, Path path, ShortTime time) {
    long until = SystemTime.INSTANCE.epochMillis() + time.millis();
    try {
      bypass.checkFolder();
      AtomicText.write(path, InstantText.of(until) + "\n");
      long now = SystemTime.INSTANCE.epochMillis();
      if (!bypass.until(now).equals(OptionalLong.of(until))) {
        throw CommandException.unusable("`" + path + "` was changed by somebody else meanwhile");
      }
    } catch (BypassFile.Refused refused) {
      throw CommandException.unusable("no server would believe " + refused.getMessage());
    } catch (IOException e) {
      throw CommandException.unusable("cannot write `" + path + "`: " + AtomicText.cause(e));
    }
    String end = InstantText.of(until);
    tell("on until " + end + ", by " + path, true, Optional.of(end), path.toString());
    return ExitCode.FINE;
  }

  private int turnOff(Path path) {
    boolean removed;
    try {
      removed = AtomicText.remove(path);
    } catch (IOException e) {
      throw CommandException.unusable("cannot remove `" + path + "`: " + AtomicText.cause(e));
    }
    String words = removed ? "off, removed " + path : "off, there was no " + path;
    tell(words, false, Optional.empty(), path.toString());
    return ExitCode.FINE;
  }

  private int status(BypassFile bypass) {
    long now = SystemTime.INSTANCE.epochMillis();
    OptionalLong until;
    try {
      until = bypass.until(now);
    } catch (BypassFile.Refused refused) {
      String problem = String.valueOf(refused.getMessage());
      if (output == OutputForm.JSON) {
        terminal().print(json(false, Optional.empty(), bypass.path(), Optional.of(problem)));
      } else {
        terminal().print(Terminal.printable("off, no server believes " + problem));
      }
      return ExitCode.FINDINGS;
    }
    if (!until.isPresent()) {
      tell("off, there is no " + bypass.path(), false, Optional.empty(), bypass.path());
      return ExitCode.FINE;
    }
    String end = InstantText.of(until.getAsLong());
    boolean on = now < until.getAsLong();
    String words = on ? "on until " + end + ", by " : "off since " + end + ", by ";
    tell(words + bypass.path(), on, Optional.of(end), bypass.path());
    return on ? ExitCode.FINDINGS : ExitCode.FINE;
  }

  private void tell(String words, boolean on, Optional<String> until, String path) {
    terminal()
        .print(
            output == OutputForm.JSON
                ? json(on, until, path, Optional.empty())
                : Terminal.printable("emergency bypass " + words));
  }

  private static String json(
      boolean on, Optional<String> until, String path, Optional<String> problem) {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    object.put("on", on);
    object.put("until", until.orElse(null));
    object.put("file", path);
    object.put("problem", problem.orElse(null));
    return JsonText.write(object);
  }

  /** Reads the action. */
  static final class ActionConverter implements ITypeConverter<Action> {
    @Override
    public Action convert(String text) {
      for (Action action : Action.values()) {
        if (action.name().toLowerCase(Locale.ROOT).equals(text)) {
          return action;
        }
      }
      throw new TypeConversionException("`" + text + "` is none of `on`, `off` and `status`");
    }
  }
}
