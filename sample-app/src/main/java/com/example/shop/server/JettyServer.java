package com.example.shop.server;

import com.example.shop.web.ShopInitializer;
import java.util.Collections;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.servlet.ServletContextHandler;
import org.eclipse.jetty.util.component.AbstractLifeCycle;

/** The shop in Jetty. */
public final class JettyServer implements WebServer {
  private final Server server = new Server();

  @Override
  public int start(int port) throws Exception {
    ServerConnector connector = new ServerConnector(server);
    connector.setHost("127.0.0.1");
    connector.setPort(port);
    server.addConnector(connector);
    ServletContextHandler context = new ServletContextHandler(ServletContextHandler.SESSIONS);
    context.setContextPath("/");
    context.addBean(
        new AbstractLifeCycle() {
          @Override
          protected void doStart() {
            context.getServletContext().setExtendedListenerTypes(true);
            new ShopInitializer().onStartup(Collections.emptySet(), context.getServletContext());
          }
        });
    server.setHandler(context);
    server.setStopTimeout(2_000);
    server.start();
    return connector.getLocalPort();
  }

  @Override
  public void stop() throws Exception {
    server.stop();
  }
}
