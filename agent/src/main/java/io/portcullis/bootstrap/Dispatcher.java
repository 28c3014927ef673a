package io.portcullis.bootstrap;

/**
 * The door between a server's woven code and the agent.
 *
 * <p>Packaged as {@code java.lang.PortcullisDispatcher} and defined by the bootstrap loader: the
 * loaders of OSGi and of JBoss Modules hand on package {@code java.lang} and hardly anything else,
 * so a woven class resolves this name in every server. It holds no logic, so that there is nothing
 * here that could fail.
 */
public abstract class Dispatcher {
  private static volatile Dispatcher current;

  /** For the subclass in the agent realm. */
  protected Dispatcher() {}

  /**
   * Called first thing by a woven method; {@code true} tells it to go on, {@code false} that the
   * request is refused and answered, and that it must return at once. With no agent in place every
   * request goes on.
   *
   * @param woven the class that calls, from which the agent finds the adapter
   * @param a the first argument of the woven method; so are {@code b} and {@code c}, {@code null}
   *     where it has none
   */
  public static boolean admits(Class<?> woven, Object a, Object b, Object c) {
    Dispatcher dispatcher = current;
    return dispatcher == null || dispatcher.admit(woven, a, b, c);
  }

  /** Puts an agent in place, or, with {@code null}, takes it away. */
  public static void install(Dispatcher dispatcher) {
    current = dispatcher;
  }

  /** Judges one request; as {@link #admits}. Must not throw. */
  protected abstract boolean admit(Class<?> woven, Object a, Object b, Object c);
}
