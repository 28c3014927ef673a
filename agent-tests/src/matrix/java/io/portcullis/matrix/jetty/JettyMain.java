package io.portcullis.matrix.jetty;

import io.portcullis.matrix.app.PageServlet;
import io.portcullis.matrix.app.Parent;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.servlet.ServletContextHandler;
import org.eclipse.jetty.servlet.ServletHolder;

/** An embedded Jetty 9, 10 or 11 with the application. */
public final class JettyMain {
  private JettyMain() {}

  public static void main(String[] arguments) throws Exception {
    Server server = new Server();
    ServerConnector connector = new ServerConnector(server);
    connector.setHost("127.0.0.1");
    server.addConnector(connector);
    ServletContextHandler context = new ServletContextHandler();
    context.setContextPath("/m");
    context.addServlet(new ServletHolder(new PageServlet()), "/*");
    server.setHandler(context);
    server.start();
    Parent.listening(connector.getLocalPort());
  }
}
