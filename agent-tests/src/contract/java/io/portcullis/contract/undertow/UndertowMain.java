package io.portcullis.contract.undertow;

import io.portcullis.contract.app.ContractApplication;
import io.portcullis.contract.app.Parent;
import io.portcullis.contract.app.Sessions;
import io.portcullis.contract.app.Tls;
import io.undertow.Undertow;
import io.undertow.UndertowOptions;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.handlers.ProxyPeerAddressHandler;
import io.undertow.server.handlers.accesslog.AccessLogHandler;
import io.undertow.server.handlers.accesslog.AccessLogReceiver;
import io.undertow.server.session.InMemorySessionManager;
import io.undertow.servlet.Servlets;
import io.undertow.servlet.api.DeploymentInfo;
import io.undertow.servlet.api.DeploymentManager;
import io.undertow.servlet.api.ServletContainerInitializerInfo;
import java.net.InetSocketAddress;
import java.util.Collections;
import org.xnio.Options;
import org.xnio.SslClientAuthMode;

/**
 * Starts the contract application on an embedded Undertow, with an access log on standard output
 * and with the handler on that lets a header overwrite the remote address. A second port, said in a
 * line {@code proxy-protocol PORT}, takes the PROXY protocol, a third, {@code ajp PORT}, AJP.
 */
public final class UndertowMain {
  private UndertowMain() {}

  public static void main(String[] arguments) throws Exception {
    ClassLoader loader = UndertowMain.class.getClassLoader();
    DeploymentInfo deployment =
        Servlets.deployment()
            .setClassLoader(loader)
            .setContextPath("/")
            .setDeploymentName("contract")
            .addErrorPage(
                Servlets.errorPage(
                    ContractApplication.ERROR_PAGE, ContractApplication.ERROR_STATUS))
            .addServletContainerInitializer(
                new ServletContainerInitializerInfo(
                    ContractApplication.class, Collections.<Class<?>>emptySet()));
    if (Sessions.areKeptElsewhere()) {
      deployment.setSessionManagerFactory(d -> new InMemorySessionManager("elsewhere") {});
    }
    DeploymentManager manager = Servlets.defaultContainer().addDeployment(deployment);
    manager.deploy();
    HttpHandler logged =
        new AccessLogHandler(manager.start(), new StdoutAccessLog(), "access \"%r\" %s", loader);

    Undertow.Builder builder =
        Undertow.builder()
            .setServerOption(UndertowOptions.ENABLE_HTTP2, true)
            .addHttpListener(0, "127.0.0.1")
            .addListener(
                new Undertow.ListenerBuilder()
                    .setType(Undertow.ListenerType.HTTP)
                    .setPort(0)
                    .setHost("127.0.0.1")
                    .setUseProxyProtocol(true))
            .addAjpListener(0, "127.0.0.1")
            .setHandler(new Asterisk(new ProxyPeerAddressHandler(logged)));
    if (Tls.isWanted()) {
      builder
          .setSocketOption(Options.SSL_CLIENT_AUTH_MODE, SslClientAuthMode.REQUESTED)
          .addHttpsListener(0, "127.0.0.1", Tls.context());
    }
    Undertow server = builder.build();
    server.start();
    System.out.println("proxy-protocol " + portOf(server, 1));
    System.out.println("ajp " + portOf(server, 2));
    if (Tls.isWanted()) {
      System.out.println("tls " + portOf(server, 3));
    }
    Parent.listening(portOf(server, 0));
  }

  private static int portOf(Undertow server, int listener) {
    return ((InetSocketAddress) server.getListenerInfo().get(listener).getAddress()).getPort();
  }

  /** Answers {@code OPTIONS *}, at which Undertow's servlet container fails with a stack trace. */
  private static final class Asterisk implements HttpHandler {
    private final HttpHandler next;

    Asterisk(HttpHandler next) {
      this.next = next;
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) throws Exception {
      if ("*".equals(exchange.getRequestURI())) {
        exchange.endExchange();
      } else {
        next.handleRequest(exchange);
      }
    }
  }

  /** One line a request: {@code access "GET /plain HTTP/1.1" 200}. */
  private static final class StdoutAccessLog implements AccessLogReceiver {
    @Override
    public void logMessage(String message) {
      System.out.println(message);
    }
  }
}
