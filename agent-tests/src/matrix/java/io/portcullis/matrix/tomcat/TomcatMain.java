package io.portcullis.matrix.tomcat;

import io.portcullis.matrix.app.Installation;
import io.portcullis.matrix.app.Parent;
import java.io.File;
import org.apache.catalina.Context;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;

/** An embedded Tomcat with the application; the first argument is a folder to work in. */
public final class TomcatMain {
  private TomcatMain() {}

  public static void main(String[] arguments) throws Exception {
    File base = new File(arguments[0]);
    Tomcat tomcat = new Tomcat();
    tomcat.setBaseDir(base.getPath());
    Connector connector = new Connector("org.apache.coyote.http11.Http11NioProtocol");
    connector.setPort(0);
    connector.setProperty("address", "127.0.0.1");
    tomcat.getService().addConnector(connector);
    tomcat.setConnector(connector);
    Context context = tomcat.addContext("/m", base.getPath());
    context.addServletContainerInitializer(new Installation(), null);
    tomcat.start();
    Parent.listening(connector.getLocalPort());
  }
}
