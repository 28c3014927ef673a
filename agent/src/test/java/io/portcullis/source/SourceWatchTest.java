package io.portcullis.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourceWatchTest {
  /** A file system of which every two writes fall into one tick of its clock. */
  private static final FileStamp.Reader STUCK_CLOCK = file -> FileStamp.of(true, file.getName());

  /** One that has no time of change, and a program that sets the other times back. */
  private static final FileStamp.Reader NO_TIME_OF_CHANGE =
      file -> FileStamp.of(false, file.getName());

  private final Path temp;

  SourceWatchTest(@TempDir Path temp) {
    this.temp = temp;
  }

  @Test
  void secondWriteWithinOneTickOfTheFileSystemIsTold() throws Exception {
    PolicyFolder folder = new PolicyFolder(temp);
    folder.write("policy.yaml", "one");
    WatchedSource watched = WatchedSource.of(folder.source(), STUCK_CLOCK);
    watched.pass(2_000);
    folder.write("policy.yaml", "two");
    watched.pass(500);
    assertThat(watched.told).containsExactly("changed: two");
  }

  @Test
  void stampsThatLieAreFoundOutInTheEnd() throws Exception {
    PolicyFolder folder = new PolicyFolder(temp);
    folder.write("policy.yaml", "one");
    WatchedSource watched = WatchedSource.of(folder.source(), STUCK_CLOCK);
    watched.settle();
    folder.write("policy.yaml", "two");
    watched.pass(SourceWatch.ANYWAY + 500);
    assertThat(watched.told).containsExactly("changed: two");
  }

  @Test
  void withoutTimeOfChangeTheContentSpeaks() throws Exception {
    PolicyFolder folder = new PolicyFolder(temp);
    folder.write("policy.yaml", "one");
    WatchedSource watched = WatchedSource.of(folder.source(), NO_TIME_OF_CHANGE);
    watched.settle();
    folder.write("policy.yaml", "two");
    watched.pass(500);
    assertThat(watched.told).containsExactly("changed: two");
  }

  @Test
  void quietFileIsParsedOnceAndHardlyRead() throws Exception {
    PolicyFolder folder = new PolicyFolder(temp);
    folder.write("policy.yaml", "one");
    AtomicInteger parsed = new AtomicInteger();
    FileSource source =
        FileSource.of(
            folder.at("policy.yaml").toString(),
            policy -> {
              parsed.incrementAndGet();
              return List.of();
            });
    WatchedSource watched = WatchedSource.of(source, FileStamp.READER);
    watched.pass(600_000);
    // at start and at the first look
    assertThat(parsed).hasValue(2);
  }
}
