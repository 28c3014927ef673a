package io.portcullis.server.undertow;

import io.portcullis.gate.Gate;
import io.portcullis.server.RequiredMembers;
import io.portcullis.server.ServerAdapter;
import io.portcullis.server.SessionStores;
import io.undertow.Version;
import io.undertow.io.Sender;
import io.undertow.server.Connectors;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.SSLSessionInfo;
import io.undertow.server.ServerConnection;
import io.undertow.server.protocol.http.HttpContinue;
import io.undertow.util.AttachmentKey;
import io.undertow.util.HeaderMap;
import io.undertow.util.HeaderValues;
import io.undertow.util.HttpString;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.security.cert.Certificate;
import java.util.concurrent.Executor;
import org.xnio.XnioIoThread;

/** Brings the requests of Undertow before the gate, each once. */
public final class UndertowAdapter implements ServerAdapter {
  private final Gate gate;
  private final AttachmentKey<Boolean> judged = AttachmentKey.create(Boolean.class);
  private final boolean readsBodies = readsBodies();
  private final boolean readsSessions = readsSessions();

  public UndertowAdapter(Gate gate) {
    this.gate = gate;
  }

  /**
   * Judges; {@code a} is the root handler, or one that was dispatched to; {@code b} the exchange.
   */
  @Override
  public boolean admit(Object a, Object b, Object c) {
    HttpServerExchange exchange = (HttpServerExchange) b;
    Boolean before = exchange.getAttachment(judged);
    if (before != null) {
      return before;
    }
    if (exchange.isResponseStarted()) {
      // It has been with the application since before there was a gate.
      return true;
    }
    // Answering a refused request may lead back here.
    exchange.putAttachment(judged, Boolean.FALSE);
    boolean admitted =
        gate.admit(
            new UndertowExchange((HttpHandler) a, exchange, judged, readsBodies, readsSessions));
    if (admitted) {
      exchange.putAttachment(judged, Boolean.TRUE);
    }
    return admitted;
  }

  @Override
  public String describe() {
    RequiredMembers.ofClass(HttpServerExchange.class)
        .method(Object.class, "getAttachment", AttachmentKey.class)
        .method(Object.class, "putAttachment", AttachmentKey.class, Object.class)
        .method(ServerConnection.class, "getConnection")
        .method(HttpString.class, "getRequestMethod")
        .method(String.class, "getRequestURI")
        .method(String.class, "getQueryString")
        .method(String.class, "getRequestPath")
        .method(HeaderMap.class, "getRequestHeaders")
        .method(XnioIoThread.class, "getIoThread")
        .method(boolean.class, "isRequestComplete")
        .method(boolean.class, "isResponseStarted")
        .method(HttpServerExchange.class, "setPersistent", boolean.class)
        .method(HttpServerExchange.class, "setStatusCode", int.class)
        .method(HttpServerExchange.class, "setResponseContentLength", long.class)
        .method(HeaderMap.class, "getResponseHeaders")
        .method(InetSocketAddress.class, "getSourceAddress")
        .method(Sender.class, "getResponseSender");
    RequiredMembers.ofClass(Connectors.class)
        .method(void.class, "executeRootHandler", HttpHandler.class, HttpServerExchange.class);
    RequiredMembers.ofInterface(Executor.class).method(void.class, "execute", Runnable.class);
    RequiredMembers.ofClass(ServerConnection.class)
        .method(void.class, "close")
        .method(SocketAddress.class, "getPeerAddress", Class.class)
        .method(String.class, "getTransportProtocol")
        .method(SSLSessionInfo.class, "getSslSessionInfo");
    RequiredMembers.ofInterface(SSLSessionInfo.class)
        .method(Certificate[].class, "getPeerCertificates");
    RequiredMembers.ofClass(HeaderMap.class)
        .method(HeaderValues.class, "get", String.class)
        .method(HeaderMap.class, "put", HttpString.class, String.class);
    RequiredMembers.ofClass(HttpString.class).constructor(String.class);
    RequiredMembers.ofClass(HttpContinue.class)
        .method(boolean.class, "requiresContinueResponse", HttpServerExchange.class);
    RequiredMembers.ofInterface(Sender.class).method(void.class, "send", ByteBuffer.class);
    return "Undertow/"
        + Version.getVersionString()
        + (readsBodies ? "" : ", whose request bodies cannot be read here")
        + (readsSessions && SessionStores.OF_THIS_JVM.isComplete()
            ? ""
            : ", whose sessions cannot be read here");
  }

  private static boolean readsSessions() {
    try {
      UndertowSessions.requireMembers();
      return true;
    } catch (LinkageError misfit) {
      return false;
    }
  }

  private static boolean readsBodies() {
    try {
      UndertowBody.requireMembers();
      return true;
    } catch (LinkageError misfit) {
      return false;
    }
  }
}
