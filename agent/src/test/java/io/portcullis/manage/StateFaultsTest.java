package io.portcullis.manage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.portcullis.testing.Eventually;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many writers, and a state directory that cannot be written. */
class StateFaultsTest {
  private static final String GLOBAL = "/v1/global/entries";

  @TempDir Path folder;

  private static String code(Reply reply) throws Exception {
    return new ObjectMapper().readTree(reply.text()).get("code").asText();
  }

  private static boolean run(String... command) throws Exception {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).inheritIO().start();
      return process.waitFor(20, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (java.io.IOException noSuchCommand) {
      return false;
    }
  }

  @Test
  void noChangeOfManyWritersIsLost() throws Exception {
    try (Stand one = Stand.over(folder, EntriesTest.POLICY);
        Stand other = Stand.over(folder)) {
      ConcurrentLinkedQueue<String> failed = new ConcurrentLinkedQueue<>();
      List<Thread> writers = new ArrayList<>();
      for (int t = 0; t < 6; t++) {
        int number = t;
        Stand stand = t % 2 == 0 ? one : other;
        Thread writer =
            new Thread(
                () -> {
                  for (int i = 0; i < 8; i++) {
                    String body = "{\"address\":\"198.51.100." + (number * 20 + i) + "\"}";
                    try {
                      Reply reply = stand.send("POST " + GLOBAL, "root", body);
                      if (reply.status() != 201) {
                        failed.add(reply.toString());
                      }
                    } catch (Exception e) {
                      failed.add(e.toString());
                    }
                  }
                });
        writers.add(writer);
        writer.start();
      }
      for (Thread writer : writers) {
        writer.join();
      }
      assertThat(failed).isEmpty();
      for (Stand stand : List.of(one, other)) {
        Eventually.so(() -> stand.get(GLOBAL, "root").get("total").asInt() == 49);
      }
      Eventually.so(() -> one.revision().equals(other.revision()));
      assertThat(Files.readAllLines(folder.resolve("state/changes.jsonl")))
          .filteredOn(line -> line.contains("ip_allowlist.entry_added"))
          .hasSize(48);
    }
  }

  @Test
  void ofTwoWhoChangeTheSameOneIsTold() throws Exception {
    try (Stand one = Stand.over(folder, EntriesTest.POLICY);
        Stand other = Stand.over(folder)) {
      one.send("POST " + GLOBAL, "root", "{\"address\":\"198.51.100.7\",\"id\":\"a\"}");
      String path = GLOBAL + "/a";
      Eventually.so(() -> other.send("GET " + path, "root", "").status() == 200);
      String match = "If-Match: " + one.call("GET " + path, Stand.bearer("root")).header("ETag");
      ConcurrentLinkedQueue<Integer> statuses = new ConcurrentLinkedQueue<>();
      List<Thread> writers = new ArrayList<>();
      for (Stand stand : List.of(one, other, one, other)) {
        Thread writer =
            new Thread(
                () -> {
                  try {
                    statuses.add(
                        stand
                            .send(
                                "PUT " + path,
                                "root",
                                "{\"owner\":\"" + Thread.currentThread().getName() + "\"}",
                                match)
                            .status());
                  } catch (Exception e) {
                    statuses.add(0);
                  }
                });
        writers.add(writer);
        writer.start();
      }
      for (Thread writer : writers) {
        writer.join();
      }
      assertThat(statuses).containsExactlyInAnyOrder(200, 412, 412, 412);
    }
  }

