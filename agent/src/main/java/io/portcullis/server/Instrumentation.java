package io.portcullis.server;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * What is woven into one family of servers: one method of one class, on entry. Immutable; names
 * only, no server class.
 */
public final class Instrumentation {
  private final String family;
  private final String className;
  private final String methodName;
  private final List<String> descriptors;
  private final String adapterClassName;
  private final Optional<String> herald;
  private final boolean witness;
  private final Origin origin;
  private final Relocation relocation;

  /** What a copy of the server under other names is known by. */
  private static final class Origin {
    static final Origin UNKNOWN = new Origin("", "", Collections.<String>emptyList());

    final String root;
    final String mark;
    final List<String> beside;

    Origin(String root, String mark, List<String> beside) {
      this.root = root;
      this.mark = mark;
      this.beside = beside;
    }
  }

  private Instrumentation(
      String family,
      String className,
      String methodName,
      List<String> descriptors,
      String adapterClassName,
      Optional<String> herald,
      boolean witness,
      Origin origin,
      Relocation relocation) {
    this.family = family;
    this.className = className;
    this.methodName = methodName;
    this.descriptors = descriptors;
    this.adapterClassName = adapterClassName;
    this.herald = herald;
    this.witness = witness;
    this.origin = origin;
    this.relocation = relocation;
  }

  /**
   * An instrumentation.
   *
   * @param family the servers it is for, such as {@code Tomcat}
   * @param className internal name of the class, with slashes
   * @param adapterClassName the {@link ServerAdapter}, with dots
   * @param descriptors the method descriptors of the known shapes; of each, up to three reference
   *     arguments are handed to the adapter. A refused method returns at once: nothing, or {@code
   *     true} where it returns a boolean
   */
  public static Instrumentation of(
      String family,
      String className,
      String methodName,
      String adapterClassName,
      String... descriptors) {
    return new Instrumentation(
        family,
        className,
        methodName,
        Collections.unmodifiableList(Arrays.asList(descriptors.clone())),
        adapterClassName,
        Optional.<String>empty(),
        false,
        Origin.UNKNOWN,
        Relocation.NONE);
  }

  /**
   * This instrumentation with a class that announces the server. For a server that loads the woven
   * class at its first request only: as soon as the herald is loaded the server counts as about to
   * start, and the woven class is loaded, and woven, ahead of that request.
   *
   * @param className internal name, with slashes
   */
  public Instrumentation heraldedBy(String className) {
    return new Instrumentation(
        family,
        this.className,
        methodName,
        descriptors,
        adapterClassName,
        Optional.of(className),
        witness,
        origin,
        relocation);
  }

  /** This instrumentation of a method by which no request comes in: its adapter only looks on. */
  public Instrumentation asWitness() {
    return new Instrumentation(
        family,
        className,
        methodName,
        descriptors,
        adapterClassName,
        herald,
        true,
        origin,
        relocation);
  }

  /** Whether no server is guarded by it; see {@link #asWitness}. */
  public boolean isWitness() {
    return witness;
  }

  /**
   * This instrumentation, which also finds the server where its packages were renamed.
   *
   * @param root what all its packages begin with, slash at the end
   * @param mark what its class names for sure, so that another's of the same name is left alone
   * @param beside packages of libraries that the adapter names, which may have been renamed along
   */
  public Instrumentation rootedAt(String root, String mark, String... beside) {
    return new Instrumentation(
        family,
        className,
        methodName,
        descriptors,
        adapterClassName,
        herald,
        witness,
        new Origin(root, mark, Arrays.asList(beside.clone())),
        relocation);
  }

  /** Whether a class has a name as the woven one would have after its packages were renamed. */
  public boolean mayBeRelocatedTo(String name) {
    return endsAs(name, className);
  }

  /** The same for the herald. */
  public boolean mayBeHeraldedBy(String name) {
    return herald.isPresent() && endsAs(name, herald.get());
  }

  private boolean endsAs(String name, String original) {
    int tail = original.length() - origin.root.length();
    int root = name.length() - tail;
    return !origin.root.isEmpty()
        && root > 0
        && name.charAt(root - 1) == '/'
        && name.regionMatches(root, original, origin.root.length(), tail)
        && !name.equals(original);
  }

  /**
   * This instrumentation for a copy of the server, of which one class is known.
   *
   * @param name a name of which {@link #mayBeRelocatedTo} or {@link #mayBeHeraldedBy} holds
   * @param classFile that class, which tells whether the libraries were renamed along
   */
  public Instrumentation relocatedTo(String name, byte[] classFile) {
    String original = mayBeRelocatedTo(name) ? className : herald.orElse(className);
    int tail = original.length() - origin.root.length();
    String root = name.substring(0, name.length() - tail);
    Relocation renamed = Relocation.NONE.and(origin.root, root);
    if (root.endsWith(origin.root)) {
      String prefix = root.substring(0, root.length() - origin.root.length());
      for (String library : origin.beside) {
        if (Relocation.names(classFile, prefix + library)) {
          renamed = renamed.and(library, prefix + library);
        }
      }
    }
    List<String> there = new ArrayList<>();
    for (String descriptor : descriptors) {
      there.add(renamed.of(descriptor));
    }
    return new Instrumentation(
        family,
        renamed.of(className),
        methodName,
        Collections.unmodifiableList(there),
        adapterClassName,
        herald.isPresent() ? Optional.of(renamed.of(herald.get())) : herald,
        witness,
        origin,
        renamed);
  }

  /** What the packages of this copy are called. */
  public Relocation relocation() {
    return relocation;
  }

  /**
   * Whether the name alone tells that this is the server: its own, or its own behind a prefix.
   * Otherwise a class that has not its shape either is somebody else's.
   */
  public boolean isTold() {
    return relocation.isNone() || className.contains("/" + origin.root);
  }

  /** Whether a class of this name is the server's and not one that is only called the same. */
  public boolean isNamedIn(byte[] classFile) {
    return origin.mark.isEmpty() || Relocation.names(classFile, relocation.of(origin.mark));
  }

  public String family() {
    return family;
  }

  public String className() {
    return className;
  }

  public String methodName() {
    return methodName;
  }

  public List<String> descriptors() {
    return descriptors;
  }

  public String adapterClassName() {
    return adapterClassName;
  }

  /** The class that announces the server, where it has one; see {@link #heraldedBy}. */
  public Optional<String> herald() {
    return herald;
  }
}
