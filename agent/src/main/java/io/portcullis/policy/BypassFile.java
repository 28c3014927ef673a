package io.portcullis.policy;

import io.portcullis.source.PrivateFile;
import io.portcullis.source.PrivateFile.Content;
import io.portcullis.source.SourceException;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The file that turns the emergency bypass on, until the instant that it holds. Immutable.
 *
 * <p>The instant lies at most {@value #LONGEST_HOURS} hours ahead, and behind the time at which the
 * file was written: a file that is refused today does not open the gate on a later day.
 */
public final class BypassFile {
  /** How long a bypass may last, in hours. */
  public static final int LONGEST_HOURS = 24;

  private static final long LONGEST = LONGEST_HOURS * 3_600_000L;
  private static final int LARGEST = 256;

  /** The clock of a file system ticks more coarsely than ours, and a file server has its own. */
  private static final long CLOCKS_DIFFER = 60_000;

  private final PrivateFile file;

  private BypassFile(PrivateFile file) {
    this.file = file;
  }

  /** The file at an absolute path. */
  public static BypassFile at(String path) {
    return new BypassFile(PrivateFile.of(path, LARGEST));
  }

  /** The same as the user sees it whose folder it lies in, where this process is root's. */
  public BypassFile seenByOwnerOfFolder() {
    return new BypassFile(file.seenByOwnerOfFolder());
  }

  public String path() {
    return file.name();
  }

  /**
   * Until when it turns the bypass on, in milliseconds since the epoch; empty where there is no
   * such file. An instant that has passed is one, too. Fails, fit for a user, where the file is
   * there and cannot be believed, or where its folder keeps any file in it from being believed.
   */
  public OptionalLong until(long now) throws Refused {
    Optional<Content> content;
    try {
      content = file.look();
    } catch (SourceException e) {
      throw new Refused(String.valueOf(e.getMessage()));
    }
    if (!content.isPresent()) {
      return OptionalLong.empty();
    }
    long until = instant(content.get().text());
    if (until - now > LONGEST) {
      throw tooFar(until, "ahead");
    }
    if (until - content.get().writtenMillis() > LONGEST + CLOCKS_DIFFER) {
      throw tooFar(until, "behind the writing of the file");
    }
    return OptionalLong.of(until);
  }

  private long instant(String text) throws Refused {
    try {
      return InstantText.parse(text.trim());
    } catch (InstantSyntaxException e) {
      throw new Refused("`" + path() + "`: " + e.getMessage());
    }
  }

  private Refused tooFar(long until, String than) {
    return new Refused(
        "`"
            + path()
            + "`: `"
            + InstantText.of(until)
            + "` is more than "
            + LONGEST_HOURS
            + " hours "
            + than
            + "; write an earlier instant");
  }

  /** Fails where no file at this path would be believed. */
  public void checkFolder() throws Refused {
    try {
      file.checkFolder();
    } catch (SourceException e) {
      throw new Refused(String.valueOf(e.getMessage()));
    }
  }

  /**
   * Why the file does not turn the bypass on; the message names the file, the cause and the cure.
   */
  public static final class Refused extends Exception {
    private static final long serialVersionUID = 1L;

    Refused(String message) {
      super(message);
    }
  }
}
