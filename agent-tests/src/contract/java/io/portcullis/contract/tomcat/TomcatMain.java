package io.portcullis.contract.tomcat;

import io.portcullis.contract.app.ContractApplication;
import io.portcullis.contract.app.Parent;
import java.io.CharArrayWriter;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.catalina.Context;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;
import org.apache.catalina.valves.AbstractAccessLogValve;
import org.apache.catalina.valves.RemoteIpValve;
import org.apache.coyote.http2.Http2Protocol;
import org.apache.tomcat.util.descriptor.web.ErrorPage;

/**
 * Starts the contract application on an embedded Tomcat, with an access log on standard output and
 * with the valve on that lets a header overwrite the remote address.
 */
public final class TomcatMain {
  /** Held, for the log's configuration goes with its logger. */
  private static final Logger LOG = Logger.getLogger("org.apache");

  private TomcatMain() {}

  public static void main(String[] arguments) throws Exception {
    LOG.setLevel(Level.WARNING);
    File base = Files.createTempDirectory("portcullis-contract").toFile();
    Tomcat tomcat = new Tomcat();
    tomcat.setBaseDir(base.getPath());
    Connector connector = new Connector("org.apache.coyote.http11.Http11NioProtocol");
    connector.setPort(0);
    connector.setProperty("address", "127.0.0.1");
    connector.setAllowTrace(true);
    connector.addUpgradeProtocol(new Http2Protocol());
    tomcat.setConnector(connector);

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
    Parent.listening(connector.getLocalPort());
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
  private static final class StdoutAccessLog extends AbstractAccessLogValve {
    StdoutAccessLog() {
      super();
      setPattern("access \"%r\" %s");
    }

    @Override
    protected void log(CharArrayWriter message) {
      System.out.println(message.toString());
    }
  }
}
