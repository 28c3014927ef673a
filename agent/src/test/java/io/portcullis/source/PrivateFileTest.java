package io.portcullis.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may have written a file, by the attributes of real ones. */
class PrivateFileTest {
  private static final int LIMIT = 20;
  private static final int STRANGER = 12_345;

  @TempDir Path temporary;
  private Path folder;
  private Path file;

  @BeforeEach
  void makeFile() throws IOException {
    Path outer = temporary.toRealPath().resolve("outer");
    folder = Files.createDirectories(outer.resolve("inner"));
    set(outer, "rwxr-xr-x");
    set(folder, "rwxr-xr-x");
    file = folder.resolve("file");
    Files.writeString(file, "text\n");
    set(file, "rw-r--r--");
  }

  @Test
  void ownFileInAnOwnFolderIsRead() throws Exception {
    PrivateFile.Content content = look().look().orElseThrow();
    assertThat(content.text()).isEqualTo("text\n");
    assertThat(content.writtenMillis()).isEqualTo(Files.getLastModifiedTime(file).toMillis());
  }

  @Test
  void absentFileIsNoProblem() throws Exception {
    Files.delete(file);
    assertThat(look().look()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "rw-------, ''",
    "rw-r-----, ''",
    "rw-rw-r--, it can be written by others",
    "rw-r--rw-, it can be written by others",
    "rw-rw-rw-, it can be written by others",
  })
  void fileThatOthersCanWriteIsRefused(String permissions, String cause) throws Exception {
    set(file, permissions);
    expect(cause);
  }

  @ParameterizedTest
  @CsvSource({
    "outer/inner, rwx------, ''",
    "outer/inner, rwxrwxr-x, its folder",
    "outer/inner, rwxr-xrwx, its folder",
    "outer,       rwxrwxr-x, its folder",
    "outer,       rwxr-xrwx, its folder",
  })
  void fileBelowAFolderThatOthersCanWriteIsRefused(String of, String permissions, String cause)
      throws Exception {
    set(temporary.toRealPath().resolve(of), permissions);
    expect(cause);
  }

  @Test
  void stickyFolderIsFineAboveAndNotForTheFileItself() throws Exception {
    Files.setAttribute(folder.resolveSibling("."), "unix:mode", 01777);
    expect("");
    Files.setAttribute(folder, "unix:mode", 01777);
    expect("can be written by others");
  }

  @Test
  void folderIsJudgedWhereThereIsNoFileYet() throws Exception {
    Files.delete(file);
    set(folder, "rwxrwxrwx");
    expect("can be written by others");
    assertThatThrownBy(() -> look().checkFolder()).hasMessageContaining("written by others");
  }

  @Test
  void missingFolderIsSaid() {
    assertThatThrownBy(() -> PrivateFile.of(folder + "/no/file", LIMIT).look())
        .isInstanceOf(SourceException.class)
        .hasMessageContaining("there is no folder `" + folder + "/no`");
  }

  @Test
  void linksAreNotFollowed() throws Exception {
    Path real = Files.move(file, folder.resolve("real"));
    Files.createSymbolicLink(file, real);
    expect("it is a symbolic link");
    Files.delete(real);
    expect("it is a symbolic link");

    Path way =
        Files.createSymbolicLink(temporary.toRealPath().resolve("way"), folder.resolveSibling("."));
    assertThatThrownBy(() -> PrivateFile.of(way + "/inner/file", LIMIT).look())
        .hasMessageContaining("`" + way + "` is a symbolic link");
  }

  @Test
  void onlyRegularFilesAreOpened() throws Exception {
    Files.delete(file);
    Files.createDirectory(file);
    expect("it is not a regular file");
    Files.delete(file);
    // A pipe would wait for a writer for ever.
    assumeTrue(
        new ProcessBuilder("mkfifo", file.toString()).start().waitFor() == 0, "no mkfifo here");
    set(file, "rw-------");
    expect("it is not a regular file");
  }

  @ParameterizedTest
  @CsvSource({"20, ''", "21, larger than 20 bytes", "100000, larger than 20 bytes"})
  void sizeIsBounded(int size, String cause) throws Exception {
    Files.writeString(file, "x".repeat(size));
    expect(cause);
  }

  @ParameterizedTest
  @ValueSource(strings = {"run/file", "./file", "file"})
  void relativePathIsRefused(String path) {
    assertThatThrownBy(() -> PrivateFile.of(path, LIMIT).look())
        .hasMessageContaining("not absolute");
  }

  @Test
  void pathThatGoesUpIsRefused() {
    assertThatThrownBy(() -> PrivateFile.of(folder + "/../inner/file", LIMIT).look())
        .hasMessageContaining("no plain one");
  }

  @ParameterizedTest
  @CsvSource({"file, it belongs to somebody else", "folder, its folder"})
  void whatBelongsToAStrangerIsRefused(String what, String cause) throws Exception {
    assumeTrue(ProcessUser.current().is(0), "skipped: only root can give a file away");
    Files.setAttribute(what.equals("file") ? file : folder, "unix:uid", STRANGER);
    expect(cause);
  }

  @Test
  void processOfAUserBelievesRootAndItself() throws Exception {
    assumeTrue(ProcessUser.current().is(0), "skipped: only root can give a file away");
    PrivateFile asUser = look().readBy(ProcessUser.of(STRANGER));
    assertThat(asUser.look()).as("root's").isPresent();

    Files.setAttribute(file, "unix:uid", STRANGER);
    Files.setAttribute(folder, "unix:uid", STRANGER);
    assertThat(asUser.look()).as("its own").isPresent();
    expect("its folder");
    assertThat(look().seenByOwnerOfFolder().look()).as("seen by that user").isPresent();

    Files.setAttribute(file, "unix:uid", STRANGER + 1);
    assertThatThrownBy(asUser::look).hasMessageContaining("belongs to somebody else");
  }

  @Test
  void processUserIsWhoWritesItsFiles() throws Exception {
    int owner = (Integer) Files.getAttribute(file, "unix:uid");
    assertThat(ProcessUser.current().is(owner)).isTrue();
    assertThat(ProcessUser.current().is(owner + 1)).isFalse();
  }

  private PrivateFile look() {
    return PrivateFile.of(file.toString(), LIMIT);
  }

  /** An empty cause stands for a file that is believed. */
  private void expect(String cause) throws Exception {
    if (cause.isEmpty()) {
      assertThat(look().look()).isPresent();
    } else {
      assertThatThrownBy(() -> look().look())
          .isInstanceOf(SourceException.class)
          .hasMessageStartingWith("`" + file + "`: ")
          .hasMessageContaining(cause);
    }
  }

  private static void set(Path path, String permissions) throws IOException {
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
  }
}
