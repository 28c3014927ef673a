package io.portcullis.bench.valve;

import com.example.shop.web.ShopInitializer;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Paths;
import java.util.Collections;
import org.apache.catalina.Context;
import org.apache.catalina.startup.Tomcat;
import org.apache.catalina.valves.RemoteCIDRValve;

/**
 * The shop in Tomcat behind a {@link RemoteCIDRValve}; the argument is a file of address rules, all
 * that may call.
 */
public final class ShopBehindValve {
  private ShopBehindValve() {}

  public static void main(String[] arguments) throws Exception {
    File base = Files.createTempDirectory("portcullis-bench").toFile();
    base.deleteOnExit();
    Tomcat tomcat = new Tomcat();
    tomcat.setBaseDir(base.getPath());
    tomcat.setHostname("127.0.0.1");
    tomcat.setPort(0);
    tomcat.getConnector().setProperty("address", "127.0.0.1");
    Context context = tomcat.addContext("", base.getPath());
    context.addServletContainerInitializer(new ShopInitializer(), Collections.emptySet());
    RemoteCIDRValve valve = new RemoteCIDRValve();
    valve.setAllow(String.join(",", Files.readAllLines(Paths.get(arguments[0]))));
    tomcat.getEngine().getPipeline().addValve(valve);
    tomcat.start();
    int port = tomcat.getConnector().getLocalPort();
    System.out.println("shop listening on http://127.0.0.1:" + port + " (valve)");
    tomcat.getServer().await();
  }
}
