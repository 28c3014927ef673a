package io.portcullis.server.jetty12;

import io.portcullis.gate.Gate;
import io.portcullis.server.RequiredMembers;
import io.portcullis.server.ServerAdapter;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLEngine;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.eclipse.jetty.server.ConnectionMetaData;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.Callback;

/** Brings the requests of Jetty 12 before the gate. */
public final class Jetty12Adapter implements ServerAdapter {
  private final Gate gate;
  private final boolean readsSessions = readsSessions();

  /** Requests that were parked and admitted, on their way back into the woven method. */
  private final Set<Object> resumed = ConcurrentHashMap.newKeySet();

  public Jetty12Adapter(Gate gate) {
    this.gate = gate;
  }

  /** Judges; the arguments are the request, the response and what completes both. */
  @Override
  public boolean admit(Object a, Object b, Object c) {
    if (!resumed.isEmpty() && resumed.remove(a)) {
      return true;
    }
    return gate.admit(
        new Jetty12Exchange((Request) a, (Response) b, (Callback) c, resumed, readsSessions));
  }

  @Override
  public String describe() {
    RequiredMembers.ofInterface(Request.class)
        .method(Request.class, "unWrap", Request.class)
        .method(String.class, "getMethod")
        .method(HttpURI.class, "getHttpURI")
        .method(HttpFields.class, "getHeaders")
        .method(ConnectionMetaData.class, "getConnectionMetaData")
        .method(Content.Chunk.class, "read")
        .method(void.class, "demand", Runnable.class)
        .method(boolean.class, "consumeAvailable");
    RequiredMembers.ofInterface(Content.Chunk.class)
        .method(ByteBuffer.class, "getByteBuffer")
        .method(boolean.class, "isLast")
        .method(boolean.class, "release")
        .method(boolean.class, "isFailure", Content.Chunk.class)
        .method(Content.Chunk.class, "from", ByteBuffer.class, boolean.class);
    RequiredMembers.ofClass(Request.Wrapper.class).constructor(Request.class);
    RequiredMembers.ofInterface(ConnectionMetaData.class)
        .method(Connection.class, "getConnection")
        .method(Connector.class, "getConnector")
        .method(HttpVersion.class, "getHttpVersion");
    RequiredMembers.ofInterface(Connector.class)
        .method(Executor.class, "getExecutor")
        .method(Server.class, "getServer");
    RequiredMembers.ofClass(Server.class)
        .method(boolean.class, "handle", Request.class, Response.class, Callback.class);
    RequiredMembers.ofClass(HttpVersion.class).method(int.class, "getVersion");
    RequiredMembers.ofInterface(Connection.class).method(EndPoint.class, "getEndPoint");
    RequiredMembers.ofInterface(EndPoint.class)
        .method(Object.class, "getTransport")
        .method(SocketAddress.class, "getRemoteSocketAddress");
    RequiredMembers.ofInterface(EndPoint.Wrapper.class).method(EndPoint.class, "unwrap");
    RequiredMembers.ofClass(SslConnection.SslEndPoint.class)
        .method(SslConnection.class, "getSslConnection");
    RequiredMembers.ofClass(SslConnection.class).method(SSLEngine.class, "getSSLEngine");
    RequiredMembers.ofInterface(HttpURI.class)
        .method(String.class, "getPathQuery")
        .method(String.class, "getAuthority")
        .method(String.class, "getCanonicalPath");
    RequiredMembers.ofInterface(HttpFields.class).method(List.class, "getValuesList", String.class);
    RequiredMembers.ofInterface(Response.class)
        .method(void.class, "setStatus", int.class)
        .method(HttpFields.Mutable.class, "getHeaders")
        .method(void.class, "write", boolean.class, ByteBuffer.class, Callback.class)
        .method(void.class, "writeError", Request.class, Response.class, Callback.class, int.class);
    RequiredMembers.ofInterface(HttpFields.Mutable.class)
        .method(HttpFields.Mutable.class, "put", String.class, String.class);
    RequiredMembers.ofInterface(Callback.class).method(void.class, "failed", Throwable.class);
    return "Jetty/"
        + Server.getVersion()
        + (readsSessions ? "" : ", whose sessions cannot be read here");
  }

  private static boolean readsSessions() {
    try {
      Jetty12Sessions.requireMembers();
      return true;
    } catch (LinkageError misfit) {
      return false;
    }
  }
}
