package io.portcullis.server.tomcat;

import io.portcullis.ip.IpAddress;
import java.util.Optional;
import org.apache.coyote.ActionCode;
import org.apache.coyote.Request;
import org.apache.tomcat.util.buf.MessageBytes;

/**
 * How a Tomcat tells the other end of the socket, which it has as text only. What a valve or a
 * header says of the remote address is never taken for it.
 *
 * <p>Over AJP nothing is: newer versions tell the web server's own address then, older ones what it
 * says, so that the same policy would mean two things.
 */
enum PeerText {
  /** Since 8.5.62 and 9.0.42: asked of the socket. */
  PEER_ADDRESS {
    @Override
    MessageBytes read(Request request) {
      request.action(ActionCode.REQ_PEER_ADDR_ATTRIBUTE, request);
      return request.peerAddr();
    }
  },
  /** Before: the remote address, which is the socket's at this point. */
  REMOTE_ADDRESS {
    @Override
    MessageBytes read(Request request) {
      request.action(ActionCode.REQ_HOST_ADDR_ATTRIBUTE, request);
      return request.remoteAddr();
    }
  };

  /** The way of this Tomcat. */
  static final PeerText KNOWN = known();

  abstract MessageBytes read(Request request);

  /** The peer of a request that is not of AJP; nothing over a Unix domain socket. */
  Optional<IpAddress> of(Request request) {
    String text;
    try {
      text = MessageText.of(read(request));
    } catch (UnsupportedOperationException e) {
      // A Unix domain socket has no Internet address, and says so this way.
      return Optional.empty();
    }
    return addressIn(text);
  }

  /** What the web server says over AJP. */
  static Optional<IpAddress> saidOverAjp(Request request) {
    return addressIn(MessageText.of(request.remoteAddr()));
  }

  private static Optional<IpAddress> addressIn(String text) {
    // A link-local address comes with the zone it was reached through, which is no part of it.
    int zone = text.indexOf('%');
    return IpAddress.find(text, 0, zone < 0 ? text.length() : zone);
  }

  private static PeerText known() {
    try {
      Request.class.getMethod("peerAddr");
      return PEER_ADDRESS;
    } catch (NoSuchMethodException e) {
      return REMOTE_ADDRESS;
    }
  }
}
