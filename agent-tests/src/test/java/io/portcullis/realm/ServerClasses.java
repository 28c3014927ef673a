package io.portcullis.realm;

import io.portcullis.realm.AdapterReferences.Reference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.FieldVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** The classes of one version of a server, in which references are looked up as the JVM does. */
final class ServerClasses {
  private final Map<String, Known> classes = new HashMap<>();

  private record Known(@Nullable String parent, String[] interfaces, Set<String> members) {}

  /** All of the jars in a folder. */
  static ServerClasses in(Path folder) throws IOException {
    ServerClasses found = new ServerClasses();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".jar")).toList()) {
        found.read(file);
      }
    }
    return found;
  }

  private void read(Path file) throws IOException {
    try (JarFile jar = new JarFile(file.toFile())) {
      for (JarEntry entry : Collections.list(jar.entries())) {
        String name = entry.getName();
        if (name.endsWith(".class") && !name.startsWith("META-INF/")) {
          read(jar.getInputStream(entry).readAllBytes());
        }
      }
    }
  }

  private void read(byte[] classFile) {
    Set<String> members = new HashSet<>();
    ClassReader reader = new ClassReader(classFile);
    reader.accept(
        new ClassVisitor(Opcodes.ASM9) {
          @Override
          public @Nullable MethodVisitor visitMethod(
              int access, String name, String descriptor, String signature, String[] exceptions) {
            members.add(name + descriptor);
            return null;
          }

          @Override
          public @Nullable FieldVisitor visitField(
              int access, String name, String descriptor, String signature, Object value) {
            members.add(name + descriptor);
            return null;
          }
        },
        ClassReader.SKIP_CODE | ClassReader.SKIP_DEBUG);
    classes.put(
        reader.getClassName(), new Known(reader.getSuperName(), reader.getInterfaces(), members));
  }

  boolean has(Reference reference) {
    return reference.descriptor().isEmpty()
        ? classes.containsKey(reference.owner())
        : has(reference.owner(), reference.name() + reference.descriptor());
  }

  private boolean has(@Nullable String owner, String member) {
    if (owner == null) {
      return false;
    }
    Known known = classes.get(owner);
    if (known == null) {
      return owner.startsWith("java/") && isOfJdk(owner.replace('/', '.'), member);
    }
    return known.members().contains(member)
        || has(known.parent(), member)
        || Arrays.stream(known.interfaces()).anyMatch(one -> has(one, member));
  }

  private static boolean isOfJdk(String owner, String member) {
    try {
      return Arrays.stream(Class.forName(owner).getMethods())
          .anyMatch(m -> (m.getName() + Type.getMethodDescriptor(m)).equals(member));
    } catch (ClassNotFoundException e) {
      return false;
    }
  }
}
