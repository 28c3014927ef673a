package io.portcullis.contract.tomcat7;

import io.portcullis.contract.app.ContractApplication;
import io.portcullis.contract.app.Parent;
import io.portcullis.contract.app.Tls;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.catalina.Context;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.deploy.ErrorPage;
import org.apache.catalina.startup.Tomcat;
import org.apache.catalina.valves.AccessLogValve;
import org.apache.catalina.valves.RemoteIpValve;

/**
 * Starts the contract application on an embedded Tomcat 7, with an access log on standard output
 * and with the valve on that lets a header overwrite the remote address. A second port, said in a
 * line {@code ajp PORT}, takes AJP.
 */
public final class Tomcat7Main {
  /** Held, for the log's configuration goes with its logger. */
  private static final Logger LOG = Logger.getLogger("org.apache");

  private Tomcat7Main() {}

  public static void main(String[] arguments) throws Exception {
    LOG.setLevel(Level.WARNING);
    File base = Files.createTempDirectory("portcullis-contract").toFile();
    Tomcat tomcat = new Tomcat();
    tomcat.setBaseDir(base.getPath());
    Connector connector = new Connector("org.apache.coyote.http11.Http11NioProtocol");
    connector.setPort(0);
    connector.setProperty("address", "127.0.0.1");
    connector.setAllowTrace(true);
    tomcat.getService().addConnector(connector);
    tomcat.setConnector(connector);
    Connector ajp = ajp();
    tomcat.getService().addConnector(ajp);
    Connector tls = Tls.isWanted() ? tls() : connector;
    if (tls != connector) {
      tomcat.getService().addConnector(tls);
    }

    Context context = tomcat.addContext("", base.getPath());
    context.addServletContainerInitializer(new ContractApplication(), null);
    ErrorPage page = new ErrorPage();
    page.setErrorCode(ContractApplication.ERROR_STATUS);
    page.setLocation(ContractApplication.ERROR_PAGE);
    context.addErrorPage(page);

    RemoteIpValve remoteIp = new RemoteIpValve();
    remoteIp.setInternalProxies("127\\.0\\.0\\.\\d+");
    tomcat.getEngine().getPipeline().addValve(remoteIp);
    tomcat.getEngine().getPipeline().addValve(new StdoutAccessLog());

    tomcat.start();
    delete(base);
    System.out.println("ajp " + ajp.getLocalPort());
    if (tls != connector) {
      System.out.println("tls " + tls.getLocalPort());
    }
    Parent.listening(connector.getLocalPort());
  }

  private static Connector ajp() {
    Connector connector = new Connector("org.apache.coyote.ajp.AjpNioProtocol");
    connector.setPort(0);
    connector.setProperty("address", "127.0.0.1");
    connector.setProperty("secretRequired", "false");
    return connector;
  }

  private static Connector tls() {
    Connector connector = new Connector("org.apache.coyote.http11.Http11NioProtocol");
    connector.setPort(0);
    connector.setProperty("address", "127.0.0.1");
    connector.setScheme("https");
    connector.setSecure(true);
    connector.setProperty("SSLEnabled", "true");
    connector.setProperty("clientAuth", "want");
    connector.setProperty("trustManagerClassName", Tls.Everybody.class.getName());
    connector.setProperty("keystoreFile", Tls.keystore());
    connector.setProperty("keystorePass", Tls.PASSWORD);
    connector.setProperty("keystoreType", "PKCS12");
    return connector;
  }

  /** Nothing of the application is kept in files. */
  private static void delete(File folder) throws IOException {
    File[] inside = folder.listFiles();
    if (inside != null) {
      for (File file : inside) {
        delete(file);
      }
    }
    folder.deleteOnExit();
  }

  /** One line a request: {@code access "GET /plain HTTP/1.1" 200}. */
  private static final class StdoutAccessLog extends AccessLogValve {
    StdoutAccessLog() {
      super();
      setPattern("access \"%r\" %s");
    }

    /** There is no file. */
    @Override
    protected synchronized void open() {}

    @Override
    public void log(String message) {
      System.out.println(message);
    }
  }
}
