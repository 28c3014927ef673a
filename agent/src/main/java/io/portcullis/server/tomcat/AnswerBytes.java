package io.portcullis.server.tomcat;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.coyote.Response;
import org.apache.tomcat.util.buf.ByteChunk;

/** How a Tomcat takes the bytes of an answer. */
enum AnswerBytes {
  /** Since 8.5. */
  BUFFER {
    @Override
    void write(Response response, byte[] bytes) throws IOException {
      response.doWrite(ByteBuffer.wrap(bytes));
    }
  },
  /** Before, and in 8.5 still. */
  CHUNK {
    @Override
    @SuppressWarnings("deprecation")
    void write(Response response, byte[] bytes) throws IOException {
      ByteChunk chunk = new ByteChunk();
      chunk.setBytes(bytes, 0, bytes.length);
      response.doWrite(chunk);
    }
  };

  /** The way of this Tomcat; one that has neither does not link. */
  static final AnswerBytes KNOWN = known();

  abstract void write(Response response, byte[] bytes) throws IOException;

  private static AnswerBytes known() {
    if (has(ByteBuffer.class)) {
      return BUFFER;
    }
    if (has(ByteChunk.class)) {
      return CHUNK;
    }
    throw new NoSuchMethodError(Response.class.getName() + ".doWrite");
  }

  private static boolean has(Class<?> bytes) {
    try {
      return Response.class.getMethod("doWrite", bytes).getReturnType() == void.class;
    } catch (NoSuchMethodException e) {
      return false;
    }
  }
}
