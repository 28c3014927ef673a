package io.portcullis.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * One method of a server as the byte code of an adapter names it.
 *
 * @param owner the class by its internal name
 */
record ServerMember(String owner, String name, String descriptor)
    implements Comparable<ServerMember> {
  /** The methods that all classes of a package call on a server, what describes it left out. */
  static Set<ServerMember> calledBy(Path classes, String adapterPackage, String server) {
    Set<ServerMember> called = new TreeSet<>();
    for (Path file : classFiles(classes.resolve(adapterPackage.replace('.', '/')))) {
      try (InputStream in = Files.newInputStream(file)) {
        new ClassReader(in).accept(new Calls(server.replace('.', '/'), called), 0);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return called;
  }

  private static List<Path> classFiles(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(f -> f.toString().endsWith(".class")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public int compareTo(ServerMember other) {
    return toString().compareTo(other.toString());
  }

  @Override
  public String toString() {
    return owner + "." + name + descriptor;
  }

  private static final class Calls extends ClassVisitor {
    private final String server;
    private final Set<ServerMember> called;

    Calls(String server, Set<ServerMember> called) {
      super(Opcodes.ASM9);
      this.server = server;
      this.called = called;
    }

    @Override
    public @Nullable MethodVisitor visitMethod(
        int access, String name, String descriptor, String signature, String[] exceptions) {
      if (name.equals("describe")) {
        return null;
      }
      return new MethodVisitor(Opcodes.ASM9) {
        @Override
        public void visitMethodInsn(
            int opcode, String owner, String name, String descriptor, boolean isInterface) {
          if (owner.startsWith(server)) {
            called.add(new ServerMember(owner, name, descriptor));
          }
        }
      };
    }
  }
}
