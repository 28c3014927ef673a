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
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Copies of the built agent in which one method throws: for tests of what happens on a fault of our own. */
public final class PlantedFault {
  private PlantedFault() {}

  /**
   * The jar with one method that throws on entry.
   *
   * @param className of the agent realm, with dots
   * @param thrown internal name of what is thrown: a class with a constructor without arguments
   */
  public static Path in(Path folder, String className, String method, String thrown)
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
          bytes = throwing(bytes, method, thrown);
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

  private static byte[] throwing(byte[] classFile, String method, String thrown) {
    ClassReader reader = new ClassReader(classFile);
    ClassWriter writer = new ClassWriter(0);
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
            out.visitCode();
            out.visitTypeInsn(Opcodes.NEW, thrown);
            out.visitInsn(Opcodes.DUP);
            out.visitMethodInsn(Opcodes.INVOKESPECIAL, thrown, "<init>", "()V", false);
            out.visitInsn(Opcodes.ATHROW);
            out.visitMaxs(2, 16);
            out.visitEnd();
            return new MethodVisitor(Opcodes.ASM9) {};
          }
        },
        0);
    if (!found[0]) {
      throw new IllegalArgumentException("no method " + method);
    }
    return writer.toByteArray();
  }
}
