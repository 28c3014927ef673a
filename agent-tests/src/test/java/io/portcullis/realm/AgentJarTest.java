package io.portcullis.realm;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.machine.BuiltAgent;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.commons.ClassRemapper;
import org.objectweb.asm.commons.Remapper;

/** Reads the jar as it is shipped, entry by entry. */
class AgentJarTest {
  private static final int JAVA_8 = 52;
  private static final Map<String, byte[]> ENTRIES = new LinkedHashMap<>();

  @BeforeAll
  static void readTheJar() throws IOException {
    try (JarFile jar = new JarFile(BuiltAgent.jar().toFile())) {
      for (JarEntry entry : jar.stream().filter(e -> !e.isDirectory()).toList()) {
        ENTRIES.put(entry.getName(), jar.getInputStream(entry).readAllBytes());
      }
    }
  }

  @Test
  void everyShippedClassRunsOnJava8() {
    Map<String, Byte> newer =
        classes().entrySet().stream()
            .filter(e -> majorOf(e.getValue()) > JAVA_8)
            .collect(Collectors.toMap(Map.Entry::getKey, e -> e.getValue()[7]));

    assertThat(newer).isEmpty();
    assertThat(classes()).hasSizeGreaterThan(300);
  }

  @Test
  void outsideTheHiddenRealmThereIsOnlyTheLauncher() {
    Set<String> visible =
        ENTRIES.keySet().stream()
            .filter(name -> !name.startsWith("inst/"))
            .collect(Collectors.toCollection(TreeSet::new));

    assertThat(visible)
        .containsExactly(
            "META-INF/MANIFEST.MF",
            "META-INF/portcullis/LICENSE",
            "META-INF/portcullis/NOTICE",
            "META-INF/portcullis/THIRD-PARTY",
            "io/portcullis/launcher/AgentClassLoader$1.class",
            "io/portcullis/launcher/AgentClassLoader.class",
            "io/portcullis/launcher/Call.class",
            "io/portcullis/launcher/JdkTool.class",
            "io/portcullis/launcher/PortcullisAgent.class",
            "io/portcullis/launcher/PortcullisCommand.class");
  }

  @Test
  void hiddenClassesHaveANameThatNoClassLoaderLooksFor() {
    assertThat(ENTRIES.keySet())
        .noneMatch(name -> name.startsWith("inst/") && name.endsWith(".class"));
  }

  @Test
  void everyDependencyIsRelocated() {
    assertThat(classes().keySet())
        .allMatch(
            name ->
                name.startsWith("io/portcullis/")
                    || name.startsWith("inst/io/portcullis/")
                    || name.equals("inst/java/lang/PortcullisDispatcher.classdata"));
  }

  @Test
  void everyServiceFileOfADependencyNamesARelocatedClass() {
    Set<String> services =
        ENTRIES.keySet().stream()
            .filter(name -> name.contains("META-INF/services/"))
            .collect(Collectors.toCollection(TreeSet::new));

    assertThat(services)
        .isNotEmpty()
        .allMatch(name -> name.startsWith("inst/META-INF/services/io.portcullis.shaded."));
  }

  @Test
  void launcherUsesTheJdkAndItselfAlone() {
    classes().entrySet().stream()
        .filter(e -> e.getKey().startsWith("io/portcullis/launcher/"))
        .forEach(
            e ->
                assertThat(namedBy(e.getValue()))
                    .as(e.getKey())
                    .allMatch(
                        name ->
                            name.startsWith("java/") || name.startsWith("io/portcullis/launcher/"))
                    .noneMatch(
                        name ->
                            name.startsWith("java/nio/")
                                || name.startsWith("java/util/logging/")
                                || name.startsWith("java/lang/management/")));
  }

  @Test
  void dispatcherUsesPackageJavaLangAlone() {
    byte[] dispatcher =
        Objects.requireNonNull(ENTRIES.get("inst/java/lang/PortcullisDispatcher.classdata"));

    assertThat(namedBy(dispatcher)).allMatch(name -> name.matches("java/lang/[A-Za-z]+"));
  }

  @Test
  void classesThatTheLauncherNamesInTextAreThere() {
    assertThat(ENTRIES)
        .containsKeys(
            "inst/io/portcullis/agent/AgentStart.classdata",
            "inst/io/portcullis/cli/Commands.classdata");
  }

  @Test
  void everyEntryHasTheOneFixedTime() throws IOException {
    try (JarFile jar = new JarFile(BuiltAgent.jar().toFile())) {
      assertThat(jar.stream().map(JarEntry::getTimeLocal).distinct()).hasSize(1);
    }
  }

  private static Map<String, byte[]> classes() {
    return ENTRIES.entrySet().stream()
        .filter(e -> e.getKey().endsWith(".class") || e.getKey().endsWith(".classdata"))
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  private static int majorOf(byte[] classFile) {
    return ByteBuffer.wrap(classFile).getShort(6);
  }

  /** Every class that a class file names, by internal name. */
  private static Set<String> namedBy(byte[] classFile) {
    Set<String> names = new TreeSet<>();
    Remapper collector =
        new Remapper(Opcodes.ASM9) {
          @Override
          public String map(String internalName) {
            names.add(internalName);
            return internalName;
          }
        };
    new ClassReader(classFile)
        .accept(new ClassRemapper(new ClassVisitor(Opcodes.ASM9) {}, collector), 0);
    return names;
  }
}
