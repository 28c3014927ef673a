package io.portcullis.agent;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.source.PolicyText;
import io.portcullis.source.TextArchive;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
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

  private static final String RESTRICTED = "portcullis: 1\nglobal: {allow: {file: office.txt}}\n";

  /** What a JVM before has left: a policy with a list, both of which are gone or bad by now. */
  private void keepGood(String yaml) throws Exception {
    byte[] archive =
        TextArchive.of(
                PolicyText.of(
                    folder.resolve("policy.yaml").toString(),
                    yaml.getBytes(UTF_8),
                    Map.of("office.txt", "198.51.100.0/24\n".getBytes(UTF_8))),
                1_763_700_000_000L)
            .bytes();
    Files.write(state.resolve("policy.good"), archive);
    mode(state.resolve("policy.good"), "rw-------");
  }

  @Test
  void lastGoodPolicyStandsInForABadOneAndForOneThatIsGone() throws Exception {
    keepGood(RESTRICTED);
    for (boolean gone : new boolean[] {false, true}) {
      Path policy = folder.resolve("policy.yaml");
      if (gone) {
        Files.delete(policy);
      } else {
        Files.writeString(policy, "portcullis: 1\noops: 1\n");
      }
      FirstPolicy first = FirstPolicy.readAgain(settings);
      assertThat(first.isFit()).isTrue();
      assertThat(first.lastGoodSince()).hasValue(1_763_700_000_000L);
      assertThat(entries(first)).isEqualTo(1);
      assertThat(first.failing().toString()).contains(gone ? "POLICY_UNREADABLE" : "oops");
      assertThat(first.found().isPresent()).isEqualTo(!gone);
      assertThat(FirstPolicy.read(settings).needsALook(settings)).isFalse();
      assertThat(first.text().orElseThrow().lists()).containsKey("office.txt");
    }
  }

  @Test
  void goodFileGoesBeforeTheLastGoodOne() throws Exception {
    keepGood(RESTRICTED);
    FirstPolicy first = FirstPolicy.readAgain(settings);
    assertThat(first.lastGoodSince()).isEmpty();
    assertThat(entries(first)).isZero();
    assertThat(first.failing()).isEmpty();
  }

  @Test
  void lastGoodOneThatOthersMayHaveWrittenIsNotUsedOnceThatCanBeSeen() throws Exception {
    keepGood(RESTRICTED);
    mode(state.resolve("policy.good"), "rw-rw-r--");
    Files.delete(folder.resolve("policy.yaml"));
    FirstPolicy early = FirstPolicy.read(settings);
    assertThat(early.isFit()).isTrue();
    assertThat(early.needsALook(settings)).isTrue();
    FirstPolicy again = FirstPolicy.readAgain(settings);
    assertThat(again.isFit()).isFalse();
    assertThat(again.problems().toString()).contains("LAST_GOOD_UNUSABLE", "chmod 600");
  }

  @Test
  void lastGoodOneThatIsCutOffOrForAnotherHostIsNotUsed() throws Exception {
    Files.delete(folder.resolve("policy.yaml"));
    keepGood("portcullis: 1\nenvironment: production\n");
    Settings staging =
        Settings.read(
            "policy=" + folder.resolve("policy.yaml") + ",environment=staging,state=" + state,
            Map.of(),
            Map.of());
    FirstPolicy other = FirstPolicy.readAgain(staging);
    assertThat(other.isFit()).isFalse();
    assertThat(other.problems().toString()).contains("not fit for this host");
    byte[] whole = Files.readAllBytes(state.resolve("policy.good"));
    Files.write(state.resolve("policy.good"), Arrays.copyOf(whole, whole.length - 1));
    FirstPolicy cut = FirstPolicy.readAgain(settings);
    assertThat(cut.isFit()).isFalse();
    assertThat(cut.problems().toString()).contains("not whole");
  }

  @Test
  void whatIsManagedStandsBesideTheLastGoodOneToo() throws Exception {
    keepGood(RESTRICTED);
    write("managed.yaml", GOOD);
    Files.delete(folder.resolve("policy.yaml"));
    assertThat(entries(FirstPolicy.readAgain(settings))).isEqualTo(2);
    write("managed.yaml", "managed: 1\noops: 1\n");
    write("managed.good.yaml", GOOD);
    assertThat(entries(FirstPolicy.readAgain(settings))).isEqualTo(2);
  }
}
