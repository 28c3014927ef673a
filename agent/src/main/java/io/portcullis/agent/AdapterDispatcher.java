package io.portcullis.agent;

import io.portcullis.bootstrap.Dispatcher;
import io.portcullis.gate.Gate;
import io.portcullis.launcher.AgentClassLoader;
import io.portcullis.server.Instrumentation;
import io.portcullis.server.ServerAdapter;

/** Leads each call of woven code to the adapter of the class that calls. Thread-safe. */
final class AdapterDispatcher extends Dispatcher {
  private final Gate gate;
  private final Instrumentations instrumentations;
  private final AgentClassLoader loader;

  /** Kept in the woven class itself, and gone with it. */
  private final ClassValue<ServerAdapter> adapters =
      new ClassValue<ServerAdapter>() {
        @Override
        protected ServerAdapter computeValue(Class<?> woven) {
          return newAdapter(woven);
        }
      };

  AdapterDispatcher(Gate gate, Instrumentations instrumentations, AgentClassLoader loader) {
    this.gate = gate;
    this.instrumentations = instrumentations;
    this.loader = loader;
  }

  /**
   * As declared; throws only where there is no adapter to answer the caller with, so that the
   * server's own handling of a failed request takes over: the application is not reached.
   */
  @Override
  protected boolean admit(Class<?> woven, Object a, Object b, Object c) {
    return adapters.get(woven).admit(a, b, c);
  }

  /**
   * The adapter of a woven class; throws {@link LinkageError} or {@link IllegalStateException}
   * where it does not fit.
   */
  ServerAdapter adapterOf(Class<?> woven) {
    return adapters.get(woven);
  }

  /** Lets a class forget its adapter: when the agent leaves. */
  void forget(Class<?> woven) {
    adapters.remove(woven);
  }

  private ServerAdapter newAdapter(Class<?> woven) {
    Instrumentation instrumentation = instrumentations.of(woven);
    String name = instrumentation.adapterClassName();
    String adapterPackage = name.substring(0, name.lastIndexOf('.') + 1);
    try {
      return (ServerAdapter)
          Class.forName(
                  name,
                  true,
                  new AdapterClassLoader(woven.getClassLoader(), loader, adapterPackage))
              .getConstructor(Gate.class)
              .newInstance(gate);
    } catch (ReflectiveOperationException misfit) {
      throw new IllegalStateException(
          "portcullis: no adapter for " + woven.getName() + ": " + misfit, misfit);
    }
  }
}
