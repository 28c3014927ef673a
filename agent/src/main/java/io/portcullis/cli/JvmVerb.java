package io.portcullis.cli;

import io.portcullis.wire.JsonText;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** What the verbs that go into one running JVM have: its process, and the way in. */
abstract class JvmVerb extends Verb {
  @Parameters(
      index = "0",
      paramLabel = "PID",
      converter = Pid.class,
      description = "Process of the JVM, as `list` shows it.")
  private long pid;

  @Option(
      names = "--output",
      paramLabel = "FORM",
      converter = OutputForm.Converter.class,
      description = "text: for reading; json: one object. Default: text.")
  private OutputForm output = OutputForm.TEXT;

  JvmVerb(Terminal terminal) {
    super(terminal);
  }

  @Override
  public final Integer call() {
    RunningJvms.ofHost().require(pid);
    AttachApi api = AttachApi.find();
    try (AttachApi.Door door = api.open(pid)) {
      return call(pid, AgentCall.to(pid, door));
    } catch (AttachApi.Refused refused) {
      throw CommandException.unreachable(
          "cannot attach to JVM "
              + pid
              + ": "
              + refused.getMessage()
              + "; it has to run as the same user, in the same container, and to answer");
    }
  }

  abstract Integer call(long jvm, AgentCall agent);

  final boolean isJson() {
    return output == OutputForm.JSON;
  }

  final void print(String line) {
    terminal().print(Terminal.printable(line));
  }

  final void print(Map<String, @Nullable Object> object) {
    terminal().print(JsonText.write(object));
  }

  /** Reads a number of a process. */
  static final class Pid implements ITypeConverter<Long> {
    @Override
    public Long convert(String text) {
      Optional<Long> pid = RunningJvms.pid(text);
      if (!pid.isPresent()) {
        throw new TypeConversionException("`" + text + "` is no number of a process");
      }
      return pid.get();
    }
  }
}
