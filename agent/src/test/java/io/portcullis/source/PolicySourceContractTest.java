package io.portcullis.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds of a watched policy, however its file is changed. */
class PolicySourceContractTest {
  private static final String ONE = "one\nlist lists/a\n";
  private static final String TWO = "two\nlist lists/a\n";

  private final Path temp;

  PolicySourceContractTest(@TempDir Path temp) {
    this.temp = temp;
  }

  static Stream<Arguments> ways() {
    return Stream.of(
        way(
            "truncated and written",
            f -> f.write("policy.yaml", TWO),
            "two|list lists/a| + lists/a=x"),
        way("renamed over", f -> f.renameOver("policy.yaml", TWO), "two|list lists/a| + lists/a=x"),
        way(
            "written with size and time as before",
            f -> f.keepingTime("policy.yaml", () -> f.write("policy.yaml", TWO)),
            "two|list lists/a| + lists/a=x"),
        way(
            "renamed over with size and time as before",
            f -> f.keepingTime("policy.yaml", () -> f.renameOver("policy.yaml", TWO)),
            "two|list lists/a| + lists/a=x"),
        way(
            "deleted and made anew",
            f -> {
              f.delete("policy.yaml");
              f.write("policy.yaml", TWO);
            },
            "two|list lists/a| + lists/a=x"),
        way("emptied", f -> f.write("policy.yaml", ""), ""),
        way("list written", f -> f.write("lists/a", "y"), "one|list lists/a| + lists/a=y"),
        way(
            "list renamed over",
            f -> f.renameOver("lists/a", "y"),
            "one|list lists/a| + lists/a=y"),
        way(
            "list written with size and time as before",
            f -> f.keepingTime("lists/a", () -> f.write("lists/a", "y")),
            "one|list lists/a| + lists/a=y"),
        way(
            "list replaced by a link",
            f -> {
              f.write("lists/b", "y");
              f.link("lists/a", "b");
            },
            "one|list lists/a| + lists/a=y"),
        way(
            "new list named",
            f -> {
              f.write("lists/b", "y");
              f.write("policy.yaml", ONE + "list lists/b\n");
            },
            "one|list lists/a|list lists/b| + lists/a=x + lists/b=y"),
        way("list no longer named", f -> f.write("policy.yaml", "three"), "three"),
        way(
            "replaced by a link",
            f -> {
              f.write("v2", TWO);
              f.link("policy.yaml", "v2");
            },
            "two|list lists/a| + lists/a=x"));
  }

