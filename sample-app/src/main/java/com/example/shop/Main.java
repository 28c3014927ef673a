package com.example.shop;

import com.example.shop.server.JettyServer;
import com.example.shop.server.TomcatServer;
import com.example.shop.server.UndertowServer;
import com.example.shop.server.WebServer;
import java.util.concurrent.CountDownLatch;

/** Starts the shop: {@code --server tomcat|jetty|undertow --port N}, where 0 is any free port. */
public final class Main {
  private static final String USAGE =
      "usage: java -jar shop.jar [--server tomcat|jetty|undertow] [--port N]";

  private Main() {}

  public static void main(String[] arguments) throws Exception {
    String name = "tomcat";
    int port = 8080;
    for (int i = 0; i < arguments.length; i += 2) {
      if (i + 1 == arguments.length) {
        throw usage("`" + arguments[i] + "` needs a value");
      }
      switch (arguments[i]) {
        case "--server":
          name = arguments[i + 1];
          break;
        case "--port":
          port = port(arguments[i + 1]);
          break;
        default:
          throw usage("unknown option `" + arguments[i] + "`");
      }
    }
    run(server(name), name, port);
  }

  /** A server by its name; it is not started yet. */
  static WebServer server(String name) {
    switch (name) {
      case "tomcat":
        return new TomcatServer();
      case "jetty":
        return new JettyServer();
      case "undertow":
        return new UndertowServer();
      default:
        throw usage("unknown server `" + name + "`");
    }
  }

  private static void run(WebServer server, String name, int port) throws Exception {
    int bound = 0;
    try {
      bound = server.start(port);
    } catch (Exception e) {
      Throwable cause = e;
      while (cause.getCause() != null) {
        cause = cause.getCause();
      }
      System.err.println("shop could not start: " + cause);
      System.exit(1);
    }
    CountDownLatch stopped = new CountDownLatch(1);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  try {
                    server.stop();
                    System.out.println("shop stopped");
                  } catch (Exception e) {
                    System.err.println("shop did not stop cleanly: " + e);
                  } finally {
                    stopped.countDown();
                  }
                },
                "shop-stop"));
    System.out.println("shop listening on http://127.0.0.1:" + bound + " (" + name + ")");
    stopped.await();
  }

  private static int port(String text) {
    try {
      int port = Integer.parseInt(text);
      if (port >= 0 && port <= 65535) {
        return port;
      }
    } catch (NumberFormatException e) {
      // Told below, like a number that is out of range.
    }
    throw usage("`" + text + "` is not a port");
  }

  /** Ends the program; it returns an exception only so that callers can write {@code throw}. */
  private static RuntimeException usage(String problem) {
    System.err.println(problem);
    System.err.println(USAGE);
    System.exit(2);
    return new IllegalStateException(problem);
  }
}
