package io.portcullis.realm;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.machine.BuiltAgent;
import io.portcullis.machine.Jdk;
import io.portcullis.machine.Jdks;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What an application can see of the agent in its JVM: an application looks for it, with the agent
 * and without.
 */
class HiddenAgentTest {
  private static final String PROBE =
      """
      import java.util.*;

      public class Probe {
        static final String[] CLASSES = {
          "io.portcullis.agent.Agent", "io.portcullis.gate.Gate", "io.portcullis.bootstrap.Dispatcher",
          "io.portcullis.shaded.asm.ClassReader", "io.portcullis.shaded.slf4j.Logger",
          "org.objectweb.asm.ClassReader", "org.slf4j.Logger", "org.slf4j.simple.SimpleLogger",
          "org.yaml.snakeyaml.Yaml", "picocli.CommandLine", "com.fasterxml.jackson.jr.ob.JSON",
        };
        static final String[] RESOURCES = {
          "META-INF/services/org.slf4j.spi.SLF4JServiceProvider",
          "META-INF/services/io.portcullis.shaded.slf4j.spi.SLF4JServiceProvider",
          "META-INF/services/java.net.spi.InetAddressResolverProvider",
          "META-INF/services/sun.net.spi.nameservice.NameServiceDescriptor",
          "META-INF/services/com.fasterxml.jackson.core.JsonFactory",
          "META-INF/LICENSE", "META-INF/NOTICE", "simplelogger.properties",
        };

        public static void main(String[] args) throws Exception {
          while (System.in.read() >= 0) {}
          for (ClassLoader loader : new ClassLoader[] {
              Probe.class.getClassLoader(), Thread.currentThread().getContextClassLoader(), null}) {
            for (String name : CLASSES) {
              try {
                System.out.println("class " + Class.forName(name, false, loader));
              } catch (ClassNotFoundException hidden) {
              }
            }
          }
          for (String name : RESOURCES) {
            for (java.net.URL url : Collections.list(Probe.class.getClassLoader().getResources(name))) {
              System.out.println("resource " + url);
            }
          }
          TreeSet<Object> properties = new TreeSet<>(System.getProperties().keySet());
          System.out.println("properties " + properties);
          System.setProperty("user.timezone", "Pacific/Chatham");
          System.out.println("zone " + TimeZone.getDefault().getID());
          for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (!thread.isDaemon() && !thread.getName().equals("main")
                && !thread.getName().equals("DestroyJavaVM")) {
              System.out.println("thread " + thread);
            }
          }
          System.out.println("stdout is the application's");
        }
      }
      """;

  @TempDir static Path folder;

  @BeforeAll
  static void compileTheProbe() throws IOException {
    Path source = Files.writeString(folder.resolve("Probe.java"), PROBE);
    JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
    int exit =
        javac.run(
            null,
            null,
            null,
            "--release",
            "8",
            "-Xlint:-options",
            "-d",
            folder.toString(),
            source.toString());
    assertThat(exit).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {8, 11, 17, 21, 25})
  void applicationSeesNothingOfTheAgent(int feature) throws Exception {
    Jdk jdk = Jdks.of(feature);

    Run without = run(jdk, List.of());
    Run with = run(jdk, List.of("-javaagent:" + BuiltAgent.jar() + "=policy=/nonexistent.yaml"));

    assertThat(without.lines).contains("stdout is the application's");
    assertThat(with.lines).isEqualTo(without.lines);
    assertThat(with.exit).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {8, 17, 25})
  void agentInitialisesNeitherLoggingNorManagementOfTheJdk(int feature) throws Exception {
    Jdk jdk = Jdks.of(feature);

    List<String> loaded =
        run(
                jdk,
                List.of(
                    "-verbose:class",
                    "-javaagent:" + BuiltAgent.jar() + "=policy=/nonexistent.yaml"))
            .lines;

    assertThat(loaded).anyMatch(line -> line.contains("io.portcullis.agent.AgentStart"));
    assertThat(loaded)
        .noneMatch(line -> line.contains("java.util.logging."))
        .noneMatch(line -> line.contains("javax.management."))
        .noneMatch(line -> line.contains("java.lang.management."));
  }

  @ParameterizedTest
  @ValueSource(ints = {8, 17})
  void bypassFileIsNotLookedAtBeforeThereIsAServer(int feature) throws Exception {
    String settings = "policy=/nonexistent.yaml,emergencyBypass=file:/nonexistent.bypass";

    List<String> loaded =
        run(
                Jdks.of(feature),
                List.of("-verbose:class", "-javaagent:" + BuiltAgent.jar() + "=" + settings))
            .lines;

    assertThat(loaded)
        .anyMatch(line -> line.contains("io.portcullis.agent.BypassWatch"))
        .noneMatch(line -> line.contains("io.portcullis.source.FileFacts"))
        .noneMatch(line -> line.contains("io.portcullis.source.ProcessUser"));
  }

  @ParameterizedTest
  @ValueSource(ints = {17, 25})
  void toolOfTheJdkIsLeftAlone(int feature) throws Exception {
    Jdk jdk = Jdks.of(feature);
    String name = "bin/keytool";
    Process tool =
        start(
            List.of(jdk.home().resolve(name).toString(), "-help"),
            "-javaagent:" + BuiltAgent.jar() + "=policy=/nonexistent.yaml");
    String said = new String(tool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(tool.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(tool.exitValue()).isZero();
    assertThat(said.toLowerCase(Locale.ROOT))
        .contains("keytool")
        .doesNotContain("portcullis 0")
        .doesNotContain("no policy");
  }

  private record Run(int exit, List<String> lines) {}

  /**
   * Runs the probe, which looks round only once the agent, where there is one, has come to the end
   * of its start.
   */
  private static Run run(Jdk jdk, List<String> options) throws Exception {
    List<String> command = new ArrayList<>(List.of(jdk.java().toString()));
    command.addAll(options);
    command.addAll(List.of("-cp", folder.toString(), "Probe"));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().remove("JAVA_TOOL_OPTIONS");
    Process process = builder.start();
    CompletableFuture<String> stdout =
        CompletableFuture.supplyAsync(() -> text(process.getInputStream()));
    try (BufferedReader stderr = process.errorReader()) {
      if (options.stream().anyMatch(option -> option.startsWith("-javaagent:"))) {
        String line = stderr.readLine();
        while (line != null && !line.contains("NO POLICY IS IN FORCE")) {
          line = stderr.readLine();
        }
        assertThat(line).as("the last line of the agent's start").isNotNull();
      }
      process.getOutputStream().close();
      List<String> lines = stdout.get(60, TimeUnit.SECONDS).lines().toList();
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      return new Run(process.exitValue(), lines);
    }
  }

  private static String text(InputStream stream) {
    try {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Process start(List<String> command, String toolOptions) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("JAVA_TOOL_OPTIONS", toolOptions);
    return builder.start();
  }
}
