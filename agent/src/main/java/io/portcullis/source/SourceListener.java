package io.portcullis.source;

/**
 * Hears of a source that has changed. Called on the watcher's thread only, in turn.
 *
 * <p>Times are those of a clock that only goes forward, in milliseconds from anywhere.
 */
public interface SourceListener {
  /**
   * The source has come to rest on a text other than the last one it told.
   *
   * @return whether this text is in force now
   */
  boolean changed(PolicyText text, long now);

  /**
   * The source cannot be read and has stayed so, or is not whole; told once for each cause.
   *
   * @param problem cause and cure, fit for a user
   */
  void unavailable(String problem, long now);

  /** The source can be read again, after {@link #unavailable}, and holds the text last told. */
  void available(long now);

  /** Some time has passed: called at every look at the source, whatever it shows. */
  void tick(long now);

  /** Something of our own failed while looking; the source is looked at again. */
  void failed(Throwable fault);
}
