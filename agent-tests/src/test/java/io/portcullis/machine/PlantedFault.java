package io.portcullis.machine;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Copies of the built agent in which one method throws: for tests of what happens on a fault of our
 * own.
 */
public final class PlantedFault {
  private PlantedFault() {}

  /**
   * The jar with one method that throws on entry, except while the agent tries an adapter out.
   *
   * @param className of the agent realm, with dots
   * @param thrown internal name of what is thrown: a class with a constructor without arguments
   */
  public static Path in(Path folder, String className, String method, String thrown)
      throws IOException {
    return plant(folder, className, method, thrown, true);
  }

  /** As {@link #in}, but throwing while the agent tries an adapter out, too. */
  public static Path inEveryThread(Path folder, String className, String method, String thrown)
      throws IOException {
    return plant(folder, className, method, thrown, false);
  }

  private static Path plant(
      Path folder, String className, String method, String thrown, boolean liesLow)
      throws IOException {
    String faulty = "inst/" + className.replace('.', '/') + ".classdata";
    Path copy = Files.createTempFile(folder, "faulty-", ".jar");
    boolean planted = false;
    try (JarFile jar = new JarFile(BuiltAgent.jar().toFile());
        OutputStream out = Files.newOutputStream(copy);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      for (JarEntry entry : jar.stream().toList()) {
        zip.putNextEntry(new ZipEntry(entry.getName()));
        byte[] bytes = jar.getInputStream(entry).readAllBytes();
        if (entry.getName().equals(faulty)) {
          bytes = throwing(bytes, method, thrown, liesLow);
          planted = true;
        }
        zip.write(bytes);
        zip.closeEntry();
      }
    }
    if (!planted) {
      throw new IllegalArgumentException("the jar has no " + faulty);
    }
    return copy;
  }

  private static byte[] throwing(byte[] classFile, String method, String thrown, boolean liesLow) {
    ClassReader reader = new ClassReader(classFile);
    ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
    boolean[] found = new boolean[1];
    reader.accept(
        new ClassVisitor(Opcodes.ASM9, writer) {
          @Override
          public MethodVisitor visitMethod(
              int access, String name, String descriptor, String signature, String[] exceptions) {
            MethodVisitor out = super.visitMethod(access, name, descriptor, signature, exceptions);
            if (!name.equals(method)) {
              return out;
            }
            found[0] = true;
            return new MethodVisitor(Opcodes.ASM9, out) {
              @Override
              public void visitCode() {
                super.visitCode();
                throwUnlessRehearsing(mv, thrown, liesLow ? "portcullis-guard" : "");
              }
            };
          }
        },
        0);
    if (!found[0]) {
      throw new IllegalArgumentException("no method " + method);
    }
    return writer.toByteArray();
  }

  /**
   * The agent's own threads try an adapter out before a request comes; there the fault lies low.
   */
  private static void throwUnlessRehearsing(MethodVisitor mv, String thrown, String quiet) {
    Label lieLow = new Label();
    mv.visitMethodInsn(
        Opcodes.INVOKESTATIC, "java/lang/Thread", "currentThread", "()Ljava/lang/Thread;", false);
    mv.visitMethodInsn(
        Opcodes.INVOKEVIRTUAL, "java/lang/Thread", "getName", "()Ljava/lang/String;", false);
    mv.visitLdcInsn(quiet);
    mv.visitMethodInsn(
        Opcodes.INVOKEVIRTUAL, "java/lang/String", "equals", "(Ljava/lang/Object;)Z", false);
    mv.visitJumpInsn(Opcodes.IFNE, lieLow);
    mv.visitTypeInsn(Opcodes.NEW, thrown);
    mv.visitInsn(Opcodes.DUP);
    mv.visitMethodInsn(Opcodes.INVOKESPECIAL, thrown, "<init>", "()V", false);
    mv.visitInsn(Opcodes.ATHROW);
    mv.visitLabel(lieLow);
    mv.visitFrame(Opcodes.F_SAME, 0, null, 0, null);
    mv.visitInsn(Opcodes.NOP);
  }
}
