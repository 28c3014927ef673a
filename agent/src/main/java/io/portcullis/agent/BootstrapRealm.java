package io.portcullis.agent;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.instrument.Instrumentation;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Field;
import java.security.ProtectionDomain;
import org.jspecify.annotations.Nullable;

/**
 * Puts the dispatcher into package {@code java.lang} of the bootstrap loader, so that every woven
 * class resolves it.
 *
 * <p>On Java 9 and newer {@code java.lang} is opened to this class's own module and to no other,
 * and the class is defined there through a {@code Lookup}. On Java 8 the JVM's own {@code
 * Unsafe.defineClass} does the same without a file. Must run before a class that names the
 * dispatcher is loaded.
 */
final class BootstrapRealm {
  private static final String NAME = "java.lang.PortcullisDispatcher";

  private BootstrapRealm() {}

  /** Defines the dispatcher unless it is there already, and returns it. */
  static Class<?> define(Instrumentation instrumentation) throws Exception {
    Class<?> present = present();
    if (present != null) {
      return present;
    }
    byte[] bytes = bytes();
    if (JavaBase.isModule()) {
      defineInJavaBase(instrumentation, bytes);
    } else {
      defineByUnsafe(bytes);
    }
    return Class.forName(NAME, false, null);
  }

  private static @Nullable Class<?> present() {
    try {
      return Class.forName(NAME, false, null);
    } catch (ClassNotFoundException notYet) {
      return null;
    }
  }

  private static void defineInJavaBase(Instrumentation instrumentation, byte[] bytes)
      throws Exception {
    JavaBase.open(instrumentation, "java.lang");
    Object lookup =
        MethodHandles.class
            .getMethod("privateLookupIn", Class.class, MethodHandles.Lookup.class)
            .invoke(null, Object.class, MethodHandles.lookup());
    MethodHandles.Lookup.class.getMethod("defineClass", byte[].class).invoke(lookup, bytes);
  }

  private static void defineByUnsafe(byte[] bytes) throws Exception {
    Class<?> unsafeClass = Class.forName("sun.misc.Unsafe");
    Field theUnsafe = unsafeClass.getDeclaredField("theUnsafe");
    theUnsafe.setAccessible(true);
    unsafeClass
        .getMethod(
            "defineClass",
            String.class,
            byte[].class,
            int.class,
            int.class,
            ClassLoader.class,
            ProtectionDomain.class)
        .invoke(theUnsafe.get(null), NAME, bytes, 0, bytes.length, null, null);
  }

  private static byte[] bytes() throws IOException {
    String file = NAME.replace('.', '/') + ".classdata";
    ClassLoader loader = BootstrapRealm.class.getClassLoader();
    try (InputStream in = loader.getResourceAsStream(file)) {
      if (in == null) {
        throw new IOException("the agent jar lacks " + file);
      }
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      byte[] buffer = new byte[4096];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        out.write(buffer, 0, n);
      }
      return out.toByteArray();
    }
  }
}
