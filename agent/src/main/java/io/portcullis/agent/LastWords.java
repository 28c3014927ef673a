package io.portcullis.agent;

import io.portcullis.record.DenialLog;
import io.portcullis.record.Records;
import java.util.Optional;

/**
 * Has written, when the JVM ends, what is counted or queued and not written yet. Nothing is shut
 * down: servers that end at the same time go on being guarded, and what they deny meanwhile is
 * written at once. It holds the end up for a second at most, and for a few milliseconds mostly.
 *
 * <p>Make it where no application's code is on the stack: a thread inherits from the one that makes
 * it.
 */
final class LastWords {
  private static final long MILLIS = 500;

  private final Thread thread;

  LastWords(DenialLog denials, Optional<Records> records) {
    thread =
        new Thread("portcullis-last-words") {
          @Override
          public void run() {
            if (records.isPresent()) {
              records.get().hurry(MILLIS);
            }
            denials.hurry(MILLIS);
          }
        };
    thread.setContextClassLoader(LastWords.class.getClassLoader());
  }

  /** From now on they are said. */
  void prepare() {
    try {
      Runtime.getRuntime().addShutdownHook(thread);
    } catch (IllegalStateException alreadyEnding) {
      // There is nothing to say yet.
    }
  }

  /** Takes that back. */
  void forget() {
    try {
      Runtime.getRuntime().removeShutdownHook(thread);
    } catch (IllegalStateException alreadyEnding) {
      // They are being said.
    }
  }
}
