package io.portcullis.agent;

import io.portcullis.bootstrap.Dispatcher;
import io.portcullis.gate.Gate;
import io.portcullis.launcher.AgentClassLoader;
import io.portcullis.server.Instrumentation;
import io.portcullis.server.ServerAdapter;
import io.portcullis.server.SessionStores;
import java.util.List;

/** Leads each call of woven code to the guard of the class that calls. Thread-safe. */
final class AdapterDispatcher extends Dispatcher {
  private final Gate gate;
  private final Instrumentations instrumentations;
  private final AgentClassLoader loader;
  private final Settings.OnUnsupported onUnsupported;

  /** Kept in the woven class itself, and gone with it. */
  private final ClassValue<ServerGuard> guards =
      new ClassValue<ServerGuard>() {
        @Override
        protected ServerGuard computeValue(Class<?> woven) {
          if (left) {
            // Who is late must not put it back: it would keep the agent in memory.
            throw new Left();
          }
          return newGuard(woven);
        }
      };

  private volatile boolean left;

  AdapterDispatcher(
      Gate gate,
      Instrumentations instrumentations,
      AgentClassLoader loader,
      Settings.OnUnsupported onUnsupported) {
    this.gate = gate;
    this.instrumentations = instrumentations;
    this.loader = loader;
    this.onUnsupported = onUnsupported;
  }

  /**
   * As declared; throws only where there is no adapter to answer the caller with, so that the
   * server's own handling of a failed request takes over: the application is not reached.
   */
  @Override
  protected boolean admit(Class<?> woven, Object a, Object b, Object c) {
    ServerGuard guard;
    try {
      guard = guards.get(woven);
    } catch (Left openedMeanwhile) {
      return true;
    }
    return guard.admit(a, b, c);
  }

  /** Takes the guards out of the woven classes, which would hold them as long as they live. */
  void forget(List<Class<?>> classes) {
    left = true;
    for (Class<?> woven : classes) {
      guards.remove(woven);
    }
  }

  /** The agent has left: nothing is judged any more. */
  private static final class Left extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Left() {
      super("detached", null, false, false);
    }
  }

  /** The guard of a woven class. Never throws. */
  ServerGuard guardOf(Class<?> woven) {
    return guards.get(woven);
  }

  private ServerGuard newGuard(Class<?> woven) {
    boolean witness = false;
    try {
      Instrumentation instrumentation = instrumentations.of(woven);
      witness = instrumentation.isWitness();
      String name = instrumentation.adapterClassName();
      String adapterPackage = name.substring(0, name.lastIndexOf('.') + 1);
      AdapterClassLoader adapterLoader =
          new AdapterClassLoader(
              woven.getClassLoader(), loader, adapterPackage, instrumentation.relocation());
      ServerAdapter adapter =
          (ServerAdapter)
              Class.forName(name, true, adapterLoader).getConstructor(Gate.class).newInstance(gate);
      return ServerGuard.of(adapter, adapter.describe());
    } catch (ReflectiveOperationException | LinkageError | RuntimeException misfit) {
      if (witness) {
        SessionStores.OF_THIS_JVM.missedSome();
        return ServerGuard.absent(misfit);
      }
      return onUnsupported == Settings.OnUnsupported.WARN
          ? ServerGuard.absent(misfit)
          : ServerGuard.closed(misfit);
    }
  }
}
