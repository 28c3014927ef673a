package com.example.shop.server;

import com.example.shop.web.ShopInitializer;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.stream.Stream;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.core.StandardContext;
import org.apache.catalina.session.StandardManager;
import org.apache.catalina.startup.Tomcat;

/** The shop in Tomcat. */
public final class TomcatServer implements WebServer {
  private final Tomcat tomcat = new Tomcat();
  private Path work;

  @Override
  public int start(int port) throws IOException, LifecycleException {
    work = Files.createTempDirectory("shop-tomcat");
    tomcat.setBaseDir(work.toString());
    tomcat.setHostname("127.0.0.1");
    tomcat.setPort(port);
    tomcat.getConnector().setProperty("address", "127.0.0.1");
    // Else a port in use is only logged, and the shop runs without one.
    tomcat.getConnector().setThrowOnFailure(true);
    Context context = tomcat.addContext("", new File(work.toString()).getAbsolutePath());
    quietenLeakSearch((StandardContext) context);
    StandardManager sessions = new StandardManager();
    sessions.setPathname(null);
    context.setManager(sessions);
    context.addServletContainerInitializer(new ShopInitializer(), Collections.emptySet());
    try {
      tomcat.start();
    } catch (LifecycleException e) {
      deleteWork();
      throw e;
    }
    return tomcat.getConnector().getLocalPort();
  }

  /** The JVM ends with the shop: what Tomcat would look for, and warn of, cannot leak. */
  private static void quietenLeakSearch(StandardContext context) {
    context.setClearReferencesObjectStreamClassCaches(false);
    context.setClearReferencesThreadLocals(false);
    context.setClearReferencesRmiTargets(false);
  }

  @Override
  public void stop() throws IOException, LifecycleException {
    tomcat.stop();
    tomcat.destroy();
    deleteWork();
  }

  private void deleteWork() throws IOException {
    try (Stream<Path> files = Files.walk(work)) {
      files.sorted(Collections.reverseOrder()).map(Path::toFile).forEach(File::delete);
    }
  }
}
