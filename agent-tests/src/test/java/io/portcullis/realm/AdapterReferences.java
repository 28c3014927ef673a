package io.portcullis.realm;

import io.portcullis.machine.BuiltAgent;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.FieldVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** What the classes of one adapter in the built jar call and read of a server. */
final class AdapterReferences {
  private static final List<String> SERVERS =
      List.of(
          "org/apache/catalina/",
          "org/apache/coyote/",
          "org/apache/tomcat/",
          "org/eclipse/jetty/",
          "io/undertow/",
          "org/xnio/");

  /**
   * One member of a server, as one class of an adapter names it.
   *
   * @param from the simple name of the adapter's class
   * @param owner the internal name of the server's class
   */
  record Reference(String from, String owner, String name, String descriptor) {
    /** Without packages, for the rows of a test. */
    @Override
    public String toString() {
      return from + " " + owner.substring(owner.lastIndexOf('/') + 1) + "." + name;
    }
  }

  private AdapterReferences() {}

  /** Those of all classes of a package such as {@code tomcat}. */
  static Set<Reference> of(String adapter) throws IOException {
    Set<Reference> found =
        Collections.checkedSet(
            new TreeSet<>(
                (a, b) ->
                    (a + a.owner() + a.descriptor()).compareTo(b + b.owner() + b.descriptor())),
            Reference.class);
    try (JarFile jar = new JarFile(BuiltAgent.jar().toFile())) {
      for (JarEntry entry : Collections.list(jar.entries())) {
        String folder = "inst/io/portcullis/server/" + adapter + "/";
        if (entry.getName().startsWith(folder) && entry.getName().endsWith(".classdata")) {
          String from = entry.getName().substring(folder.length()).replace(".classdata", "");
          new ClassReader(jar.getInputStream(entry).readAllBytes())
              .accept(new Collector(from, found), 0);
        }
      }
    }
    return found;
  }

  private static final class Collector extends ClassVisitor {
    private final String from;
    private final Set<Reference> found;

    Collector(String from, Set<Reference> found) {
      super(Opcodes.ASM9);
      this.from = from;
      this.found = found;
    }

    private void add(String owner, String name, String descriptor) {
      if (SERVERS.stream().anyMatch(owner::startsWith)) {
        found.add(new Reference(from, owner, name, descriptor));
      }
    }

    @Override
    public void visit(
        int version,
        int access,
        String name,
        String signature,
        @Nullable String superName,
        String[] interfaces) {
      if (superName != null) {
        add(superName, "class", "");
      }
      for (String one : interfaces) {
        add(one, "class", "");
      }
    }

    @Override
    public @Nullable FieldVisitor visitField(
        int access, String name, String descriptor, String signature, Object value) {
      return null;
    }

    @Override
    public MethodVisitor visitMethod(
        int access, String name, String descriptor, String signature, String[] exceptions) {
      return new MethodVisitor(Opcodes.ASM9) {
        @Override
        public void visitMethodInsn(
            int opcode, String owner, String name, String descriptor, boolean isInterface) {
          add(owner, name, descriptor);
        }

        @Override
        public void visitFieldInsn(int opcode, String owner, String name, String descriptor) {
          add(owner, name, descriptor);
        }

        @Override
        public void visitTypeInsn(int opcode, String type) {
          add(type, "class", "");
        }
      };
    }
  }
}
