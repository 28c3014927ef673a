package io.portcullis.server;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;

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

  private Instrumentation(
      String family,
      String className,
      String methodName,
      List<String> descriptors,
      String adapterClassName) {
    this.family = family;
    this.className = className;
    this.methodName = methodName;
    this.descriptors = descriptors;
    this.adapterClassName = adapterClassName;
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
        adapterClassName);
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
}
