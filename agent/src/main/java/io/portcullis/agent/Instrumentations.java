package io.portcullis.agent;

import io.portcullis.server.Instrumentation;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What is woven, by exact class name, or by the end of one where a server's packages were renamed;
 * and which of several shapes each loader's class turned out to have. Thread-safe.
 */
final class Instrumentations {
  private final Map<String, List<Instrumentation>> byClassName = new HashMap<>();
  private final Map<String, Instrumentation> byHerald = new HashMap<>();
  private final Instrumentation[] all;
  // Keyed weakly by the server's loader; the values name no class of it.
  private final Map<ClassLoader, Map<String, Instrumentation>> matched = new WeakHashMap<>();

  private final Map<ClassLoader, Set<String>> woven = new WeakHashMap<>();

  Instrumentations(Instrumentation... all) {
    this.all = all.clone();
    for (Instrumentation one : all) {
      List<Instrumentation> sharing = byClassName.get(one.className());
      if (sharing == null) {
        sharing = new ArrayList<>();
        byClassName.put(one.className(), sharing);
      }
      sharing.add(one);
      if (one.herald().isPresent()) {
        byHerald.put(one.herald().get(), one);
      }
    }
  }

  /**
   * The candidates for a class by its internal name and its bytes, which tell apart what is only
   * called like a server's: that is left alone. None for almost every class there is.
   */
  List<Instrumentation> ofClass(String className, byte[] classFile) {
    List<Instrumentation> candidates = of(className);
    if (candidates.isEmpty()) {
      candidates = relocated(className, classFile);
    }
    if (candidates.isEmpty()) {
      return candidates;
    }
    Instrumentation any = candidates.get(0);
    boolean ours =
        any.isNamedIn(classFile) && (any.isTold() || Prologue.hasShape(classFile, candidates));
    return ours ? candidates : Collections.<Instrumentation>emptyList();
  }

  /**
   * The candidates for a class that has another name than a server's, but one that ends like it:
   * copies whose packages were renamed. None for almost every class there is.
   */
  List<Instrumentation> relocated(String className, byte[] classFile) {
    List<Instrumentation> found = Collections.emptyList();
    for (Instrumentation one : all) {
      if (one.mayBeRelocatedTo(className)) {
        found = found.isEmpty() ? new ArrayList<Instrumentation>() : found;
        found.add(one.relocatedTo(className, classFile));
      }
    }
    return found;
  }

  /** Whether a class has a name that makes it a candidate, its own or that of a copy. */
  boolean mayBe(String className) {
    return named(className) != null;
  }

  /** One that a class has the name of, its own or that of a copy; {@code null} for most classes. */
  @Nullable Instrumentation named(String className) {
    for (Instrumentation one : all) {
      if (one.className().equals(className) || one.mayBeRelocatedTo(className)) {
        return one;
      }
    }
    return null;
  }

  /** The one that a class of a copy announces; {@code null} for almost every class there is. */
  @Nullable Instrumentation relocatedHerald(String className, byte[] classFile) {
    for (Instrumentation one : all) {
      if (one.mayBeHeraldedBy(className)) {
        return one.relocatedTo(className, classFile);
      }
    }
    return null;
  }

  /** The candidates for a class, by its internal name; none for almost every class there is. */
  List<Instrumentation> of(String className) {
    List<Instrumentation> found = byClassName.get(className);
    return found == null ? Collections.<Instrumentation>emptyList() : found;
  }

  /**
   * The one that a class announces, by its internal name; {@code null} for almost every class there
   * is.
   */
  @Nullable Instrumentation heraldedBy(String className) {
    return byHerald.get(className);
  }

  /** A class has the shape of this one. */
  synchronized void matched(ClassLoader loader, Instrumentation instrumentation) {
    Map<String, Instrumentation> ofLoader = matched.get(loader);
    if (ofLoader == null) {
      ofLoader = new HashMap<>();
      matched.put(loader, ofLoader);
    }
    ofLoader.put(instrumentation.className(), instrumentation);
  }

  synchronized void woven(ClassLoader loader, Instrumentation instrumentation) {
    matched(loader, instrumentation);
    Set<String> ofLoader = woven.get(loader);
    if (ofLoader == null) {
      ofLoader = new HashSet<>();
      woven.put(loader, ofLoader);
    }
    ofLoader.add(instrumentation.className());
  }

  /** Whether the lines have been woven into a class. */
  synchronized boolean isWoven(Class<?> server) {
    Set<String> ofLoader = woven.get(server.getClassLoader());
    return ofLoader != null && ofLoader.contains(server.getName().replace('.', '/'));
  }

  /**
   * The one that a woven class matched; throws {@link IllegalStateException} for a class that was
   * not woven.
   */
  synchronized Instrumentation of(Class<?> woven) {
    Map<String, Instrumentation> ofLoader = matched.get(woven.getClassLoader());
    @Nullable Instrumentation found =
        ofLoader == null ? null : ofLoader.get(woven.getName().replace('.', '/'));
    if (found == null) {
      throw new IllegalStateException("portcullis: " + woven.getName() + " was never woven");
    }
    return found;
  }
}
