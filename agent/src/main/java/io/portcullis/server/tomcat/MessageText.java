package io.portcullis.server.tomcat;

import java.nio.charset.StandardCharsets;
import org.apache.tomcat.util.buf.ByteChunk;
import org.apache.tomcat.util.buf.MessageBytes;

/**
 * Reads text of a request without touching it.
 *
 * <p>{@code MessageBytes.toString()} must not be called this early: it turns bytes into a string in
 * place, with a charset that Tomcat has yet to decide on, and Tomcat 10.1.0 to 10.1.5 then fail
 * requests that are allowed. {@code ByteChunk.toString()} goes through a cache of Tomcat's own.
 */
final class MessageText {
  private MessageText() {}

  /** The text, each byte one character; empty where there is none. */
  static String of(MessageBytes message) {
    switch (message.getType()) {
      case MessageBytes.T_BYTES:
        ByteChunk bytes = message.getByteChunk();
        return new String(
            bytes.getBuffer(), bytes.getStart(), bytes.getLength(), StandardCharsets.ISO_8859_1);
      case MessageBytes.T_CHARS:
        return message.getCharChunk().toString();
      case MessageBytes.T_STR:
        String text = message.getString();
        // Some versions keep the absence of an address as a string that is null.
        return text == null ? "" : text;
      default:
        return "";
    }
  }
}
