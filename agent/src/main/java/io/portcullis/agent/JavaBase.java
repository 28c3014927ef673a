package io.portcullis.agent;

import java.lang.instrument.Instrumentation;
import java.lang.reflect.Method;
import java.util.Collections;
import java.util.Map;
import java.util.Set;

/**
 * The module {@code java.base}, whose packages are made visible to the agent's own module and to no
 * other: never to the application's class path. Java 8 has no modules and hides nothing.
 */
final class JavaBase {
  private static final Map<String, Set<Object>> NONE = Collections.emptyMap();

  private JavaBase() {}

  static boolean isModule() {
    try {
      Class.forName("java.lang.Module");
      return true;
    } catch (ClassNotFoundException java8) {
      return false;
    }
  }

  /** Lets the agent into all members of a package. */
  static void open(Instrumentation jvm, String packageName) throws ReflectiveOperationException {
    redefine(jvm, NONE, Collections.singletonMap(packageName, ours()));
  }

  /** Lets the agent use what is public in a package. */
  static void export(Instrumentation jvm, String packageName) throws ReflectiveOperationException {
    redefine(jvm, Collections.singletonMap(packageName, ours()), NONE);
  }

  private static Set<Object> ours() throws ReflectiveOperationException {
    return Collections.singleton(moduleOf(JavaBase.class));
  }

  private static Object moduleOf(Class<?> type) throws ReflectiveOperationException {
    Method getModule = Class.class.getMethod("getModule");
    return getModule.invoke(type);
  }

  private static void redefine(
      Instrumentation jvm, Map<String, Set<Object>> exports, Map<String, Set<Object>> opens)
      throws ReflectiveOperationException {
    Class<?> module = Class.forName("java.lang.Module");
    Instrumentation.class
        .getMethod("redefineModule", module, Set.class, Map.class, Map.class, Set.class, Map.class)
        .invoke(
            jvm,
            moduleOf(Object.class),
            Collections.emptySet(),
            exports,
            opens,
            Collections.emptySet(),
            Collections.emptyMap());
  }
}
