package io.portcullis.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RunningJvmsTest {
  @TempDir Path folder;
  private Path processes;
  private Path perf;

  @BeforeEach
  void setUp() throws IOException {
    processes = Files.createDirectory(folder.resolve("proc"));
    Files.createDirectory(processes.resolve("self"));
    perf = Files.createDirectory(folder.resolve("hsperfdata_ada"));
  }

  private RunningJvms jvms() {
    return RunningJvms.in(folder, processes);
  }

  /** A process, whose memory is mapped to these files. */
  private void process(long pid, String maps) throws IOException {
    Path process = Files.createDirectory(processes.resolve(String.valueOf(pid)));
    Files.writeString(process.resolve("maps"), maps);
  }

  private void tells(long pid, String... facts) throws IOException {
    Map<String, String> texts = new LinkedHashMap<>();
    for (int i = 0; i < facts.length; i += 2) {
      texts.put(facts[i], facts[i + 1]);
    }
    Files.write(perf.resolve(String.valueOf(pid)), perfData(texts, ByteOrder.LITTLE_ENDIAN));
  }

  private static byte[] perfData(Map<String, String> texts, ByteOrder order) {
    ByteBuffer out = ByteBuffer.allocate(8192);
    out.putInt(0xcafec0c0).put((byte) (order == ByteOrder.BIG_ENDIAN ? 0 : 1)).put((byte) 2);
    out.order(order);
    int at = 32;
    out.putInt(24, at).putInt(28, texts.size() + 1);
    // A counter, which is no text, comes first.
    at = entry(out, at, "sun.os.hrt.frequency", new byte[8], 'J', 0);
    for (Map.Entry<String, String> text : texts.entrySet()) {
      byte[] bytes = (text.getValue() + "\0").getBytes(StandardCharsets.UTF_8);
      at = entry(out, at, text.getKey(), bytes, 'B', bytes.length);
    }
    return out.array();
  }

  private static int entry(
      ByteBuffer out, int at, String name, byte[] data, char type, int elements) {
    byte[] nameBytes = (name + "\0").getBytes(StandardCharsets.UTF_8);
    int length = 20 + nameBytes.length + data.length;
    out.putInt(at, length).putInt(at + 4, 20).putInt(at + 8, elements);
    out.put(at + 12, (byte) type).putInt(at + 16, 20 + nameBytes.length);
    for (int i = 0; i < nameBytes.length; i++) {
      out.put(at + 20 + i, nameBytes[i]);
    }
    for (int i = 0; i < data.length; i++) {
      out.put(at + 20 + nameBytes.length + i, data[i]);
    }
    return at + length;
  }

  @Test
  void thoseThatRunAreFoundByTheirNumbers() throws Exception {
    process(30, "");
    process(7, "");
    tells(30, "sun.rt.javaCommand", "b.Main");
    tells(7, "sun.rt.javaCommand", "a.Main", "java.property.java.version", "17.0.15");
    // It was killed, and its file has stayed.
    tells(99, "sun.rt.javaCommand", "gone.Main");
    Files.writeString(perf.resolve("8"), "no such file");
    process(8, "");
    Files.writeString(folder.resolve("hsperfdata_file"), "no folder");

    RunningJvms.Found found = jvms().all();

    assertThat(found.readable.keySet()).containsExactly(7L, 30L);
    assertThat(jvms().get(7).orElseThrow().main()).contains("a.Main");
    assertThat(jvms().get(7).orElseThrow().version()).contains("17.0.15");
    assertThat(jvms().get(30).orElseThrow().version()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "org.example.Main | org.example.Main",
        "org.example.Main --password secret | org.example.Main",
        "/srv/shop.jar --password secret | /srv/shop.jar",
        "/srv/my shop.jar secret | /srv/my shop.jar",
        "jdk.compiler/com.sun.tools.javac.Main -d x | jdk.compiler/com.sun.tools.javac.Main",
      })
  void argumentsOfAProgramAreNotShown(String command, String shown) throws Exception {
    process(7, "");
    tells(7, "sun.rt.javaCommand", command);

    assertThat(jvms().get(7).orElseThrow().main()).contains(shown);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "-Xmx1g -javaagent:/opt/portcullis-agent.jar=policy=/p | true",
        "-javaagent:/opt/portcullis/agent.jar | true",
        "-javaagent:/opt/other.jar | false",
        "-Dportcullis.policy=/p | false",
        "-javaagent:/opt/other.jar -Dportcullis.policy=/p | false",
      })
  void agentOfTheStartShowsInTheOptions(String options, boolean started) throws Exception {
    process(7, "");
    tells(7, "java.rt.vmArgs", options);

    assertThat(jvms().get(7).orElseThrow().isStartedWithAgent()).isEqualTo(started);
  }

  @Test
  void numbersOfTheOtherByteOrderAreRead() throws Exception {
    Path file = folder.resolve("big");
    Files.write(file, perfData(Map.of("sun.rt.javaCommand", "a.Main"), ByteOrder.BIG_ENDIAN));

    assertThat(PerfFile.read(file).main()).contains("a.Main");
  }

  @Test
  void brokenFileIsRefusedWhateverIsBrokenInIt() throws Exception {
    byte[] whole = perfData(Map.of("sun.rt.javaCommand", "a.Main"), ByteOrder.LITTLE_ENDIAN);
    Path file = folder.resolve("broken");
    Random random = new Random(7);
    for (int i = 0; i < 2_000; i++) {
      byte[] bytes = java.util.Arrays.copyOf(whole, random.nextInt(120));
      for (int j = 0; j < 3 && bytes.length > 0; j++) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      }
      Files.write(file, bytes);
      try {
        PerfFile.read(file).main();
      } catch (IOException refused) {
        continue;
      }
    }
    Files.write(file, java.util.Arrays.copyOf(whole, 40));
    assertThatThrownBy(() -> PerfFile.read(file)).isInstanceOf(IOException.class);
  }

  @Test
  void processThatIsNoJvmIsRefusedBeforeAnythingIsSentToIt() throws Exception {
    process(7, "7f00-7f01 r-xp 00000000 08:01 1 /usr/bin/sleep\n");

    assertThatThrownBy(() -> jvms().require(7)).hasMessageContaining("process 7 is no JVM");
    assertThatThrownBy(() -> jvms().require(8)).hasMessageContaining("there is no process 8");
  }

  @Test
  void jvmThatTakesNoToolsIsRefused() throws Exception {
    process(7, "7f00-7f01 r-xp 00000000 08:01 1 /opt/jdk/lib/server/libjvm.so\n");
    tells(7, "sun.rt.jvmCapabilities", "1100000");
    jvms().require(7);

    tells(7, "sun.rt.jvmCapabilities", "0100000");
    assertThatThrownBy(() -> jvms().require(7)).hasMessageContaining("-XX:+DisableAttachMechanism");
  }

  @Test
  void socketTellsThatAToolHasAttachedBefore() throws Exception {
    assertThat(jvms().hasBeenAttachedTo(7)).isFalse();
    Files.createFile(folder.resolve(".java_pid7"));
    assertThat(jvms().hasBeenAttachedTo(7)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0", "-1", "+7", "07", "1.5", "12345678901", "x"})
  void whatIsNoNumberOfAProcessIsNone(String text) {
    assertThat(RunningJvms.pid(text)).isEmpty();
  }

  @Test
  void columnsAreAsWideAsTheirCells() {
    Table table = Table.of("PID", "JAVA", "MAIN");
    table.add(java.util.List.of("4711", "8", "a.Main"));

    assertThat(table.lines()).containsExactly("PID   JAVA  MAIN", "4711  8     a.Main");
  }

  @Test
  void reportOfAnotherVersionIsReadByItsNames() {
    AgentReport report =
        AgentReport.of("caller=7f\nresult=attached\nnew=1\nserver=a=b\nserver=c\n");

    assertThat(report.all("server")).containsExactly("a=b", "c");
    assertThat(report.first("result")).contains("attached");
    assertThat(report.first("policy")).isEmpty();
    assertThat(report.shown("policy")).isEqualTo("?");
  }
}
