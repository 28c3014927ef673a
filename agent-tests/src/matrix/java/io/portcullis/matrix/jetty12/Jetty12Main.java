package io.portcullis.matrix.jetty12;

import io.portcullis.matrix.app.PageServlet;
import io.portcullis.matrix.app.Parent;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** An embedded Jetty 12 with the application. */
public final class Jetty12Main {
  private Jetty12Main() {}

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
