package io.portcullis.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.File;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(20)
class FileSourceTest {
  private final Path temp;
  private final PolicyFolder folder;

  FileSourceTest(@TempDir Path temp) {
    this.temp = temp;
    this.folder = new PolicyFolder(temp.resolve("policies"));
    folder.write("../secret", "s");
    folder.write("inside", "i");
  }

  @Test
  void readsFileAndListsAsTheyAre() throws Exception {
    folder.write("policy.yaml", "list lists/a\nlist ./inside\nlist lists/a\n");
    folder.write("lists/a", "192.0.2.1\n");
    PolicyText text = folder.source().read();
    assertThat(text.name()).isEqualTo(folder.at("policy.yaml").toString());
    assertThat(WatchedSource.show(text))
        .isEqualTo("list lists/a|list ./inside|list lists/a| + ./inside=i + lists/a=192.0.2.1|");
  }

  @Test
  void pathIsTakenFromTheWorkingFolderOfTheStart() throws Exception {
    assertThatThrownBy(() -> FileSource.of("no/such.yaml", PolicyFolder.LIST_NAMES).read())
        .isInstanceOf(SourceException.class)
        .hasMessage("cannot read `no/such.yaml`: no such file");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"../secret", "lists/../../secret", "/etc/passwd", "..", "a//b", "..\\secret", ""})
  void listThatDoesNotLieBelowIsRefused(String name) throws Exception {
    assertThat(unreadable(name)).isEqualTo("a list lies below the folder of the policy");
  }

  @Test
  void linkThatLeadsOutsideIsRefused() throws Exception {
    folder.link("out", "../secret");
    folder.link("outside", "..");
    assertThat(unreadable("out")).isEqualTo("it leads outside the folder of the policy");
    assertThat(unreadable("outside/secret")).isEqualTo("it leads outside the folder of the policy");
  }

  @Test
  void folderWithTheSameBeginningIsOutside() throws Exception {
    folder.write("../policies2/a", "s");
    folder.link("out", "../policies2/a");
    assertThat(unreadable("out")).isEqualTo("it leads outside the folder of the policy");
  }

  @Test
  void folderThatIsItselfALinkIsNotOutside() throws Exception {
    folder.write("policy.yaml", "list inside");
    folder.link("../current", "policies");
    FileSource source =
        FileSource.of(temp.resolve("current/policy.yaml").toString(), PolicyFolder.LIST_NAMES);
    assertThat(WatchedSource.show(source.read())).isEqualTo("list inside + inside=i");
  }

  @Test
  void pipeIsNotOpened() throws Exception {
    assumeThat(new File("/usr/bin/mkfifo")).exists();
    assertThat(
            new ProcessBuilder("mkfifo", folder.at("pipe").toString())
                .inheritIO()
                .start()
                .waitFor())
        .isZero();
    assertThat(unreadable("pipe")).isEqualTo("it is not a regular file");
    folder.link("policy.yaml", "pipe");
    Files.deleteIfExists(folder.at("policy.yaml"));
    folder.link("policy.yaml", "pipe");
    assertThatThrownBy(() -> folder.source().read())
        .hasMessageEndingWith("policy.yaml`: it is not a regular file");
  }

  @Test
  void deviceIsNotOpened() throws Exception {
    assumeThat(new File("/dev/zero")).exists();
    assertThatThrownBy(() -> FileSource.of("/dev/zero", PolicyFolder.LIST_NAMES).read())
        .hasMessage("cannot read `/dev/zero`: it is not a regular file");
  }

  @Test
  void folderIsNoFile() throws Exception {
    Files.createDirectory(folder.at("lists"));
    assertThat(unreadable("lists")).isEqualTo("it is a folder");
    assertThat(unreadable("lists/none")).isEqualTo("no such file");
  }

  @Test
  void fileThatMayNotBeReadSaysSo() throws Exception {
    folder.write("closed", "");
    assertThat(folder.at("closed").toFile().setReadable(false, false)).isTrue();
    assumeThat(folder.at("closed").toFile().canRead()).as("the superuser reads all").isFalse();
    assertThat(unreadable("closed")).isEqualTo("permission denied");
  }

  @Test
  void sizeIsBoundedOverAllFilesTogether() throws Exception {
    folder.write("policy.yaml", "list a\nlist b\n");
    folder.write("a", "x".repeat(50));
    folder.write("b", "x".repeat(50));
    assertThat(folder.source().limitedTo(114).read().unreadable()).isEmpty();
    assertThat(folder.source().limitedTo(113).read().unreadable())
        .containsExactly(
            Map.entry("b", "a policy and its lists are read up to 113 bytes together"));
    assertThatThrownBy(() -> folder.source().limitedTo(13).read())
        .hasMessageEndingWith(
            "policy.yaml`: a policy and its lists are read up to 13 bytes together");
  }

  @Test
  void hugeFileIsRefusedUnread() throws Exception {
    try (RandomAccessFile sparse = new RandomAccessFile(folder.at("policy.yaml").toFile(), "rw")) {
      sparse.setLength(1L << 40);
    }
    assertThatThrownBy(() -> folder.source().read())
        .hasMessageEndingWith(
            "policy.yaml`: a policy and its lists are read up to 64 MiB together");
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "null",
      value = {
        "'...', true",
        "'a\n...', true",
        "'a\n...\n \t\r\n', true",
        "'a\r...', true",
        "'a...', false",
        "'a\n ...', false",
        "'a\n....', false",
        "'a\n..', false",
        "'...\na', false",
        "'', false",
        "'\n', false"
      })
  void endMarkStandsAloneOnTheLastLine(String text, boolean marked) {
    PolicyText policy = PolicyText.of("p", text.getBytes(StandardCharsets.UTF_8), Map.of());
    assertThat(policy.isEndMarked()).isEqualTo(marked);
  }

  private String unreadable(String list) throws Exception {
    folder.write("policy.yaml", "list " + list + "\n");
    PolicyText text = folder.source().read();
    assertThat(text.lists()).isEmpty();
    return text.unreadable().getOrDefault(list, "it was read");
  }
}
