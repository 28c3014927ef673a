package io.portcullis.server.tomcat;

import io.portcullis.gate.Gate;
import io.portcullis.gate.Refusal;
import io.portcullis.server.ServerAdapter;
import java.nio.ByteBuffer;
import java.util.Collections;
import org.apache.catalina.connector.CoyoteAdapter;
import org.apache.catalina.util.ServerInfo;
import org.apache.coyote.Request;
import org.apache.coyote.Response;

/** Brings what enters Tomcat's {@code CoyoteAdapter} before the gate. Thread-safe. */
public final class TomcatAdapter implements ServerAdapter {
  private static final Class<?>[] LOG = {Request.class, Response.class, long.class};

  private final Gate gate;

  public TomcatAdapter(Gate gate) {
    this.gate = gate;
  }

  @Override
  public boolean admit(Object adapter, Object request, Object response) {
    CoyoteAdapter coyote = (CoyoteAdapter) adapter;
    return gate.admit(
        new TomcatExchange(
            (Request) request,
            (Response) response,
            new TomcatExchange.AccessLog() {
              @Override
              public void log(Request refused, Response answer) {
                coyote.log(refused, answer, 0);
              }
            }));
  }

  /**
   * Rehearses a refusal on a request that no socket is behind: a member that this Tomcat does not
   * have fails here. Only the access log is merely looked at, since it needs a whole server.
   */
  @Override
  public String describe() {
    Request request = new Request();
    Response response = new Response();
    response.setRequest(request);
    request.setResponse(response);
    request.method().setBytes(new byte[] {'H', 'E', 'A', 'D'}, 0, 4);
    request.requestURI().setString("/");
    request.getMimeHeaders().addValue("Rehearsal").setString("1");
    TomcatExchange exchange =
        new TomcatExchange(
            request,
            response,
            new TomcatExchange.AccessLog() {
              @Override
              public void log(Request refused, Response answer) {}
            });
    try {
      CoyoteAdapter.class.getMethod("log", LOG);
      if (exchange.peer().isPresent()
          || !exchange.method().equals("HEAD")
          || !exchange.target().equals("/")
          || exchange.headerLines("rehearsal").size() != 1) {
        throw new LinkageError("a request is not read back as it was written");
      }
      exchange.refuse(
          Refusal.of(403, "text/plain", Collections.singletonMap("Rehearsal", "1"), new byte[0]));
      Response.class.getMethod("doWrite", ByteBuffer.class);
    } catch (LinkageError e) {
      throw e;
    } catch (Exception e) {
      throw new LinkageError("an unknown shape of Tomcat", e);
    }
    return ServerInfo.getServerInfo();
  }
}
