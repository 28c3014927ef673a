package io.portcullis.server;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Which packages of a server have other names in an application that carries a renamed copy of it,
 * as build tools make them. Immutable.
 *
 * <p>The same is done to the classes of the adapter, in their constant pools alone: every name of a
 * class, in descriptors and in text, stands there and nowhere else, and no index moves.
 */
public final class Relocation {
  /** That of a server by its own name. */
  public static final Relocation NONE = new Relocation(new LinkedHashMap<String, String>());

  private final Map<String, String> packages;

  private Relocation(Map<String, String> packages) {
    this.packages = packages;
  }

  /**
   * This relocation and one of a package more, subpackages included.
   *
   * @param from internal name, slash at the end
   */
  public Relocation and(String from, String to) {
    Map<String, String> all = new LinkedHashMap<>(packages);
    all.put(from, to);
    return new Relocation(all);
  }

  public boolean isNone() {
    return packages.isEmpty();
  }

  /** Whether a class, by its internal name, is of one of the packages by their new names. */
  public boolean isOfServer(String className) {
    for (String renamed : packages.values()) {
      if (className.startsWith(renamed)) {
        return true;
      }
    }
    return false;
  }

  /** A text with all names in it renamed: internal names, descriptors, and names with dots. */
  public String of(String text) {
    return new String(renamed(text.getBytes(StandardCharsets.UTF_8)), StandardCharsets.UTF_8);
  }

  /** A class with all names in it renamed. */
  public byte[] ofClass(byte[] classFile) {
    if (isNone()) {
      return classFile;
    }
    ByteBuffer in = ByteBuffer.wrap(classFile);
    ByteArrayOutputStream out = new ByteArrayOutputStream(classFile.length + 1024);
    in.position(8);
    int count = in.getShort() & 0xffff;
    out.write(classFile, 0, in.position());
    for (int i = 1; i < count; i++) {
      int at = in.position();
      int tag = in.get();
      if (tag == 1) {
        byte[] text = new byte[in.getShort() & 0xffff];
        in.get(text);
        byte[] renamed = renamed(text);
        out.write(tag);
        out.write(renamed.length >>> 8);
        out.write(renamed.length);
        out.write(renamed, 0, renamed.length);
      } else {
        in.position(at + 1 + lengthOf(tag));
        out.write(classFile, at, in.position() - at);
        if (tag == 5 || tag == 6) {
          // A long or a double counts for two.
          i++;
        }
      }
    }
    out.write(classFile, in.position(), in.remaining());
    return out.toByteArray();
  }

  /** Of a constant other than text, without its tag; see the JVM specification, 4.4. */
  private static int lengthOf(int tag) {
    switch (tag) {
      case 7: // class
      case 8: // string
      case 16: // method type
      case 19: // module
      case 20: // package
        return 2;
      case 15: // method handle
        return 3;
      case 3: // int
      case 4: // float
      case 9: // field
      case 10: // method
      case 11: // method of an interface
      case 12: // name and type
      case 17: // dynamic
      case 18: // call site
        return 4;
      case 5: // long
      case 6: // double
        return 8;
      default:
        throw new IllegalArgumentException("no constant has the tag " + tag);
    }
  }

  private byte[] renamed(byte[] text) {
    byte[] now = text;
    for (Map.Entry<String, String> one : packages.entrySet()) {
      now = replaced(now, bytes(one.getKey()), bytes(one.getValue()));
      now = replaced(now, dotted(one.getKey()), dotted(one.getValue()));
    }
    return now;
  }

  private static byte[] bytes(String name) {
    return name.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] dotted(String name) {
    return bytes(name.replace('/', '.'));
  }

  private static byte[] replaced(byte[] text, byte[] from, byte[] to) {
    ByteArrayOutputStream out = null;
    int copied = 0;
    for (int at = 0; at + from.length <= text.length; at++) {
      if (!standsAt(text, at, from)) {
        continue;
      }
      if (out == null) {
        out = new ByteArrayOutputStream(text.length + 64);
      }
      out.write(text, copied, at - copied);
      out.write(to, 0, to.length);
      copied = at + from.length;
      at = copied - 1;
    }
    if (out == null) {
      return text;
    }
    out.write(text, copied, text.length - copied);
    return out.toByteArray();
  }

  /** Whether a class names something: a part of any text of its constant pool. */
  static boolean names(byte[] classFile, String part) {
    byte[] wanted = bytes(part);
    for (int at = 0; at + wanted.length <= classFile.length; at++) {
      if (standsAt(classFile, at, wanted)) {
        return true;
      }
    }
    return false;
  }

  private static boolean standsAt(byte[] text, int at, byte[] wanted) {
    for (int i = 0; i < wanted.length; i++) {
      if (text[at + i] != wanted[i]) {
        return false;
      }
    }
    return true;
  }
}
