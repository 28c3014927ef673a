package io.portcullis.server;

import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.util.Arrays;

/**
 * The members of one class of a server that an adapter calls, looked up by {@link
 * ServerAdapter#describe}.
 *
 * <p>The JVM links a call when it is first made, which is at a request. Whoever looks up the same
 * members before meets the same {@link LinkageError} earlier, when nothing is woven yet.
 */
public final class RequiredMembers {
  private final Class<?> owner;

  private RequiredMembers(Class<?> owner) {
    this.owner = owner;
  }

  /** Members of what has to be a class: a call that was compiled so does not link otherwise. */
  public static RequiredMembers ofClass(Class<?> owner) {
    return of(owner, false);
  }

  /** Members of what has to be an interface. */
  public static RequiredMembers ofInterface(Class<?> owner) {
    return of(owner, true);
  }

  private static RequiredMembers of(Class<?> owner, boolean expectInterface) {
    if (owner.isInterface() != expectInterface) {
      throw new IncompatibleClassChangeError(
          owner.getName() + (expectInterface ? " is no interface" : " is an interface"));
    }
    return new RequiredMembers(owner);
  }

  /** Requires a public method, own or inherited, of exactly this descriptor. */
  public RequiredMembers method(Class<?> returned, String name, Class<?>... parameters) {
    for (Method method : owner.getMethods()) {
      if (method.getName().equals(name)
          && method.getReturnType() == returned
          && Arrays.equals(method.getParameterTypes(), parameters)) {
        return this;
      }
    }
    throw new NoSuchMethodError(owner.getName() + "." + name);
  }

  /** Requires a public constructor of exactly these parameters. */
  public RequiredMembers constructor(Class<?>... parameters) {
    for (Constructor<?> constructor : owner.getConstructors()) {
      if (Arrays.equals(constructor.getParameterTypes(), parameters)) {
        return this;
      }
    }
    throw new NoSuchMethodError(owner.getName() + ".<init>");
  }
}
