package io.portcullis.cli;

import java.io.InputStream;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.OverwrittenOptionException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command line: {@code java -jar portcullis-agent.jar VERB …}. */
public final class Commands {
  private static final String PROGRAM = "java -jar portcullis-agent.jar";

  private Commands() {}

  /**
   * Runs one command; gives the exit code and never throws. Flushes what it has written and closes
   * nothing but the files it has opened.
   */
  public static int run(String[] args, InputStream in, PrintStream out, PrintStream err) {
    Terminal terminal = Terminal.of(in, out, err);
    int exitCode;
    try {
      exitCode = commandLine(terminal).execute(args);
    } catch (StackOverflowError | OutOfMemoryError e) {
      terminal.complain("the input is too large or too deep for the memory of this JVM");
      exitCode = ExitCode.UNUSABLE;
    } catch (RuntimeException | LinkageError e) {
      exitCode = unexpected(terminal, e);
    }
    if (!terminal.flush() && exitCode == ExitCode.FINE) {
      terminal.complain("the output cannot be written");
      exitCode = ExitCode.UNUSABLE;
    }
    terminal.flush();
    return exitCode;
  }

  private static CommandLine commandLine(Terminal terminal) {
    CommandLine line =
        new CommandLine(new Root())
            .addSubcommand(new ValidateVerb(terminal))
            .addSubcommand(new TestVerb(terminal))
            .addSubcommand(new CheckVerb(terminal))
            .addSubcommand(new EvalVerb(terminal))
            .addSubcommand(new DiffVerb(terminal))
            .addSubcommand(new DnsVerb(terminal))
            .addSubcommand(new KeyVerb(terminal))
            .addSubcommand(new ExplainVerb(terminal))
            .addSubcommand(new VerifyChangesVerb(terminal))
            .addSubcommand(new SchemaVerb(terminal))
            .addSubcommand(new BypassVerb(terminal))
            .addSubcommand(new StatusVerb(terminal))
            .addSubcommand(new AttachVerb(terminal))
            .addSubcommand(new DetachVerb(terminal))
            .addSubcommand(new ListVerb(terminal))
            .addSubcommand(
                new CommandLine(new EntriesVerb(terminal))
                    .addSubcommand(new EntriesListVerb(terminal))
                    .addSubcommand(new EntriesAddVerb(terminal))
                    .addSubcommand(new EntriesUpdateVerb(terminal))
                    .addSubcommand(new EntriesRemoveVerb(terminal)))
            .addSubcommand(new ReloadVerb(terminal));
    return line.setOut(terminal.out())
        .setErr(terminal.err())
        .setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF))
        // `@` begins a value here, not the name of a file with more arguments.
        .setExpandAtFiles(false)
        .setPosixClusteredShortOptionsAllowed(false)
        .setParameterExceptionHandler((e, args) -> misused(terminal, e))
        .setExecutionExceptionHandler((e, command, parsed) -> failed(terminal, e));
  }

  private static int misused(Terminal terminal, ParameterException e) {
    String command = e.getCommandLine().getCommandSpec().qualifiedName();
    terminal.complain(words(e) + "; see `" + command + " --help`");
    return ExitCode.UNUSABLE;
  }

  private static int failed(Terminal terminal, Exception e) {
    if (e instanceof CommandException) {
      terminal.complain(String.valueOf(e.getMessage()));
      return ((CommandException) e).exitCode();
    }
    return unexpected(terminal, e);
  }

  private static int unexpected(Terminal terminal, Throwable e) {
    terminal.complain(
        "this should not have happened, please report it: "
            + e.getClass().getSimpleName()
            + (e.getMessage() == null ? "" : ", " + e.getMessage())
            + (e.getStackTrace().length == 0 ? "" : ", at " + e.getStackTrace()[0]));
    return ExitCode.UNUSABLE;
  }

  private static String words(ParameterException e) {
    if (e instanceof UnmatchedArgumentException) {
      return unmatched((UnmatchedArgumentException) e);
    }
    if (e instanceof MissingParameterException) {
      return missing((MissingParameterException) e);
    }
    if (e instanceof OverwrittenOptionException) {
      return "`" + name(((OverwrittenOptionException) e).getOverwritten()) + "` is given twice";
    }
    ArgSpec argument = e.getArgSpec();
    if (e.getCause() instanceof TypeConversionException && argument != null) {
      return "`" + name(argument) + "`: " + e.getCause().getMessage();
    }
    String message = String.valueOf(e.getMessage());
    return message.substring(0, 1).toLowerCase(Locale.ROOT) + message.substring(1);
  }

  private static String missing(MissingParameterException e) {
    List<String> missing = new ArrayList<>();
    for (ArgSpec argument : e.getMissing()) {
      missing.add("`" + name(argument) + "`");
    }
    String names = String.join(" and ", missing);
    if (String.valueOf(e.getMessage()).startsWith("Missing required parameter for option")) {
      return names + " needs a value";
    }
    return names + (missing.size() == 1 ? " is missing" : " are missing");
  }

  private static String unmatched(UnmatchedArgumentException e) {
    String argument = e.getUnmatched().get(0);
    boolean verb = e.getCommandLine().getParent() == null && !e.isUnknownOption();
    String what = e.isUnknownOption() ? "unknown option" : verb ? "unknown verb" : "too much:";
    StringBuilder words = new StringBuilder(what + " `" + argument + "`");
    if (!e.getSuggestions().isEmpty() && (verb || e.isUnknownOption())) {
      words.append(", did you mean `").append(e.getSuggestions().get(0)).append("`?");
    }
    return words.toString();
  }

  private static String name(ArgSpec argument) {
    return argument.isOption() ? ((OptionSpec) argument).longestName() : argument.paramLabel();
  }

  /** The command without a verb, which only tells about itself. */
  @Command(
      name = PROGRAM,
      usageHelpWidth = Verb.WIDTH,
      sortOptions = false,
      synopsisSubcommandLabel = "VERB",
      description = {
        "Lets only the right networks reach the HTTP APIs of a JVM. As -javaagent it guards the"
            + " servers of that JVM; as a program it works on policy files."
      },
      optionListHeading = "%nOptions:%n",
      commandListHeading = "%nVerbs:%n",
      footer = "%nEach verb tells more with --help.",
      versionProvider = Version.class)
  private static final class Root implements Runnable {
    @Option(names = "--help", usageHelp = true, description = "Shows this page.")
    private boolean help;

    @Option(names = "--version", versionHelp = true, description = "Shows the version.")
    private boolean version;

    @Override
    public void run() {
      throw CommandException.unusable("a verb is missing; see `" + PROGRAM + " --help`");
    }
  }
}