  @Test
  void fullDiskChangesNothingAndSaysSo() throws Exception {
    Path state = Files.createDirectory(folder.resolve("state"));
    assumeTrue(
        run("mount", "-t", "tmpfs", "-o", "size=64k,mode=700", "tmpfs", state.toString()),
        "a file system that is soon full can be mounted here");
    try (Stand stand = Stand.over(folder, EntriesTest.POLICY)) {
      String body = "{\"address\":\"198.51.100.7\",\"id\":\"a\"}";
      assertThat(stand.send("POST " + GLOBAL, "root", body).status()).isEqualTo(201);
      String before = Files.readString(state.resolve("managed.yaml"));
      String revision = stand.revision();
      fill(state.resolve("filler"));
      String large =
          "{\"address\":\"198.51.100.8\",\"id\":\"b\",\"description\":\"" + "x".repeat(499) + "\"}";
      Reply reply = stand.send("POST " + GLOBAL, "root", large);
      for (int i = 0; i < 20 && reply.status() == 201; i++) {
        // What a page of the file system still had room for.
        before = Files.readString(state.resolve("managed.yaml"));
        revision = stand.revision();
        reply = stand.send("POST " + GLOBAL, "root", large.replace("\"b\"", "\"b" + i + "\""));
      }
      assertThat(reply.status()).as(reply.toString()).isEqualTo(507);
      assertThat(code(reply)).isEqualTo("STATE_FULL");
      assertThat(reply.text()).contains("nothing changed");
      assertThat(Files.readString(state.resolve("managed.yaml"))).isEqualTo(before);
      assertThat(state.resolve("managed.yaml.new")).doesNotExist();
      assertThat(stand.revision()).isEqualTo(revision);
      Files.delete(state.resolve("filler"));
      assertThat(stand.send("POST " + GLOBAL, "root", large.replace("\"b\"", "\"z\"")).status())
          .isEqualTo(201);
    } finally {
      run("umount", "-l", state.toString());
    }
  }

  private static void fill(Path file) throws Exception {
    try (var out = Files.newOutputStream(file)) {
      byte[] page = new byte[512];
      for (int i = 0; i < 1_000; i++) {
        out.write(page);
      }
      throw new AssertionError("the disk is never full");
    } catch (java.io.IOException full) {
      assertThat(full).hasMessageContaining("No space left");
    }
  }

  @Test
  void directoryThatIsReadOnlyChangesNothingAndSaysSo() throws Exception {
    try (Stand stand = Stand.over(folder, EntriesTest.POLICY)) {
      String body = "{\"address\":\"198.51.100.7\",\"id\":\"a\"}";
      assertThat(stand.send("POST " + GLOBAL, "root", body).status()).isEqualTo(201);
    }
    Path other = Files.createDirectory(folder.resolve("other"));
    Files.writeString(other.resolve("policy.yaml"), EntriesTest.POLICY);
    Path state = Files.createDirectory(other.resolve("state"));
    assumeTrue(
        run("mount", "--bind", folder.resolve("state").toString(), state.toString())
            && run("mount", "-o", "remount,bind,ro", state.toString()),
        "a file system can be mounted read-only here");
    try (Stand stand = Stand.over(other)) {
      String revision = stand.revision();
      assertThat(stand.get(GLOBAL, "root").get("total").asInt()).isEqualTo(2);
      Reply reply = stand.send("DELETE " + GLOBAL + "/a", "root", "");
      assertThat(reply.status()).as(reply.toString()).isEqualTo(500);
      assertThat(code(reply)).isEqualTo("STATE_UNWRITABLE");
      assertThat(reply.text()).contains("Read-only file system").doesNotContain("Exception");
      assertThat(stand.revision()).isEqualTo(revision);
      assertThat(stand.get(GLOBAL, "root").get("total").asInt()).isEqualTo(2);
    } finally {
      run("umount", "-l", state.toString());
    }
  }

  @Test
  void directoryThatOthersMayWriteIsRefused() throws Exception {
    try (Stand stand = Stand.over(folder, EntriesTest.POLICY)) {
      stand.send("POST " + GLOBAL, "root", "{\"address\":\"198.51.100.7\",\"id\":\"a\"}");
      String revision = stand.revision();
      Files.setPosixFilePermissions(
          folder.resolve("state"), PosixFilePermissions.fromString("rwxrwxrwx"));
      Reply reply =
          stand.send("POST " + GLOBAL, "root", "{\"address\":\"198.51.100.8\",\"id\":\"b\"}");
      assertThat(reply.status()).isIn(409, 500);
      assertThat(code(reply)).isIn("MANAGED_REJECTED", "STATE_UNWRITABLE");
      assertThat(stand.revision()).isEqualTo(revision);
      JsonNode page = stand.get(GLOBAL, "root");
      assertThat(page.get("total").asInt()).isEqualTo(2);
    }
  }
}
