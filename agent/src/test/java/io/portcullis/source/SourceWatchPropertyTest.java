package io.portcullis.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class SourceWatchPropertyTest {
  /** What is told has lain still for the whole rest; what lies still is told in time. */
  @Property(tries = 60)
  void onlyWhatHasRestedIsToldAndAllThatRests(
      @ForAll @Size(max = 25) List<@IntRange(min = 1, max = 400) Integer> pauses) throws Exception {
    Path fresh = Files.createTempDirectory("portcullis-watch");
    PolicyFolder folder = new PolicyFolder(fresh);
    folder.write("policy.yaml", "0");
    WatchedSource watched = WatchedSource.of(folder.source(), FileStamp.READER);
    watched.pass(1_000);
    List<String> mustBeTold = new ArrayList<>();
    List<String> mayBeTold = new ArrayList<>();
    for (int i = 1; i <= pauses.size(); i++) {
      int pause = pauses.get(i - 1);
      folder.write("policy.yaml", "" + i);
      watched.pass(pause);
      // One period until it is seen, its rest, and the looks in between are not later than due.
      if (pause > SourceWatch.PERIOD + SourceWatch.REST) {
        mustBeTold.add("changed: " + i);
      }
      if (pause >= SourceWatch.REST) {
        mayBeTold.add("changed: " + i);
      }
    }
    assertThat(watched.told).isSubsetOf(mayBeTold).doesNotHaveDuplicates();
    assertThat(mustBeTold).isSubsetOf(watched.told);
    watched.pass(500);
    if (!pauses.isEmpty()) {
      assertThat(watched.told).last().isEqualTo("changed: " + pauses.size());
    }
    Files.delete(folder.at("policy.yaml"));
    Files.delete(fresh);
  }
}
