package io.portcullis.server.jetty9;

import io.portcullis.gate.Gate;
import io.portcullis.server.RequiredMembers;
import io.portcullis.server.ServerAdapter;
import java.net.InetSocketAddress;
import java.util.Enumeration;
import java.util.List;
import javax.net.ssl.SSLEngine;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.eclipse.jetty.server.HttpChannel;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpOutput;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;

/** Brings the requests of Jetty 9.0 to 11 before the gate. */
public final class Jetty9Adapter implements ServerAdapter {
  private final Gate gate;
  private final boolean readsBodies = readsBodies();
  private final boolean readsSessions = readsSessions();

  public Jetty9Adapter(Gate gate) {
    this.gate = gate;
  }

  /** Judges; {@code a} is the server, {@code b} the channel with request and response. */
  @Override
  public boolean admit(Object a, Object b, Object c) {
    return gate.admit(new Jetty9Exchange((HttpChannel) b, readsBodies, readsSessions));
  }

  @Override
  public String describe() {
    RequiredMembers.ofClass(HttpChannel.class)
        .method(EndPoint.class, "getEndPoint")
        .method(HttpConfiguration.class, "getHttpConfiguration")
        .method(Request.class, "getRequest")
        .method(Response.class, "getResponse");
    RequiredMembers.ofInterface(EndPoint.class)
        .method(Object.class, "getTransport")
        .method(InetSocketAddress.class, "getRemoteAddress");
    RequiredMembers.ofClass(SslConnection.DecryptedEndPoint.class)
        .method(SslConnection.class, "getSslConnection");
    RequiredMembers.ofClass(SslConnection.class).method(SSLEngine.class, "getSSLEngine");
    RequiredMembers.ofClass(Request.class)
        .method(String.class, "getMethod")
        .method(String.class, "getRequestURI")
        .method(String.class, "getQueryString")
        .method(String.class, "getPathInfo")
        .method(String.class, "getProtocol")
        .method(String.class, "getServerName")
        .method(String.class, "getHeader", String.class)
        .method(Enumeration.class, "getHeaders", String.class)
        .method(void.class, "setHandled", boolean.class);
    RequiredMembers.ofClass(HttpConfiguration.class).method(List.class, "getCustomizers");
    RequiredMembers.ofClass(Response.class)
        .method(void.class, "setStatus", int.class)
        .method(void.class, "setHeader", String.class, String.class)
        .method(void.class, "setContentType", String.class)
        .method(void.class, "setContentLength", int.class)
        .method(HttpOutput.class, "getHttpOutput");
    RequiredMembers.ofClass(HttpOutput.class)
        .method(void.class, "write", byte[].class, int.class, int.class);
    return "Jetty/"
        + Server.getVersion()
        + (readsBodies ? "" : ", whose request bodies cannot be read here")
        + (readsSessions ? "" : ", whose sessions cannot be read here");
  }

  private static boolean readsSessions() {
    try {
      Jetty9Sessions.requireMembers();
      return true;
    } catch (LinkageError misfit) {
      return false;
    }
  }

  private static boolean readsBodies() {
    try {
      Jetty9Body.requireMembers();
      return true;
    } catch (LinkageError misfit) {
      return false;
    }
  }
}
