package io.portcullis.contract.tomcat;

import io.portcullis.contract.app.ContractApplication;
import io.portcullis.contract.app.Parent;
import io.portcullis.contract.app.Sessions;
import io.portcullis.contract.app.Tls;
import java.io.CharArrayWriter;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.catalina.Context;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.session.PersistentManager;
import org.apache.catalina.startup.Tomcat;
import org.apache.catalina.valves.AbstractAccessLogValve;
import org.apache.catalina.valves.RemoteIpValve;
import org.apache.coyote.http2.Http2Protocol;
import org.apache.tomcat.util.descriptor.web.ErrorPage;
import org.apache.tomcat.util.net.SSLHostConfig;
import org.apache.tomcat.util.net.SSLHostConfigCertificate;

/**
 * Starts the contract application on an embedded Tomcat, with an access log on standard output and
 * with the valve on that lets a header overwrite the remote address. A second port, said in a line
 * {@code ajp PORT}, takes AJP.
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

    if (Sessions.areKeptElsewhere()) {
      context.setManager(new PersistentManager());
    }
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
    SSLHostConfig host = new SSLHostConfig();
    host.setCertificateVerification("optional");
    host.setTrustManagerClassName(Tls.Everybody.class.getName());
    SSLHostConfigCertificate certificate =
        new SSLHostConfigCertificate(host, SSLHostConfigCertificate.Type.UNDEFINED);
    certificate.setCertificateKeystoreFile(Tls.keystore());
    certificate.setCertificateKeystorePassword(Tls.PASSWORD);
    certificate.setCertificateKeystoreType("PKCS12");
    host.addCertificate(certificate);
    connector.addSslHostConfig(host);
    connector.addUpgradeProtocol(new Http2Protocol());
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
