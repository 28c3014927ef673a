package io.portcullis.server.tomcat;

import io.portcullis.engine.SessionAttribute;
import io.portcullis.gate.Gate;
import io.portcullis.gate.Refusal;
import io.portcullis.server.RequiredMembers;
import io.portcullis.server.ServerAdapter;
import io.portcullis.server.SessionIds;
import java.util.Collections;
import org.apache.catalina.connector.CoyoteAdapter;
import org.apache.catalina.util.ServerInfo;
import org.apache.coyote.Request;
import org.apache.coyote.Response;

/** Brings what enters Tomcat's {@code CoyoteAdapter} before the gate. Thread-safe. */
public final class TomcatAdapter implements ServerAdapter {
  private final Gate gate;
  private final boolean readsSessions = readsSessions();

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
            new TomcatExchange.Door() {
              @Override
              public void log(Request refused, Response answer) {
                coyote.log(refused, answer, 0);
              }

              @Override
              public SessionAttribute sessionAttribute(SessionIds ids, String name) {
                return readsSessions
                    ? new TomcatSessions(coyote, ids, name).attribute()
                    : ids.unsupported();
              }
            }));
  }

  /**
   * Rehearses a refusal on a request that no socket is behind: a member that this Tomcat does not
   * have fails here. What needs a socket or a whole server is looked at only.
   */
  @Override
  public String describe() {
    RequiredMembers.ofClass(CoyoteAdapter.class)
        .method(void.class, "log", Request.class, Response.class, long.class);
    RequiredMembers.ofClass(Request.class)
        .method(void.class, "setAvailable", int.class)
        .method(int.class, "getAvailable");
    rehearse();
    return ServerInfo.getServerInfo()
        + (ReadableBodies.areHere() ? "" : ", whose request bodies cannot be read here")
        + (readsSessions ? "" : ", whose sessions cannot be read here");
  }

  private static boolean readsSessions() {
    try {
      TomcatSessions.requireMembers();
      return true;
    } catch (LinkageError misfit) {
      return false;
    }
  }

  private static void rehearse() {
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
            new TomcatExchange.Door() {
              @Override
              public void log(Request refused, Response answer) {}

              @Override
              public SessionAttribute sessionAttribute(SessionIds ids, String name) {
                return ids.unsupported();
              }
            });
    try {
      if (exchange.peer().isPresent()
          || !exchange.method().equals("HEAD")
          || !exchange.target().equals("/")
          || exchange.headerLines("rehearsal").size() != 1
          || exchange.requestAuthority().isPresent()
          || !exchange.connectionCertificate().isAbsent()
          || !exchange.sessionAttribute("rehearsal").equals(SessionAttribute.NONE)) {
        throw new LinkageError("a request is not read back as it was written");
      }
      exchange.refuse(
          Refusal.of(403, "text/plain", Collections.singletonMap("Rehearsal", "1"), new byte[0]));
      if (response.getStatus() != 403 || response.getContentLengthLong() != 0) {
        throw new LinkageError("a refusal is not what it was set to be");
      }
    } catch (Exception e) {
      throw new LinkageError("an unknown shape of Tomcat", e);
    }
  }
}
