package io.portcullis.engine;

import java.util.Optional;

/**
 * A body that is read ahead of the application, which gets every byte of it all the same. It begins
 * when somebody waits for it, and ends by itself within the time it was given.
 */
public interface BodyReading extends Awaited {
  /** What was read; empty until it is done. */
  Optional<RequestBody> body();
}
