package io.portcullis.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whose text is believed: it can open what the policy restricts. */
class ManagedFileTest {
  @TempDir Path folder;
  private Path state;
  private ManagedFile file;

  @BeforeEach
  void make() throws Exception {
    state = Files.createDirectory(folder.resolve("state"));
    mode(state, "rwx------");
    file = ManagedFile.in(state.toString());
  }

  private static void mode(Path path, String mode) throws Exception {
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
  }

  private void write(String name, String text) throws Exception {
    Files.writeString(state.resolve(name), text);
    mode(state.resolve(name), "rw-------");
  }

  private String fault() {
    return file.read().orElseThrow().fault().orElseThrow();
  }

  @Test
  void whatNeverWasIsNothing() throws Exception {
    assertThat(file.read()).isEmpty();
    assertThat(file.early().read()).isEmpty();
    assertThat(ManagedFile.in(folder.resolve("none").toString()).read()).isEmpty();
    mode(state, "rwxrwxrwx");
    assertThat(file.read()).isEmpty();
  }

  @Test
  void ownClosedFileIsReadEitherWay() throws Exception {
    write(ManagedFile.FILE, "managed: 1\n");
    assertThat(file.read()).isEqualTo(file.early().read());
    assertThat(file.read().orElseThrow().bytes())
        .isEqualTo("managed: 1\n".getBytes(StandardCharsets.UTF_8));
    assertThat(file.read().orElseThrow().name()).isEqualTo(state + "/managed.yaml");
  }

  @Test
  void fileThatOthersMayWriteOrReadIsNotBelieved() throws Exception {
    write(ManagedFile.FILE, "managed: 1\n");
    mode(state.resolve(ManagedFile.FILE), "rw-rw----");
    assertThat(fault()).contains("open to other users", "chmod 600");
    mode(state.resolve(ManagedFile.FILE), "rw-------");
    mode(state, "rwxr-xr-x");
    assertThat(fault()).contains("its folder", "chmod 700");
    assertThat(file.good()).isEmpty();
  }

  @Test
  void linkIsNotFollowed() throws Exception {
    Path elsewhere = Files.writeString(folder.resolve("x.yaml"), "managed: 1\n");
    mode(elsewhere, "rw-------");
    Files.createSymbolicLink(state.resolve(ManagedFile.FILE), elsewhere);
    assertThat(fault()).contains("a link");
    Files.delete(state.resolve(ManagedFile.FILE));
    write(ManagedFile.FILE, "managed: 1\n");
    Path link = Files.createSymbolicLink(folder.resolve("link"), state);
    file = ManagedFile.in(link.toString());
    assertThat(fault()).contains("its folder is a link");
  }

  @Test
  void folderInItsPlaceIsNoFile() throws Exception {
    Files.createDirectory(state.resolve(ManagedFile.FILE));
    assertThat(fault()).contains("another kind");
    assertThat(file.early().read().orElseThrow().fault()).isPresent();
  }

  @Test
  void whatIsGoneIsNotTakenForWhatNeverWas() throws Exception {
    write(ManagedFile.GOOD, "managed: 1\n");
    assertThat(fault()).contains("it is gone", "managed.good.yaml");
    assertThat(file.good()).isPresent();
  }

  @Test
  void largerThanIsEverReadIsRefused() throws Exception {
    write(ManagedFile.FILE, "#".repeat(ManagedFile.LIMIT + 1));
    assertThat(fault()).contains("8 MiB");
    assertThat(file.read()).isEqualTo(Optional.of(file.read().orElseThrow()));
  }
}
