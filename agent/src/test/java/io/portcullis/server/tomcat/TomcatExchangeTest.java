package io.portcullis.server.tomcat;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.portcullis.client.Transport;
import io.portcullis.engine.SessionAttribute;
import io.portcullis.gate.Refusal;
import io.portcullis.ip.IpAddress;
import io.portcullis.server.SessionIds;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.coyote.ActionCode;
import org.apache.coyote.ActionHook;
import org.apache.coyote.OutputBuffer;
import org.apache.coyote.Request;
import org.apache.coyote.Response;
import org.apache.coyote.ajp.AjpProcessor;
import org.apache.tomcat.util.buf.ByteChunk;
import org.apache.tomcat.util.buf.MessageBytes;
import org.apache.tomcat.util.net.NioEndpoint;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TomcatExchangeTest {
  private static final Refusal REFUSAL =
      Refusal.of(403, "text/plain", Map.of("Cache-Control", "no-store"), "no".getBytes(UTF_8));

  private final Request request = new Request();
  private final Response response = new Response();
  private final FakeSocket socket = new FakeSocket();
  private final List<String> logged = new ArrayList<>();
  private final TomcatExchange exchange = new TomcatExchange(request, response, new FakeDoor());

  private final class FakeDoor implements TomcatExchange.Door {
    @Override
    public void log(Request refused, Response answer) {
      logged.add("status " + answer.getStatus());
    }

    @Override
    public SessionAttribute sessionAttribute(SessionIds ids, String name) {
      logged.add("asked for " + name + " of " + ids);
      return SessionAttribute.of("acme");
    }
  }

  /** Stands for Coyote's processor: what it is asked is kept, and what it sends. */
  private final class FakeSocket implements ActionHook, OutputBuffer {
    final List<ActionCode> asked = new ArrayList<>();
    final ByteArrayOutputStream sent = new ByteArrayOutputStream();
    String address = "192.0.2.7";
    String tlsSession = "";
    int available;
    boolean isReset;
    boolean isBroken;

    @Override
    public void action(ActionCode code, Object parameter) {
      asked.add(code);
      if (code == ActionCode.REQ_PEER_ADDR_ATTRIBUTE) {
        request.peerAddr().setString(address);
      } else if (code == ActionCode.REQ_SSL_ATTRIBUTE && !tlsSession.isEmpty()) {
        request.setAttribute("javax.servlet.request.ssl_session_id", tlsSession);
      } else if (code == ActionCode.AVAILABLE) {
        request.setAvailable(available);
      }
    }

    @Override
    public int doWrite(ByteBuffer chunk) throws IOException {
      if (isReset) {
        throw new IOException("connection reset by peer");
      }
      if (isBroken) {
        throw new IllegalStateException("a fault of the server's own");
      }
      int length = chunk.remaining();
      sent.write(chunk.array(), chunk.arrayOffset() + chunk.position(), length);
      return length;
    }

    @Override
    @Deprecated
    public int doWrite(ByteChunk chunk) {
      sent.write(chunk.getBuffer(), chunk.getStart(), chunk.getLength());
      return chunk.getLength();
    }

    @Override
    public long getBytesWritten() {
      return sent.size();
    }
  }

  @BeforeEach
  void connect() throws Exception {
    request.setResponse(response);
    response.setRequest(request);
    response.setOutputBuffer(socket);
    hook(Request.class, request);
    hook(Response.class, response);
    set(request.method(), "GET");
    set(request.protocol(), "HTTP/1.1");
    set(request.requestURI(), "/plain");
  }

  private void hook(Class<?> type, Object target) throws Exception {
    Method setHook = type.getDeclaredMethod("setHook", ActionHook.class);
    setHook.setAccessible(true);
    setHook.invoke(target, socket);
  }

  /** As Coyote's parser does: bytes in the middle of a buffer. */
  private static void set(MessageBytes message, String latin1) {
    byte[] buffer = ("<<" + latin1 + ">>").getBytes(ISO_8859_1);
    message.setBytes(buffer, 2, latin1.length());
  }

  private void header(String name, String value) {
    set(request.getMimeHeaders().addValue(name), value);
  }

  @ParameterizedTest
  @CsvSource({
    "192.0.2.7, 192.0.2.7",
    "::ffff:192.0.2.7, 192.0.2.7",
    "2001:db8:0:0:0:0:0:1, 2001:db8::1",
    "fe80:0:0:0:0:0:0:1%4, fe80::1",
    "fe80:0:0:0:0:0:0:1%eth0, fe80::1",
  })
  void peerIsTheAddressOfTheSocket(String text, String address) throws Exception {
    socket.address = text;
    assertThat(exchange.peer()).contains(IpAddress.parse(address));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "localhost", "/run/app.sock", "%eth0", "[::1]", "192.0.2.7:80"})
  void whatIsNoAddressIsNoPeer(String text) {
    socket.address = text;
    assertThat(exchange.peer()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"text/html; charset=utf-8", "application/json", "a/b;c=d;charset=\"UTF-8\""})
  void contentTypeIsSentAsItIsWorded(String type) throws Exception {
    exchange.refuse(Refusal.of(403, type, Map.of(), new byte[0]));
    assertThat(response.getContentType()).isEqualTo(type);
  }

  @Test
  void remoteAddressThatSomebodyHasSetIsNotThePeer() throws Exception {
    request.remoteAddr().setString("203.0.113.9");
    assertThat(exchange.peer()).contains(IpAddress.parse("192.0.2.7"));
  }

  @Test
  void oldTomcatsAreAskedForTheRemoteAddress() {
    assertThat(PeerText.REMOTE_ADDRESS.read(request)).isSameAs(request.remoteAddr());
    assertThat(socket.asked).containsExactly(ActionCode.REQ_HOST_ADDR_ATTRIBUTE);
  }

  @Test
  void oldTomcatsTakeTheSameAnswerInAnotherWay() throws Exception {
    AnswerType.HEADER.set(response, "text/html; charset=utf-8");
    AnswerBytes.CHUNK.write(response, "no".getBytes(UTF_8));
    assertThat(response.getMimeHeaders().getHeader("Content-Type"))
        .isEqualTo("text/html; charset=utf-8");
    assertThat(response.getContentType()).isNull();
    assertThat(socket.sent).hasToString("no");
  }

  /** There a request keeps the remote address of the one before. */
  @Test
  void oldTomcatsShowAjpByWhatServesTheRequest() throws Exception {
    request.remoteAddr().setString("203.0.113.9");
    assertThat(AjpSign.KNOWN).isSameAs(AjpSign.TOLD_ADDRESS);
    assertThat(AjpSign.PROCESSOR.isOn(request)).isFalse();
    Method setHook = Response.class.getDeclaredMethod("setHook", ActionHook.class);
    setHook.setAccessible(true);
    setHook.invoke(response, new AjpProcessor(8192, new NioEndpoint()));
    assertThat(AjpSign.PROCESSOR.isOn(request)).isTrue();
  }

  @Test
  void peerIsToldAgainAsItWasFirst() {
    assertThat(exchange.peer()).isPresent().isEqualTo(exchange.peer());
    assertThat(socket.asked).hasSize(1);
  }

  @Test
  void addressThatIsToldBeforeItIsAskedForIsThatOfAjp() throws Exception {
    request.remoteAddr().setString("203.0.113.9");
    TomcatExchange ajp = new TomcatExchange(request, response, new FakeDoor());
    assertThat(ajp.peer()).isEmpty();
    assertThat(ajp.reportedPeer().get().address()).isEqualTo(IpAddress.parse("203.0.113.9"));
    assertThat(ajp.reportedPeer().get().transport()).isEqualTo(Transport.AJP);
    assertThat(exchange.reportedPeer()).isEmpty();
  }

  @Test
  void sessionsAreAskedForByCookiesThePathAndTheTlsSession() throws Exception {
    set(request.requestURI(), "/plain;a");
    set(request.getMimeHeaders().addValue("Cookie"), "b");
    assertThat(exchange.sessionAttribute("orgId")).isEqualTo(SessionAttribute.of("acme"));
    socket.tlsSession = "5a5b";
    assertThat(exchange.sessionAttribute("orgId")).isEqualTo(SessionAttribute.of("acme"));
    assertThat(logged).containsExactly("asked for orgId of 2 ids", "asked for orgId of 3 ids");
  }

  @Test
  void targetIsPathAndQueryAsReceived() {
    assertThat(exchange.target()).isEqualTo("/plain");
    set(request.requestURI(), "/a/..;v=1/%2e%e9\u00e9");
    set(request.queryString(), "x=1?&y=%20");
    assertThat(exchange.target()).isEqualTo("/a/..;v=1/%2e%e9\u00e9?x=1?&y=%20");
    set(request.queryString(), "");
    assertThat(exchange.target()).isEqualTo("/a/..;v=1/%2e%e9\u00e9?");
  }

  @Test
  void allLinesOfAHeaderAreReadInOrderWhateverTheCase() {
    header("X-Tenant-Id", "one");
    header("Other", "x");
    header("x-tenant-ID", "two\u00e9");
    request.getMimeHeaders().addValue("X-TENANT-ID").setString("three");
    assertThat(exchange.headerLines("X-Tenant-Id")).containsExactly("one", "two\u00e9", "three");
    assertThat(exchange.headerLines("X-Tenant")).isEmpty();
  }

  @Test
  void readingLeavesTheRequestAsItWas() {
    header("X-Tenant-Id", "one");
    set(request.queryString(), "x=1");
    exchange.peer();
    exchange.method();
    exchange.target();
    exchange.headerLines("X-Tenant-Id");
    exchange.headerLines("Absent");
    MessageBytes[] read = {
      request.method(),
      request.requestURI(),
      request.queryString(),
      request.getMimeHeaders().getName(0),
      request.getMimeHeaders().getValue(0)
    };
    for (int i = 0; i < read.length; i++) {
      int type = i == 3 ? MessageBytes.T_STR : MessageBytes.T_BYTES;
      assertThat(read[i].getType()).as("text %d", i).isEqualTo(type);
    }
    assertThat(request.remoteAddr().isNull()).isTrue();
    assertThat(request.getMimeHeaders().size()).isEqualTo(1);
  }

  @Test
  void refusalIsSentClosedAndLogged() throws Exception {
    exchange.refuse(REFUSAL);
    assertThat(response.getStatus()).isEqualTo(403);
    assertThat(response.getContentType()).isEqualTo("text/plain");
    assertThat(response.getContentLengthLong()).isEqualTo(2);
    assertThat(response.getMimeHeaders().getHeader("Cache-Control")).isEqualTo("no-store");
    assertThat(response.getMimeHeaders().getHeader("Connection")).isNull();
    assertThat(socket.sent).hasToString("no");
    assertThat(socket.asked).containsExactly(ActionCode.CLOSE);
    assertThat(logged).containsExactly("status 403");
  }

  @Test
  void refusalOfHeadAnnouncesABodyAndSendsNone() throws Exception {
    set(request.method(), "HEAD");
    exchange.refuse(REFUSAL);
    assertThat(response.getContentLengthLong()).isEqualTo(2);
    assertThat(socket.sent.size()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "HTTP/1.1, Content-Length, 10, 10, false",
    "HTTP/1.1, Content-Length, 10, 25, false",
    "HTTP/1.1, Content-Length, 10, 9, true",
    "HTTP/1.1, Content-Length, 10, 0, true",
    "HTTP/1.1, Content-Length, 0, 0, false",
    "HTTP/1.0, Content-Length, 10, 0, true",
    "HTTP/1.1, Transfer-Encoding, chunked, 0, true",
    "HTTP/2.0, content-length, 10, 0, false",
  })
  void connectionEndsWhereTheBodyIsMissing(
      String protocol, String name, String value, int available, boolean ends) throws Exception {
    set(request.protocol(), protocol);
    header(name, value);
    socket.available = available;
    exchange.refuse(REFUSAL);
    assertThat(socket.asked.contains(ActionCode.DISABLE_SWALLOW_INPUT)).isEqualTo(ends);
    assertThat(response.getMimeHeaders().getHeader("Connection")).isEqualTo(ends ? "close" : null);
  }

  @Test
  void callerWhoHungUpIsNoFault() throws Exception {
    socket.isReset = true;
    exchange.refuse(REFUSAL);
    assertThat(socket.asked).containsExactly(ActionCode.CLOSE);
    assertThat(logged).containsExactly("status 403");
  }

  @Test
  void faultWhileAnsweringStillEndsTheExchangeAsRefused() {
    socket.isBroken = true;
    assertThatThrownBy(() -> exchange.refuse(REFUSAL)).isInstanceOf(IllegalStateException.class);
    assertThat(response.getStatus()).isEqualTo(403);
    assertThat(socket.asked).containsExactly(ActionCode.CLOSE);
    assertThat(logged).containsExactly("status 403");
  }
}
