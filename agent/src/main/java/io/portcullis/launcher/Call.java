package io.portcullis.launcher;

import java.io.File;

/**
 * What one load into a running JVM asks for: its agent arguments, read. Immutable.
 *
 * <p>The command line writes {@code portcullis/1 VERB ID LENGTH JAR}, and the settings behind it
 * without a gap; {@code LENGTH} is that of the path of the jar, which may hold any character. By
 * hand, as with {@code jcmd}, the arguments are the settings, or {@code detach}.
 */
final class Call {
  private static final String COMMAND = "portcullis/";
  private static final String FORM = COMMAND + "1";
  private static final int WORDS = 5;

  private final boolean leaving;
  private final String caller;
  private final File jar;
  private final String settings;

  private Call(boolean leaving, String caller, File jar, String settings) {
    this.leaving = leaving;
    this.caller = caller;
    this.jar = jar;
    this.settings = settings;
  }

  /** The call of a start: all arguments are settings. */
  static Call ofStart(String arguments, File ownJar) {
    return new Call(false, "", ownJar, arguments == null ? "" : arguments);
  }

  /**
   * Reads arguments; throws {@link IllegalArgumentException} for those of a command line that
   * writes them in another form.
   *
   * @param ownJar where the jar is that this class is from
   */
  static Call read(String arguments, File ownJar) {
    String written = arguments == null ? "" : arguments;
    if (written.trim().equals("detach")) {
      return new Call(true, "", ownJar, "");
    }
    if (!written.startsWith(COMMAND)) {
      return new Call(false, "", ownJar, written);
    }
    String[] words = written.split(" ", WORDS);
    if (words.length < WORDS || !words[0].equals(FORM)) {
      throw new IllegalArgumentException(
          "the command line is of a version that this JVM's agent does not understand; use the one"
              + " of "
              + ownJar);
    }
    int length = Integer.parseInt(words[3]);
    return new Call(
        words[1].equals("detach"),
        words[2],
        new File(words[4].substring(0, length)),
        words[4].substring(length));
  }

  /** Whether the agent is to leave; else it is to come. */
  boolean isLeaving() {
    return leaving;
  }

  /** Who asks and is to be told the outcome; empty where nobody waits for it. */
  String caller() {
    return caller;
  }

  /** The jar that the agent is to come from. */
  File jar() {
    return jar;
  }

  String settings() {
    return settings;
  }
}
