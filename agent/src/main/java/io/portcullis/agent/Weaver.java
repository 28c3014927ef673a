package io.portcullis.agent;

import io.portcullis.bootstrap.Dispatcher;
import io.portcullis.server.Instrumentation;
import java.lang.instrument.ClassFileTransformer;
import java.security.ProtectionDomain;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Weaves the few classes that {@link Instrumentations} names, by a look-up of the name; every other
 * class costs one miss in a small map and a look at the end of its name. Thread-safe.
 */
final class Weaver implements ClassFileTransformer {
  /** Hears what became of each class that has the name of a server's. */
  interface Listener {
    /** A server is about to be guarded; waits until a policy is in force, or ends the JVM. */
    void beforeWeaving(Instrumentation instrumentation);

    /** The application has begun with JMX. */
    void managed();

    /** The herald of a server is loaded; the class to be woven may take its time. */
    void heralded(Instrumentation instrumentation, ClassLoader loader);

    void woven(Instrumentation instrumentation, ClassLoader loader);

    /** A class looks like a server's and cannot be guarded. */
    void unguarded(Instrumentation instrumentation, ClassLoader loader, String why);
  }

  private final Instrumentations instrumentations;
  private final Listener listener;

  Weaver(Instrumentations instrumentations, Listener listener) {
    this.instrumentations = instrumentations;
    this.listener = listener;
  }

  @Override
  public byte @Nullable [] transform(
      @Nullable ClassLoader loader,
      @Nullable String className,
      @Nullable Class<?> classBeingRedefined,
      @Nullable ProtectionDomain domain,
      byte[] classFile) {
    if (className == null || loader == null) {
      if (JmxStart.FIRST_CLASS.equals(className)) {
        listener.managed();
      }
      return null;
    }
    List<Instrumentation> candidates;
    try {
      Instrumentation heralded = instrumentations.heraldedBy(className);
      if (heralded == null) {
        heralded = instrumentations.relocatedHerald(className, classFile);
      }
      if (heralded != null) {
        herald(loader, heralded);
        return null;
      }
      candidates = instrumentations.ofClass(className, classFile);
    } catch (Throwable fault) {
      // The JVM would drop it without a word and run the class as it is.
      Instrumentation named = instrumentations.named(className);
      if (named != null) {
        listener.unguarded(named, loader, "its class cannot be read: " + fault);
      }
      return null;
    }
    return candidates.isEmpty() ? null : weave(loader, candidates, classFile);
  }

  private void herald(ClassLoader loader, Instrumentation heralded) {
    try {
      listener.beforeWeaving(heralded);
      listener.heralded(heralded, loader);
    } catch (Throwable fault) {
      listener.unguarded(heralded, loader, "it could not be prepared for: " + fault);
    }
  }

  private byte @Nullable [] weave(
      ClassLoader loader, List<Instrumentation> candidates, byte[] classFile) {
    Instrumentation last = candidates.get(candidates.size() - 1);
    try {
      listener.beforeWeaving(last);
      if (!seesDispatcher(loader)) {
        listener.unguarded(
            last, loader, "its class loader does not see java.lang as the JDK has it");
        return null;
      }
      for (Instrumentation candidate : candidates) {
        Optional<byte[]> woven = Prologue.weave(classFile, candidate);
        if (woven.isPresent()) {
          instrumentations.woven(loader, candidate);
          listener.woven(candidate, loader);
          return woven.get();
        }
      }
      listener.unguarded(
          last, loader, "it has no method " + last.methodName() + " of a known shape");
    } catch (Throwable fault) {
      // The JVM would drop it without a word and run the class as it is.
      listener.unguarded(last, loader, "weaving failed: " + fault);
    }
    return null;
  }

  /** A dispatcher that the woven class could not resolve would break every request of the host. */
  private static boolean seesDispatcher(ClassLoader loader) {
    try {
      return Class.forName(Dispatcher.class.getName(), false, loader) == Dispatcher.class;
    } catch (ClassNotFoundException | LinkageError unseen) {
      return false;
    }
  }
}
