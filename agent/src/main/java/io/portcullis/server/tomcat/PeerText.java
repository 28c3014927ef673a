package io.portcullis.server.tomcat;

import io.portcullis.ip.IpAddress;
import java.util.Optional;
import org.apache.coyote.ActionCode;
import org.apache.coyote.Request;
import org.apache.tomcat.util.buf.MessageBytes;

/**
 * How a Tomcat tells the other end of the socket, which it has as text only. What a valve, a header
 * or an AJP message says of the remote address is never taken for it.
 */
enum PeerText {
  /** Since 8.5.62 and 9.0.42: asked of the socket, and never answered over AJP. */
  PEER_ADDRESS {
    @Override
    MessageBytes read(Request request) {
      request.action(ActionCode.REQ_PEER_ADDR_ATTRIBUTE, request);
      return request.peerAddr();
    }
  },
  /**
   * Before: the remote address, which is the socket's at this point, except over AJP: there it is
   * what the web server says, and it is known before it is asked for.
   */
  REMOTE_ADDRESS {
    @Override
    MessageBytes read(Request request) {
      MessageBytes address = request.remoteAddr();
      if (!address.isNull()) {
        return MessageBytes.newInstance();
      }
      request.action(ActionCode.REQ_HOST_ADDR_ATTRIBUTE, request);
      return address;
    }
  };

  /** The way of this Tomcat. */
  static final PeerText KNOWN = known();

  abstract MessageBytes read(Request request);

  /** The peer; nothing where the transport hides it, as AJP and Unix domain sockets do. */
  Optional<IpAddress> of(Request request) {
    String text;
    try {
      text = MessageText.of(read(request));
    } catch (UnsupportedOperationException e) {
      // A Unix domain socket has no Internet address, and says so this way.
      return Optional.empty();
    }
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
