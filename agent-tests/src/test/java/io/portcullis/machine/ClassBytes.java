package io.portcullis.machine;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/** An agent that tells which code a class of a running JVM has at the moment. */
public final class ClassBytes {
  private static final String NAME = "BytesProbe";
  private static final String SOURCE =
      """
      import java.lang.instrument.*;
      import java.security.ProtectionDomain;

      public class BytesProbe {
        public static void agentmain(String arguments, Instrumentation jvm) throws Exception {
          final String wanted = arguments.substring(0, arguments.indexOf(' '));
          final String file = arguments.substring(wanted.length() + 1);
          ClassFileTransformer probe = new ClassFileTransformer() {
            @Override public byte[] transform(ClassLoader loader, String name, Class<?> type,
                ProtectionDomain domain, byte[] bytes) {
              if (type != null && type.getName().equals(wanted)) {
                try {
                  java.io.FileOutputStream out = new java.io.FileOutputStream(file);
                  out.write(bytes);
                  out.close();
                } catch (java.io.IOException e) {
                  throw new IllegalStateException(e);
                }
              }
              return null;
            }
          };
          jvm.addTransformer(probe, true);
          for (Class<?> type : jvm.getAllLoadedClasses()) {
            if (type.getName().equals(wanted)) {
              jvm.retransformClasses(type);
            }
          }
          jvm.removeTransformer(probe);
        }
      }
      """;

  private final Path jar;

  private ClassBytes(Path jar) {
    this.jar = jar;
  }

  /** Makes the agent in a folder. */
  public static ClassBytes in(Path folder) throws IOException {
    Path source = Files.writeString(folder.resolve(NAME + ".java"), SOURCE);
    JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
    String[] options = {
      "--release", "8", "-Xlint:-options", "-d", folder.toString(), source.toString()
    };
    if (javac.run(null, null, null, options) != 0) {
      throw new IllegalStateException("the probe does not compile");
    }
    Manifest manifest = new Manifest();
    Map.of("Manifest-Version", "1.0", "Agent-Class", NAME, "Can-Retransform-Classes", "true")
        .forEach(
            (name, value) -> manifest.getMainAttributes().put(new Attributes.Name(name), value));
    Path jar = folder.resolve("probe.jar");
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(file, manifest)) {
      for (String name : new String[] {NAME + ".class", NAME + "$1.class"}) {
        out.putNextEntry(new JarEntry(name));
        Files.copy(folder.resolve(name), out);
      }
    }
    return new ClassBytes(jar);
  }

  /**
   * The code of all methods of a class, as {@code javap} shows it. The numbers of constants are
   * left out: the JVM only ever adds to those of a class that was transformed.
   */
  public String of(ForkedServer server, String className) throws Exception {
    Path file = jar.resolveSibling("Now.class");
    Files.deleteIfExists(file);
    AgentLoad.of(server, jar, className + " " + file);
    Process javap =
        new ProcessBuilder(
                Jdks.of(17).home().resolve("bin/javap").toString(), "-p", "-c", file.toString())
            .redirectErrorStream(true)
            .start();
    String code = new String(javap.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (javap.waitFor() != 0) {
      throw new AssertionError(code);
    }
    return code.replaceAll("#[0-9]+", "#").replaceAll(" +", " ");
  }
}
