package io.portcullis.manage;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;

/**
 * The listener of the management API, which ends with the JVM and holds it up for nothing. Its
 * server is the JDK's, which no adapter weaves: it never judges itself.
 *
 * <p>Start it only where a server of the application's has begun: the JDK's one logs through what
 * the application may want to choose before.
 */
public final class Management implements AutoCloseable {
  private static final long PATIENCE_MILLIS = 10_000;
  private static final int BACKLOG = 16;
  private static final long CLOSE_MILLIS = 2_000;

  private final HttpServer server;
  private final Workers workers;

  private Management(HttpServer server, Workers workers) {
    this.server = server;
    this.workers = workers;
  }

  /** Listens at an address; port 0 stands for any that is free. */
  public static Management start(InetSocketAddress address, Watched watched, Logger log)
      throws IOException {
    return start(address, watched, log, PATIENCE_MILLIS);
  }

  /** The same with the time after which a call is given up. */
  static Management start(
      InetSocketAddress address, Watched watched, Logger log, long patienceMillis)
      throws IOException {
    final HttpServer server = HttpServer.create(address, BACKLOG);
    Workers workers = new Workers(patienceMillis);
    server.setExecutor(workers);
    server.createContext("/", new ApiHandler(watched, log));
    // The thread that accepts inherits from the one that starts it.
    Thread starter =
        Workers.Daemons.thread(
            "portcullis-admin-start",
            new Runnable() {
              @Override
              public void run() {
                server.start();
              }
            });
    starter.start();
    try {
      starter.join();
    } catch (InterruptedException leaving) {
      Thread.currentThread().interrupt();
    }
    return new Management(server, workers);
  }

  /** The port that it listens at. */
  public int port() {
    return server.getAddress().getPort();
  }

  /**
   * Stops listening and ends its threads, for which it waits two seconds at most; calls under way
   * are cut off.
   */
  @Override
  public void close() {
    server.stop(0);
    workers.shutdownNow();
    try {
      workers.awaitTermination(CLOSE_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException leaving) {
      Thread.currentThread().interrupt();
    }
  }
}
