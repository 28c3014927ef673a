package io.portcullis.agent;

/**
 * Starts the agent's threads: daemons, which hold up no exit, and free of the application's context
 * class loader.
 */
final class DaemonThread {
  private DaemonThread() {}

  static void start(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.setContextClassLoader(DaemonThread.class.getClassLoader());
    thread.start();
  }
}
