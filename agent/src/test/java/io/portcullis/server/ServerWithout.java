package io.portcullis.server;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** A class loader with an adapter and its server, of which one method may be missing. */
final class ServerWithout extends URLClassLoader {
  private final List<String> own;
  private final Optional<ServerMember> missing;

  /**
   * A loader.
   *
   * @param own the packages that are loaded here and not by the tests' loader
   */
  ServerWithout(Optional<ServerMember> missing, List<String> own, URL... classPath) {
    super(classPath, ServerWithout.class.getClassLoader());
    this.own = own;
    this.missing = missing;
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (own.stream().noneMatch(name::startsWith)) {
      return super.loadClass(name, resolve);
    }
    synchronized (getClassLoadingLock(name)) {
      Class<?> known = findLoadedClass(name);
      return known != null ? known : define(name);
    }
  }

  /** A server reads its version from a file, which the tests' loader may have of another one. */
  @Override
  public @Nullable URL getResource(String name) {
    URL found = findResource(name);
    return found != null ? found : super.getResource(name);
  }

  private Class<?> define(String name) throws ClassNotFoundException {
    URL file = findResource(name.replace('.', '/') + ".class");
    if (file == null) {
      throw new ClassNotFoundException(name);
    }
    try (InputStream in = file.openStream()) {
      byte[] bytes = without(in.readAllBytes());
      return defineClass(name, bytes, 0, bytes.length);
    } catch (IOException e) {
      throw new ClassNotFoundException(name, e);
    }
  }

  /** The method is taken from every class that has it, for a caller may name any subclass. */
  private byte[] without(byte[] classFile) {
    if (missing.isEmpty()) {
      return classFile;
    }
    ClassReader reader = new ClassReader(classFile);
    ClassWriter writer = new ClassWriter(reader, 0);
    reader.accept(
        new ClassVisitor(Opcodes.ASM9, writer) {
          @Override
          public @Nullable MethodVisitor visitMethod(
              int access, String name, String descriptor, String signature, String[] exceptions) {
            boolean drop =
                name.equals(missing.get().name()) && descriptor.equals(missing.get().descriptor());
            return drop ? null : super.visitMethod(access, name, descriptor, signature, exceptions);
          }
        },
        0);
    return writer.toByteArray();
  }
}
