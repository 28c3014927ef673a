package io.portcullis.matrix.undertow;

import io.portcullis.matrix.app.Pages;
import io.portcullis.matrix.app.Parent;
import io.undertow.Undertow;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import java.net.ServerSocket;

/** An embedded Undertow with the application, without servlets. */
public final class UndertowMain {
  private UndertowMain() {}

  public static void main(String[] arguments) throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    Undertow.builder()
        .addHttpListener(port, "127.0.0.1")
        .setHandler(
            new HttpHandler() {
              @Override
              public void handleRequest(HttpServerExchange exchange) {
                exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, "text/plain;charset=utf-8");
                String method = exchange.getRequestMethod().toString();
                exchange.getResponseSender().send(Pages.of(method, exchange.getRequestURI()));
              }
            })
        .build()
        .start();
    // Older versions do not tell which port they were given.
    Parent.listening(port);
  }
}
