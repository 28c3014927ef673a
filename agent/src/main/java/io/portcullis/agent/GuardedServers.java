package io.portcullis.agent;

import io.portcullis.server.Instrumentation;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;

/**
 * Sees each woven server through to the point where it is known to be guarded: its class is there,
 * its adapter fits, and the operator has been told. Runs on short-lived daemon threads, so that the
 * server's own threads meet an adapter that is loaded already. Holds servers weakly. Thread-safe.
 */
final class GuardedServers {
  /** Hears of a server whose version the adapter does not fit. */
  interface Misfit {
    void unsupported(Instrumentation instrumentation, String why);
  }

  private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(30);
  private static final long LOUD_AFTER_SECONDS = 60;

  private final java.lang.instrument.Instrumentation jvm;
  private final AdapterDispatcher dispatcher;
  private final Logger log;
  private final Misfit misfit;
  private final AgentThreads threads;
  private final FirstServer first = new FirstServer();
  private final Map<WeakReference<ClassLoader>, String> guarded = new LinkedHashMap<>();

  GuardedServers(
      java.lang.instrument.Instrumentation jvm,
      AdapterDispatcher dispatcher,
      Logger log,
      Misfit misfit,
      AgentThreads threads) {
    this.jvm = jvm;
    this.dispatcher = dispatcher;
    this.log = log;
    this.misfit = misfit;
    this.threads = threads;
  }

  /** A server is about to start: loads the class that is to be woven ahead of the first request. */
  void prepare(Instrumentation instrumentation, ClassLoader loader) {
    WeakReference<ClassLoader> weakly = new WeakReference<>(loader);
    threads.start(
        "portcullis-guard",
        new Runnable() {
          @Override
          public void run() {
            load(instrumentation, weakly);
          }
        });
  }

  private void load(Instrumentation instrumentation, WeakReference<ClassLoader> weakly) {
    ClassLoader loader = weakly.get();
    if (loader != null) {
      try {
        Class.forName(instrumentation.className().replace('/', '.'), false, loader);
      } catch (ClassNotFoundException | LinkageError notThere) {
        misfit.unsupported(instrumentation, "it cannot be woven ahead: " + notThere);
      }
    }
  }

  /** A class was woven; who it is will be known, and said, in a moment. */
  void add(Instrumentation instrumentation, ClassLoader loader) {
    WeakReference<ClassLoader> weakly = new WeakReference<>(loader);
    threads.start(
        "portcullis-guard",
        new Runnable() {
          @Override
          public void run() {
            announce(instrumentation, weakly);
          }
        });
  }

  private void announce(Instrumentation instrumentation, WeakReference<ClassLoader> weakly) {
    Optional<Class<?>> found = await(instrumentation.className().replace('/', '.'), weakly);
    if (!found.isPresent()) {
      return;
    }
    Class<?> woven = found.get();
    ServerGuard guard = dispatcher.guardOf(woven);
    if (guard.misfit().isPresent()) {
      Throwable why = guard.misfit().get();
      log.error("the adapter for {} does not fit this version", instrumentation.family(), why);
      misfit.unsupported(instrumentation, "its version is not supported: " + why);
      return;
    }
    synchronized (guarded) {
      guarded.put(weakly, guard.server());
    }
    first.isGuarded();
    log.info(
        "guarding {} (loaded by {})", guard.server(), woven.getClassLoader().getClass().getName());
  }

  /**
   * The class itself, once the JVM has it; asking its loader could run code of the server's ahead
   * of its time.
   */
  private Optional<Class<?>> await(String name, WeakReference<ClassLoader> weakly) {
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    while (System.nanoTime() - deadline < 0) {
      ClassLoader loader = weakly.get();
      if (loader == null) {
        return Optional.<Class<?>>empty();
      }
      for (Class<?> loaded : jvm.getInitiatedClasses(loader)) {
        if (loaded.getName().equals(name) && loaded.getClassLoader() == loader) {
          return Optional.<Class<?>>of(loaded);
        }
      }
      if (Thread.currentThread().isInterrupted()) {
        break;
      }
      LockSupport.parkNanos(POLL_NANOS);
    }
    return Optional.<Class<?>>empty();
  }

  /** What each server that is guarded and not gone calls itself. */
  List<String> guarded() {
    List<String> servers = new ArrayList<>();
    synchronized (guarded) {
      for (Map.Entry<WeakReference<ClassLoader>, String> server : guarded.entrySet()) {
        if (server.getKey().get() != null) {
          servers.add(server.getValue());
        }
      }
    }
    return servers;
  }

  /** Waits until one server is guarded. */
  void awaitFirst() throws InterruptedException {
    first.await();
  }

  /**
   * Says loudly, after a minute, if no server has been guarded by then. Blocks until it is known.
   */
  void warnIfNone() throws InterruptedException {
    first.warnIfNone(log, LOUD_AFTER_SECONDS);
  }
}
