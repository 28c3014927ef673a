package io.portcullis.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a JVM starts with, where something is managed beside its policy. */
class FirstPolicyTest {
  private static final String GOOD =
      "managed: 1\nglobal: {allow: [{address: 198.51.100.7, id: a}]}\n";

  @TempDir Path folder;
  private Path state;
  private Settings settings;

  @BeforeEach
  void make() throws Exception {
    Path policy = Files.writeString(folder.resolve("policy.yaml"), "portcullis: 1\nglobal: {}\n");
    state = Files.createDirectory(folder.resolve("state"));
    mode(state, "rwx------");
    settings = Settings.read("policy=" + policy + ",state=" + state, Map.of(), Map.of());
  }

  private static void mode(Path path, String mode) throws Exception {
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
  }

  private void write(String name, String text) throws Exception {
    Files.writeString(state.resolve(name), text);
    mode(state.resolve(name), "rw-------");
  }

  private static int entries(FirstPolicy first) {
    return first.load().orElseThrow().entries();
  }

  @Test
  void nothingManagedIsTheFileAlone() {
    FirstPolicy first = FirstPolicy.read(settings);
    assertThat(first.isFit()).isTrue();
    assertThat(entries(first)).isZero();
    assertThat(first.needsALook(settings)).isFalse();
  }

  @Test
  void whatIsManagedCountsFromTheStart() throws Exception {
    write("managed.yaml", GOOD);
    FirstPolicy first = FirstPolicy.read(settings);
    assertThat(entries(first)).isEqualTo(1);
    assertThat(first.needsALook(settings)).isFalse();
  }

  @Test
  void whatOthersMayHaveWrittenIsNotBelievedBeforeTheFirstServer() throws Exception {
    write("managed.yaml", GOOD);
    mode(state.resolve("managed.yaml"), "rw-rw-rw-");
    FirstPolicy first = FirstPolicy.read(settings);
    assertThat(first.needsALook(settings)).isTrue();
    FirstPolicy again = FirstPolicy.readAgain(settings);
    assertThat(again.isFit()).isFalse();
    assertThat(again.problems().toString()).contains("MANAGED_UNUSABLE", "chmod 600");
  }

  @Test
  void badOneFallsBackToTheLastGoodOne() throws Exception {
    write("managed.yaml", "managed: 1\noops: 1\n");
    write("managed.good.yaml", GOOD);
    FirstPolicy again = FirstPolicy.readAgain(settings);
    assertThat(again.isFit()).isTrue();
    assertThat(entries(again)).isEqualTo(1);
    assertThat(again.problems().toString()).contains("unknown key `oops`");
    Files.delete(state.resolve("managed.yaml"));
    FirstPolicy gone = FirstPolicy.readAgain(settings);
    assertThat(entries(gone)).isEqualTo(1);
    assertThat(gone.problems().toString()).contains("it is gone");
  }

  @Test
  void badOneWithoutALastGoodOneIsNoPolicy() throws Exception {
    write("managed.yaml", "managed: 1\noops: 1\n");
    assertThat(FirstPolicy.readAgain(settings).isFit()).isFalse();
  }
}
