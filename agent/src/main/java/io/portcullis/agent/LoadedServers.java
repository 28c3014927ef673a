package io.portcullis.agent;

import io.portcullis.server.Instrumentation;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * The servers' classes that a running JVM has loaded already, which are woven, and given back,
 * where they are. For one thread.
 */
final class LoadedServers {
  private final java.lang.instrument.Instrumentation jvm;
  private final Instrumentations instrumentations;

  LoadedServers(java.lang.instrument.Instrumentation jvm, Instrumentations instrumentations) {
    this.jvm = jvm;
    this.instrumentations = instrumentations;
  }

  /** All that are there now. */
  List<Class<?>> all() {
    List<Class<?>> present = new ArrayList<>();
    for (Class<?> loaded : jvm.getAllLoadedClasses()) {
      if (!candidatesOf(loaded).isEmpty() && jvm.isModifiableClass(loaded)) {
        present.add(loaded);
      }
    }
    return present;
  }

  /** What may be woven into a class, by its name and, where its bytes can be had, by its shape. */
  private List<Instrumentation> candidatesOf(Class<?> loaded) {
    String name = internalName(loaded);
    if (!instrumentations.mayBe(name) || loaded.getClassLoader() == null) {
      return Collections.<Instrumentation>emptyList();
    }
    try {
      byte[] classFile = bytesOf(loaded);
      return classFile.length == 0
          ? instrumentations.of(name)
          : instrumentations.ofClass(name, classFile);
    } catch (IOException | RuntimeException unreadable) {
      return instrumentations.of(name);
    }
  }

  /** Whether a class only tells of a server, and no request comes in by it. */
  boolean isWitness(Class<?> loaded) {
    return candidatesOf(loaded).get(0).isWitness();
  }

  /** Whether the application has begun with JMX. */
  boolean hasJmx() {
    for (Class<?> loaded : jvm.getAllLoadedClasses()) {
      if (internalName(loaded).equals(JmxStart.FIRST_CLASS)) {
        return true;
      }
    }
    return false;
  }

  private static String internalName(Class<?> loaded) {
    return loaded.getName().replace('.', '/');
  }

  /**
   * Loads what is to be woven of servers that listen and have had no request yet; a first request
   * is not to wait for it.
   */
  void loadHeralded() {
    for (Class<?> loaded : jvm.getAllLoadedClasses()) {
      String name = internalName(loaded);
      Instrumentation heralded = instrumentations.heraldedBy(name);
      if (heralded == null) {
        heralded = instrumentations.relocatedHerald(name, new byte[0]);
      }
      if (heralded != null && loaded.getClassLoader() != null) {
        try {
          Class.forName(heralded.className().replace('/', '.'), false, loaded.getClassLoader());
        } catch (ClassNotFoundException | LinkageError notThere) {
          // It is met, or reported, when the server loads it.
          continue;
        }
      }
    }
  }

  /**
   * Makes the guard of a class before it is woven, so that the first request finds all of it there,
   * and a version that does not fit is never woven. Where its bytes cannot be had, nothing is known
   * until it is.
   *
   * @return why it does not fit, where that is known
   */
  Optional<String> prepare(Class<?> server, AdapterDispatcher dispatcher) {
    byte[] classFile;
    try {
      classFile = bytesOf(server);
    } catch (IOException | RuntimeException unreadable) {
      return Optional.empty();
    }
    if (classFile.length == 0) {
      return Optional.empty();
    }
    for (Instrumentation candidate : candidatesOf(server)) {
      if (Prologue.weave(classFile, candidate).isPresent()) {
        instrumentations.matched(server.getClassLoader(), candidate);
        Optional<Throwable> misfit = dispatcher.guardOf(server).misfit();
        return misfit.isPresent()
            ? Optional.of(candidate.family() + " of an unsupported version: " + misfit.get())
            : Optional.<String>empty();
      }
    }
    Instrumentation last = lastOf(server);
    return Optional.of(last.family() + " has no method " + last.methodName() + " of a known shape");
  }

  private Instrumentation lastOf(Class<?> server) {
    List<Instrumentation> candidates = candidatesOf(server);
    return candidates.get(candidates.size() - 1);
  }

  private static byte[] bytesOf(Class<?> server) throws IOException {
    String file = internalName(server) + ".class";
    try (InputStream in = server.getClassLoader().getResourceAsStream(file)) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      if (in != null) {
        byte[] buffer = new byte[8192];
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
          out.write(buffer, 0, n);
        }
      }
      return out.toByteArray();
    }
  }

  /**
   * Has the JVM transform classes once more, with the weaver or, once it is removed, without.
   *
   * @return what failed, a line each
   */
  List<String> transform(List<Class<?>> classes) {
    List<String> failed = new ArrayList<>();
    for (Class<?> one : classes) {
      try {
        jvm.retransformClasses(one);
      } catch (Throwable fault) {
        failed.add(one.getName() + ": " + fault);
      }
    }
    return failed;
  }
}