  private static Arguments way(String name, Consumer<PolicyFolder> change, String then) {
    return arguments(name, change, then);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("ways")
  void changeIsToldOnceWithinHalfASecond(String name, Consumer<PolicyFolder> change, String then)
      throws Exception {
    PolicyFolder folder = new PolicyFolder(temp);
    folder.write("policy.yaml", ONE);
    folder.write("lists/a", "x");
    WatchedSource watched = WatchedSource.of(folder);
    watched.settle();
    assertThat(watched.told).isEmpty();
    folder.letClockTick();

    change.accept(folder);
    watched.pass(500);

    assertThat(watched.told).containsExactly("changed: " + then);
    watched.pass(60_000);
    assertThat(watched.told).hasSize(1);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("ways")
  void changeBackIsToldToo(String name, Consumer<PolicyFolder> change, String then)
      throws Exception {
    PolicyFolder folder = new PolicyFolder(temp);
    folder.write("policy.yaml", ONE);
    folder.write("lists/a", "x");
    WatchedSource watched = WatchedSource.of(folder);
    watched.settle();
    folder.letClockTick();
    change.accept(folder);
    watched.settle();
    folder.letClockTick();

    folder.renameOver("policy.yaml", ONE);
    folder.renameOver("lists/a", "x");
    watched.pass(500);

    assertThat(watched.told)
        .containsExactly("changed: " + then, "changed: one|list lists/a| + lists/a=x");
  }

  @Test
  @DisplayName("a Kubernetes ConfigMap: everything is a link through `..data`, which is swapped")
  void swappedDataLinkIsToldWithFileAndListsOfOneVersion() throws Exception {
    PolicyFolder folder = new PolicyFolder(temp);
    folder.write("..v1/policy.yaml", "one\nlist a\n");
    folder.write("..v1/a", "x");
    folder.write("..v2/policy.yaml", "two\nlist a\n");
    folder.write("..v2/a", "y");
    folder.link("..data", "..v1");
    folder.link("policy.yaml", "..data/policy.yaml");
    folder.link("a", "..data/a");
    WatchedSource watched = WatchedSource.of(folder);
    watched.settle();
    assertThat(watched.told).isEmpty();

    folder.link("..data", "..v2");
    watched.pass(500);
    assertThat(watched.told).containsExactly("changed: two|list a| + a=y");

    folder.delete("..v1/policy.yaml");
    folder.delete("..v1/a");
    watched.pass(60_000);
    assertThat(watched.told).hasSize(1);
  }

  @Test
  void slowWriterIsNeverReadHalf() throws Exception {
    PolicyFolder folder = new PolicyFolder(temp);
    folder.write("policy.yaml", "old");
    WatchedSource watched = WatchedSource.of(folder);
    watched.settle();
    String whole = "a long policy in several parts";
    for (int end = 0; end <= whole.length(); end += 5) {
      folder.write("policy.yaml", whole.substring(0, end));
      watched.pass(140);
    }
    assertThat(watched.told).isEmpty();
    watched.pass(360);
    assertThat(watched.told).containsExactly("changed: " + whole);
  }

  @Test
  void fileIsNotTakenWhileItsListIsBeingWritten() throws Exception {
    PolicyFolder folder = new PolicyFolder(temp);
    folder.write("policy.yaml", "one\nlist a\n");
    folder.write("a", "x");
    WatchedSource watched = WatchedSource.of(folder);
    watched.settle();
    folder.write("policy.yaml", "two\nlist a\n");
    watched.pass(140);
    folder.write("a", "y");
    watched.pass(140);
    folder.write("a", "yz");
    watched.pass(500);
    assertThat(watched.told).containsExactly("changed: two|list a| + a=yz");
  }

  @Test
  void markedFileIsNotTakenBeforeItIsMarkedAgain() throws Exception {
    PolicyFolder folder = new PolicyFolder(temp);
    folder.write("policy.yaml", "one\n...\n");
    WatchedSource watched = WatchedSource.of(folder);
    watched.settle();

    folder.write("policy.yaml", "tw");
    watched.pass(900);
    assertThat(watched.told).isEmpty();
    folder.write("policy.yaml", "two\n...");
    watched.pass(500);
    assertThat(watched.told).containsExactly("changed: two|...");

    folder.write("policy.yaml", "three");
    watched.pass(60_000);
    assertThat(watched.told)
        .hasSize(2)
        .last()
        .asString()
        .startsWith("unavailable: `")
        .endsWith(
            "policy.yaml` does not end with `...` as it did before, so it is taken for half"
                + " written; end it with a line `...`");
    folder.write("policy.yaml", "two\n...");
    watched.pass(500);
    assertThat(watched.told).hasSize(3).last().isEqualTo("available");
  }

  @Test
  void markOfRejectedFileBindsNobody() throws Exception {
    PolicyFolder folder = new PolicyFolder(temp);
    folder.write("policy.yaml", "one");
    WatchedSource watched = WatchedSource.of(folder).rejecting();
    watched.settle();
    folder.write("policy.yaml", "two\n...");
    watched.settle();
    folder.letClockTick();
    folder.write("policy.yaml", "three");
    watched.settle();
    assertThat(watched.told).containsExactly("changed: two|...", "changed: three");
  }

  @Test
  void momentWithoutTheFileIsNotTold() throws Exception {
    PolicyFolder folder = new PolicyFolder(temp);
    folder.write("policy.yaml", "one\nlist a\n");
    folder.write("a", "x");
    WatchedSource watched = WatchedSource.of(folder);
    watched.settle();
    folder.delete("policy.yaml");
    watched.pass(900);
    folder.write("policy.yaml", "one\nlist a\n");
    watched.pass(900);
    folder.delete("a");
    watched.pass(900);
    folder.write("a", "x");
    watched.pass(60_000);
    assertThat(watched.told).isEmpty();
  }

  @Test
  void missingFileIsToldOnceAndItsReturnToo() throws Exception {
    PolicyFolder folder = new PolicyFolder(temp);
    folder.write("policy.yaml", "one");
    WatchedSource watched = WatchedSource.of(folder);
    watched.settle();
    folder.delete("policy.yaml");
    watched.pass(60_000);
    String path = folder.at("policy.yaml").toString();
    assertThat(watched.told)
        .containsExactly("unavailable: cannot read `" + path + "`: no such file");

    folder.write("policy.yaml", "one");
    watched.pass(500);
    assertThat(watched.told).hasSize(2).last().isEqualTo("available");
  }

  @Test
  void missingListIsToldWithTheText() throws Exception {
    PolicyFolder folder = new PolicyFolder(temp);
    folder.write("policy.yaml", "one\nlist a\n");
    folder.write("a", "x");
    WatchedSource watched = WatchedSource.of(folder);
    watched.settle();
    folder.delete("a");
    watched.pass(60_000);
    folder.write("a", "y");
    watched.pass(500);
    assertThat(watched.told)
        .containsExactly("changed: one|list a| - a: no such file", "changed: one|list a| + a=y");
  }

  @Test
  void fileThatNeverRestsIsTold() throws Exception {
    PolicyFolder folder = new PolicyFolder(temp);
    folder.write("policy.yaml", "");
    WatchedSource watched = WatchedSource.of(folder);
    watched.settle();
    for (int i = 0; i < 120; i++) {
      folder.write("policy.yaml", "x" + i);
      watched.pass(100);
    }
    assertThat(watched.told)
        .singleElement()
        .asString()
        .endsWith(
            "or one of its lists keeps changing; it is taken once it stays the same for 150 ms");
    watched.pass(500);
    assertThat(watched.told).last().isEqualTo("changed: x119");
  }

  @Test
  void fileThatWasMissingAtStartIsToldWhenItComes() throws Exception {
    PolicyFolder folder = new PolicyFolder(temp);
    WatchedSource watched = WatchedSource.withoutFirst(folder.source());
    watched.pass(60_000);
    assertThat(watched.told).singleElement().asString().endsWith(": no such file");
    folder.write("policy.yaml", "one");
    watched.pass(500);
    assertThat(watched.told).hasSize(2).last().isEqualTo("changed: one");
  }

  @Test
  void changeBetweenStartAndFirstLookIsTold() throws Exception {
    PolicyFolder folder = new PolicyFolder(temp);
    folder.write("policy.yaml", "one");
    WatchedSource watched = WatchedSource.of(folder);
    folder.write("policy.yaml", "two");
    watched.pass(500);
    assertThat(watched.told).containsExactly("changed: two");
  }
}
