package io.portcullis.source;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A watch whose time the test passes by hand, and all that it has told. */
final class WatchedSource implements SourceListener {
  private final SourceWatch watch;
  private long now = 1_000_000;
  private long next = now;
  private boolean accepting = true;

  /** One line a call, such as {@code changed: a}, {@code unavailable: …}, {@code available}. */
  final List<String> told = new ArrayList<>();

  private WatchedSource(FileSource source, FileStamp.Reader stamper, Optional<PolicyText> first) {
    this.watch = new SourceWatch(source, stamper, first, first.isPresent(), this);
  }

  static WatchedSource of(PolicyFolder folder) throws SourceException {
    return of(folder.source(), FileStamp.READER);
  }

  static WatchedSource of(FileSource source, FileStamp.Reader stamper) throws SourceException {
    return new WatchedSource(source, stamper, Optional.of(source.read()));
  }

  static WatchedSource withoutFirst(FileSource source) {
    return new WatchedSource(source, FileStamp.READER, Optional.empty());
  }

  WatchedSource rejecting() {
    accepting = false;
    return this;
  }

  long now() {
    return now;
  }

  /** Lets time pass, looking whenever a look is due. */
  void pass(long millis) {
    long end = now + millis;
    while (next <= end) {
      now = next;
      next = now + watch.look(now);
    }
    now = end;
  }

  /** Lets so much time pass that the stamps alone speak, and the next reading anyway is far off. */
  void settle() {
    pass(SourceWatch.YOUNG + 1_000);
  }

  @Override
  public boolean changed(PolicyText text, long at) {
    told.add("changed: " + show(text));
    return accepting;
  }

  @Override
  public void unavailable(String problem, long at) {
    told.add("unavailable: " + problem);
  }

  @Override
  public void available(long at) {
    told.add("available");
  }

  @Override
  public void tick(long at) {}

  @Override
  public void failed(Throwable fault) {
    throw new AssertionError(fault);
  }

  static String show(PolicyText text) {
    StringBuilder shown = new StringBuilder(text(text.bytes()));
    for (Map.Entry<String, byte[]> list : new TreeMap<>(text.lists()).entrySet()) {
      shown.append(" + ").append(list.getKey()).append('=').append(text(list.getValue()));
    }
    for (Map.Entry<String, String> list : new TreeMap<>(text.unreadable()).entrySet()) {
      shown.append(" - ").append(list.getKey()).append(": ").append(list.getValue());
    }
    return shown.toString();
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8).replace("\n", "|");
  }
}
