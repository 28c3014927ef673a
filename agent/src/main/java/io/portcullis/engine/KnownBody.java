package io.portcullis.engine;

import java.util.Optional;

/** A body that nobody has to wait for: it is known from the start. Immutable. */
public final class KnownBody implements BodyReading {
  private final RequestBody body;

  private KnownBody(RequestBody body) {
    this.body = body;
  }

  public static KnownBody of(RequestBody body) {
    return new KnownBody(body);
  }

  @Override
  public Optional<RequestBody> body() {
    return Optional.of(body);
  }

  @Override
  public void await() {}

  @Override
  public void onDone(Runnable then) {
    then.run();
  }
}
