package io.portcullis.contract.jetty12;

import io.portcullis.contract.app.ContractApplication;
import io.portcullis.contract.app.Parent;
import io.portcullis.contract.app.Sessions;
import io.portcullis.contract.app.Tls;
import javax.servlet.ServletContextEvent;
import javax.servlet.ServletContextListener;
import org.eclipse.jetty.alpn.server.ALPNServerConnectionFactory;
import org.eclipse.jetty.ee10.servlet.ErrorPageErrorHandler;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.http2.server.HTTP2CServerConnectionFactory;
import org.eclipse.jetty.http2.server.HTTP2ServerConnectionFactory;
import org.eclipse.jetty.server.CustomRequestLog;
import org.eclipse.jetty.server.ForwardedRequestCustomizer;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.ProxyConnectionFactory;
import org.eclipse.jetty.server.RequestLog;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.session.NullSessionCache;
import org.eclipse.jetty.session.NullSessionDataStore;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/**
 * Starts the contract application on an embedded Jetty 12, with a request log on standard output
 * and with the customizer on that lets a header overwrite the remote address. A second port, said
 * in a line {@code proxy-protocol PORT}, takes the PROXY protocol.
 */
public final class Jetty12Main {
  private Jetty12Main() {}

  public static void main(String[] arguments) throws Exception {
    Server server = new Server();
    HttpConfiguration http = new HttpConfiguration();
    http.addCustomizer(new ForwardedRequestCustomizer());
    ServerConnector connector =
        new ServerConnector(
            server, new HttpConnectionFactory(http), new HTTP2CServerConnectionFactory(http));
    connector.setHost("127.0.0.1");
    server.addConnector(connector);
    ServerConnector behindProxy =
        new ServerConnector(server, new ProxyConnectionFactory(), new HttpConnectionFactory(http));
    behindProxy.setHost("127.0.0.1");
    server.addConnector(behindProxy);

    ServerConnector tls = connector;
    if (Tls.isWanted()) {
      SslContextFactory.Server ssl = new SslContextFactory.Server();
      ssl.setSslContext(Tls.context());
      ssl.setWantClientAuth(true);
      ALPNServerConnectionFactory alpn = new ALPNServerConnectionFactory();
      alpn.setDefaultProtocol("http/1.1");
      // Without the customizer that tells the application of certificates.
      tls =
          new ServerConnector(
              server,
              new SslConnectionFactory(ssl, "alpn"),
              alpn,
              new HTTP2ServerConnectionFactory(new HttpConfiguration()),
              new HttpConnectionFactory(new HttpConfiguration()));
      tls.setHost("127.0.0.1");
      server.addConnector(tls);
    }

    ServletContextHandler context = new ServletContextHandler(ServletContextHandler.SESSIONS);
    context.setContextPath("/");
    context.addEventListener(new Installation());
    ErrorPageErrorHandler pages = new ErrorPageErrorHandler();
    pages.addErrorPage(ContractApplication.ERROR_STATUS, ContractApplication.ERROR_PAGE);
    context.setErrorHandler(pages);
    // Its name, which the page for 404 shows, would be another in each JVM.
    context.getServletHandler().setEnsureDefaultServlet(false);
    if (Sessions.areKeptElsewhere()) {
      NullSessionCache cache = new NullSessionCache(context.getSessionHandler());
      cache.setSessionDataStore(new NullSessionDataStore());
      context.getSessionHandler().setSessionCache(cache);
    }
    server.setHandler(context);
    server.setRequestLog(new CustomRequestLog(new StdoutRequestLog(), "access \"%r\" %s"));

    server.start();
    System.out.println("proxy-protocol " + behindProxy.getLocalPort());
    if (tls != connector) {
      System.out.println("tls " + tls.getLocalPort());
    }
    Parent.listening(connector.getLocalPort());
  }

  private static final class Installation implements ServletContextListener {
    @Override
    public void contextInitialized(ServletContextEvent event) {
      ContractApplication.install(event.getServletContext());
    }

    @Override
    public void contextDestroyed(ServletContextEvent event) {}
  }

  /** One line a request: {@code access "GET /plain HTTP/1.1" 200}. */
  private static final class StdoutRequestLog implements RequestLog.Writer {
    @Override
    public void write(String entry) {
      System.out.println(entry);
    }
  }
}
