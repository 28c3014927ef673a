package io.portcullis.server;

import io.portcullis.engine.RequestBody;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/** What has been read of a body so far, all of which the application is to get. For one thread. */
public final class BodyBytes {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final int maxBytes;

  public BodyBytes(int maxBytes) {
    this.maxBytes = maxBytes;
  }

  /** Takes what remains of a buffer. */
  public void add(ByteBuffer buffer) {
    byte[] piece = new byte[buffer.remaining()];
    buffer.get(piece);
    bytes.write(piece, 0, piece.length);
  }

  /** Takes the first bytes of an array. */
  public void add(byte[] array, int length) {
    bytes.write(array, 0, length);
  }

  /** Whether there is more than is wanted. */
  public boolean isTooMuch() {
    return bytes.size() > maxBytes;
  }

  public byte[] toArray() {
    return bytes.toByteArray();
  }

  /** The body that these are all of. */
  public RequestBody whole() {
    return isTooMuch() ? RequestBody.unreadable("body_too_large") : RequestBody.of(toArray());
  }
}
