package io.portcullis.agent;

import io.portcullis.bootstrap.Dispatcher;
import io.portcullis.server.Instrumentation;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * The lines woven into a server's method, ahead of its own:
 *
 * <pre>
 *   if (!Dispatcher.admits(TheClass.class, this, request, response)) return;   // or: return true
 * </pre>
 *
 * <p>Placed by hand, without inlining and without computing frames: nothing of the server is loaded
 * for it, it costs a fraction of a general weaver, and class files down to version 49 take it. No
 * invokedynamic, for the same reason.
 */
final class Prologue extends ClassVisitor {
  private static final String DISPATCHER = Type.getInternalName(Dispatcher.class);
  private static final String ADMITS =
      "(Ljava/lang/Class;Ljava/lang/Object;Ljava/lang/Object;Ljava/lang/Object;)Z";
  private static final int HANDED_OVER = 3;

  private final Instrumentation instrumentation;
  private int classVersion;
  private boolean woven;

  private Prologue(ClassVisitor next, Instrumentation instrumentation) {
    super(Opcodes.ASM9, next);
    this.instrumentation = instrumentation;
  }

  /** The class with the prologue in place; empty where it has no method of a known shape. */
  static Optional<byte[]> weave(byte[] classFile, Instrumentation instrumentation) {
    ClassReader reader = new ClassReader(classFile);
    ClassWriter writer = new ClassWriter(reader, ClassWriter.COMPUTE_MAXS);
    Prologue prologue = new Prologue(writer, instrumentation);
    reader.accept(prologue, 0);
    return prologue.woven ? Optional.of(writer.toByteArray()) : Optional.<byte[]>empty();
  }

  /**
   * Whether a class that nobody knows by its name has the shape of one of these: the method, and a
   * parent of the same packages where the method is no static one.
   */
  static boolean hasShape(byte[] classFile, List<Instrumentation> candidates) {
    try {
      ClassReader reader = new ClassReader(classFile);
      for (Instrumentation candidate : candidates) {
        Shape shape = new Shape(candidate);
        reader.accept(shape, ClassReader.SKIP_CODE | ClassReader.SKIP_DEBUG);
        if (shape.isKnown()) {
          return true;
        }
      }
    } catch (RuntimeException unreadable) {
      // Of a Java that is newer than what reads it here; nothing but the end of its name is known.
    }
    return false;
  }

  private static boolean isTheMethod(
      Instrumentation instrumentation, int access, String name, String descriptor) {
    return name.equals(instrumentation.methodName())
        && instrumentation.descriptors().contains(descriptor)
        && (access & (Opcodes.ACC_ABSTRACT | Opcodes.ACC_NATIVE)) == 0;
  }

  /** Looks at a class without a change to it. */
  private static final class Shape extends ClassVisitor {
    private final Instrumentation instrumentation;
    private boolean hasParent;
    private boolean hasMethod;
    private boolean isStatic;

    Shape(Instrumentation instrumentation) {
      super(Opcodes.ASM9);
      this.instrumentation = instrumentation;
    }

    boolean isKnown() {
      return hasMethod && (hasParent || isStatic);
    }

    @Override
    public void visit(
        int version,
        int access,
        String name,
        String signature,
        String superName,
        String[] interfaces) {
      hasParent = instrumentation.relocation().isOfServer(superName);
      for (String one : interfaces) {
        hasParent |= instrumentation.relocation().isOfServer(one);
      }
    }

    @Override
    public @Nullable MethodVisitor visitMethod(
        int access, String name, String descriptor, String signature, String[] exceptions) {
      if (isTheMethod(instrumentation, access, name, descriptor)) {
        hasMethod = true;
        isStatic = (access & Opcodes.ACC_STATIC) != 0;
      }
      return null;
    }
  }

  @Override
  public void visit(
      int version,
      int access,
      String name,
      String signature,
      String superName,
      String[] interfaces) {
    classVersion = version & 0xffff;
    super.visit(version, access, name, signature, superName, interfaces);
  }

  @Override
  public MethodVisitor visitMethod(
      int access, String name, String descriptor, String signature, String[] exceptions) {
    MethodVisitor next = super.visitMethod(access, name, descriptor, signature, exceptions);
    if (!isTheMethod(instrumentation, access, name, descriptor)) {
      return next;
    }
    woven = true;
    return new Entry(next, descriptor, (access & Opcodes.ACC_STATIC) != 0);
  }

  private final class Entry extends MethodVisitor {
    private final String descriptor;
    private final boolean isStatic;

    Entry(MethodVisitor next, String descriptor, boolean isStatic) {
      super(Opcodes.ASM9, next);
      this.descriptor = descriptor;
      this.isStatic = isStatic;
    }

    @Override
    public void visitCode() {
      super.visitCode();
      mv.visitLdcInsn(Type.getObjectType(instrumentation.className()));
      handOverArguments();
      mv.visitMethodInsn(Opcodes.INVOKESTATIC, DISPATCHER, "admits", ADMITS, false);
      Label goOn = new Label();
      mv.visitJumpInsn(Opcodes.IFNE, goOn);
      if (Type.getReturnType(descriptor) == Type.VOID_TYPE) {
        mv.visitInsn(Opcodes.RETURN);
      } else {
        mv.visitInsn(Opcodes.ICONST_1);
        mv.visitInsn(Opcodes.IRETURN);
      }
      mv.visitLabel(goOn);
      if (classVersion >= Opcodes.V1_6) {
        mv.visitFrame(Opcodes.F_SAME, 0, null, 0, null);
      }
      // The method's own first frame may stand at its first instruction; two frames may not stand
      // at one place.
      mv.visitInsn(Opcodes.NOP);
    }

    /**
     * {@code this} and the arguments, as many as are handed over; {@code this} stays behind where
     * there are too many.
     */
    private void handOverArguments() {
      Type[] arguments = Type.getArgumentTypes(descriptor);
      int slot = isStatic ? 0 : 1;
      int pushed = 0;
      if (!isStatic && arguments.length < HANDED_OVER) {
        mv.visitVarInsn(Opcodes.ALOAD, 0);
        pushed++;
      }
      for (Type argument : arguments) {
        if (pushed < HANDED_OVER && argument.getSort() >= Type.ARRAY) {
          mv.visitVarInsn(Opcodes.ALOAD, slot);
          pushed++;
        }
        slot += argument.getSize();
      }
      for (; pushed < HANDED_OVER; pushed++) {
        mv.visitInsn(Opcodes.ACONST_NULL);
      }
    }
  }
}
