package io.portcullis.server;

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

  private Instrumentation(
      String family,
      String className,
      String methodName,
      List<String> descriptors,
      String adapterClassName,
      Optional<String> herald,
      boolean witness) {
    this.witness = witness;
    this.family = family;
    this.className = className;
    this.methodName = methodName;
    this.descriptors = descriptors;
    this.adapterClassName = adapterClassName;
    this.herald = herald;
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
        false);
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
        witness);
  }

  /** This instrumentation of a method by which no request comes in: its adapter only looks on. */
  public Instrumentation asWitness() {
    return new Instrumentation(
        family, className, methodName, descriptors, adapterClassName, herald, true);
  }

  /** Whether no server is guarded by it; see {@link #asWitness}. */
  public boolean isWitness() {
    return witness;
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
