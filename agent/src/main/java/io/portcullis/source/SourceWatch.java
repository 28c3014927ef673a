package io.portcullis.source;

import java.io.File;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a source from one look at it to the next, and when a change is taken. Used by
 * one thread; the time comes in as an argument.
 *
 * <p>A look is one {@code stat} a file. The content is read again when a stamp differs, and also as
 * long as a stamp is young: the clock of a file system has ticks, from milliseconds up to two
 * seconds, and of two writes within one tick the second leaves the stamp as it was. The age is
 * counted from when we saw the stamp first, on our own clock, since a file server's clock may be
 * off.
 *
 * <p>A change is taken when the file and all its lists read the same twice, {@value #REST} ms
 * apart, for then nobody is likely to be in the middle of writing them; what is missing or not
 * whole is given longer to come back.
 */
final class SourceWatch {
  /** How long there is between two looks, in milliseconds. */
  static final long PERIOD = 50;

  /** How long a change has to stay the same before it is taken. */
  static final long REST = 150;

  /** How long a file may be missing, as one that is deleted and written anew is. */
  static final long PATIENCE = 1_000;

  /** How long a source may go on changing before somebody is told. */
  static final long RESTLESS = 10_000;

  /** How long a stamp is not believed to tell every change. */
  static final long YOUNG = 2_500;

  /** How often the content is read whatever the stamps say: some file systems make theirs up. */
  static final long ANYWAY = 5_000;

  private final FileSource source;
  private final FileStamp.Reader stamper;
  private final SourceListener listener;

  private Map<File, FileStamp> stamps = Collections.emptyMap();
  private long stampsSince;
  private long lastRead;

  private byte[] policy = new byte[0];
  private Collection<String> lists = Collections.emptyList();

  /** The text last told, or that the watch began with. */
  private @Nullable PolicyText told;

  private boolean endMarkDue;

  /** A text that may be a change, and since when it has stayed the same. */
  private @Nullable PolicyText candidate;

  private long candidateSince;

  /** Since when the source has been readable and not at rest. */
  private long changingSince;

  private @Nullable String problem;
  private long problemSince;
  private @Nullable String problemTold;

  SourceWatch(
      FileSource source,
      FileStamp.Reader stamper,
      Optional<PolicyText> first,
      boolean inForce,
      SourceListener listener) {
    this.source = source;
    this.stamper = stamper;
    this.listener = listener;
    this.told = first.orElse(null);
    this.endMarkDue = inForce && first.isPresent() && first.get().isEndMarked();
  }

  /** Looks at the source once; gives the time until the next look is due, in milliseconds. */
  long look(long now) {
    if (isReadingDue(now)) {
      lastRead = now;
      read(now);
    }
    listener.tick(now);
    PolicyText waiting = candidate;
    if (waiting == null) {
      return PERIOD;
    }
    return Math.max(1, Math.min(PERIOD, candidateSince + rest(waiting) - now));
  }

  private boolean isReadingDue(long now) {
    // Stamps come before the reading: a write between the two shows in the next ones.
    Map<File, FileStamp> seen = new LinkedHashMap<>();
    seen.put(source.file(), stamper.of(source.file()));
    for (String list : lists) {
      File file = source.list(list);
      seen.put(file, stamper.of(file));
    }
    if (source.managed().isPresent()) {
      File file = source.managed().get().file();
      seen.put(file, stamper.of(file));
    }
    if (!seen.equals(stamps)) {
      stamps = seen;
      stampsSince = now;
      return true;
    }
    if (candidate != null
        || problem != null
        || now - stampsSince < YOUNG
        || now - lastRead >= ANYWAY) {
      return true;
    }
    for (FileStamp stamp : seen.values()) {
      if (!stamp.tellsEveryChange()) {
        return true;
      }
    }
    return false;
  }

  private void read(long now) {
    PolicyText text;
    try {
      text = readText();
    } catch (SourceException e) {
      candidate = null;
      missing(String.valueOf(e.getMessage()), now);
      return;
    }
    if (told != null && text.isSameContent(told)) {
      atRest(now);
    } else if (endMarkDue && !text.isEndMarked()) {
      candidate = null;
      missing(
          "`"
              + source.name()
              + "` does not end with `...` as it did before, so it is taken for half written;"
              + " end it with a line `...`",
          now);
    } else {
      changing(text, now);
    }
  }

  private PolicyText readText() throws SourceException {
    byte[] bytes = source.readPolicy();
    if (!Arrays.equals(bytes, policy)) {
      List<String> named = new ArrayList<>(source.listNames().in(bytes));
      policy = bytes;
      lists = named;
    }
    return source.withLists(bytes, lists);
  }

  private void atRest(long now) {
    candidate = null;
    problem = null;
    if (problemTold != null) {
      problemTold = null;
      listener.available(now);
    }
  }

  private void missing(String cause, long now) {
    if (problem == null) {
      problemSince = now;
    }
    problem = cause;
    if (now - problemSince >= PATIENCE) {
      tell(cause, now);
    }
  }

  private void changing(PolicyText text, long now) {
    problem = null;
    if (candidate == null) {
      changingSince = now;
    }
    if (candidate == null || !text.isSameContent(candidate)) {
      candidate = text;
      candidateSince = now;
      if (now - changingSince >= RESTLESS) {
        tell(
            "`"
                + source.name()
                + "` or one of its lists keeps changing; it is taken once it stays the same for "
                + REST
                + " ms",
            now);
      }
    } else if (now - candidateSince >= rest(text)) {
      take(text, now);
    }
  }

  private void take(PolicyText text, long now) {
    told = text;
    candidate = null;
    problemTold = null;
    if (listener.changed(text, now) && text.isEndMarked()) {
      endMarkDue = true;
    }
  }

  private void tell(String cause, long now) {
    if (!cause.equals(problemTold)) {
      problemTold = cause;
      listener.unavailable(cause, now);
    }
  }

  private static long rest(PolicyText text) {
    boolean whole =
        text.unreadable().isEmpty()
            && !(text.managed().isPresent() && text.managed().get().fault().isPresent());
    return whole ? REST : PATIENCE;
  }
}
