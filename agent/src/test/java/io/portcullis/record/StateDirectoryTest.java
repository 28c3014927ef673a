package io.portcullis.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StateDirectoryTest {
  @TempDir Path folder;

  private Path made(String name, String mode) throws Exception {
    Path made = Files.createDirectory(folder.resolve(name));
    return Files.setPosixFilePermissions(made, PosixFilePermissions.fromString(mode));
  }

  private static String modeOf(Path path) throws Exception {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  private static void assertRefused(Path path, String why) {
    assertThatThrownBy(() -> StateDirectory.open(path.toString()))
        .isInstanceOf(StateException.class)
        .hasMessage(why.replace("DIR", path.toString()));
  }

  @Test
  void directoryAndItsFilesAreMadeForTheOwnerAlone() throws Exception {
    Path path = folder.resolve("state");
    StateDirectory directory = StateDirectory.open(path.toString());
    try (FileChannel file = directory.channel("a")) {
      assertThat(file.isOpen()).isTrue();
    }
    assertThat(modeOf(path)).isEqualTo("rwx------");
    assertThat(modeOf(path.resolve("a"))).isEqualTo("rw-------");
    assertThat(path.toFile().list()).as("no probe is left").containsExactly("a");
  }

  @Test
  void directoryThatIsThereIsTaken() throws Exception {
    Path path = made("state", "rwx------");
    assertThat(StateDirectory.open(path.toString()).path()).isEqualTo(path);
  }

  @ParameterizedTest
  @ValueSource(strings = {"rwxr-x---", "rwx-----x", "rwxrwxrwx"})
  void directoryThatIsOpenToOthersIsRefused(String mode) throws Exception {
    assertRefused(made("state", mode), "`DIR` is open to other users; run chmod 700 on it");
  }

  @Test
  void linkIsNotFollowed() throws Exception {
    Path link = folder.resolve("link");
    Files.createSymbolicLink(link, made("state", "rwx------"));
    assertRefused(link, "state `DIR` is a link, which is not followed; name a directory");
  }

  @Test
  void fileIsNoDirectory() throws Exception {
    Path file = Files.createFile(folder.resolve("f"));
    assertRefused(file, "state `DIR` is no directory; name a directory");
  }

  @Test
  void folderAboveHasToBeThere() {
    Path path = folder.resolve("no/state");
    assertRefused(path, "state `DIR` has no folder above it; create `" + path.getParent() + "`");
  }

  @Test
  void fileThatIsALinkIsRefused() throws Exception {
    Path path = made("state", "rwx------");
    Files.createSymbolicLink(path.resolve("a"), Files.createFile(folder.resolve("elsewhere")));
    StateDirectory directory = StateDirectory.open(path.toString());
    assertThatThrownBy(() -> directory.channel("a"))
        .hasMessage("`" + path.resolve("a") + "` is no regular file; move it away");
  }

  @Test
  void fileThatIsOpenToOthersIsRefused() throws Exception {
    Path path = made("state", "rwx------");
    Path file = Files.createFile(path.resolve("a"));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
    StateDirectory directory = StateDirectory.open(path.toString());
    assertThatThrownBy(() -> directory.channel("a"))
        .hasMessage("`" + file + "` is open to other users; run chmod 600 on it");
  }

  @Test
  void directoryThatWasExchangedIsRefused() throws Exception {
    Path path = made("state", "rwx------");
    StateDirectory directory = StateDirectory.open(path.toString());
    Files.move(path, folder.resolve("away"));
    made("state", "rwx------");
    assertThatThrownBy(() -> directory.channel("a")).hasMessageContaining("is not the directory");
  }
}
