package io.portcullis.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The newest line comes first, however the blocks cut the lines. */
class RecentLinesTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5, 7, 64, 4096})
  void linesComeBackwardsWhateverTheBlock(int block) throws Exception {
    for (String text : List.of("", "\n", "a", "a\n", "a\nbb\n\nccc", "one\ntwo\nthree\n")) {
      Path file = Files.writeString(folder.resolve("f"), text);
      List<String> expected = new ArrayList<>(text.lines().filter(l -> !l.isEmpty()).toList());
      Collections.reverse(expected);
      assertThat(read(List.of(file), block, 100)).as(text).isEqualTo(expected);
    }
  }

  @Test
  void readingEndsWhenNoMoreIsWantedAndPassesOverWhatIsGone() throws Exception {
    Path newer = Files.writeString(folder.resolve("newer"), "c\nd\n");
    Path older = Files.writeString(folder.resolve("older"), "a\nb\n");
    List<Path> files = List.of(folder.resolve("gone"), newer, older);
    assertThat(read(files, 8, 100)).containsExactly("d", "c", "b", "a");
    assertThat(read(files, 8, 3)).containsExactly("d", "c", "b");
    assertThat(read(files, 8, 1)).containsExactly("d");
  }

  private static List<String> read(List<Path> files, int block, int most) throws IOException {
    List<String> lines = new ArrayList<>();
    new RecentLines(files, block)
        .read(
            line -> {
              lines.add(line);
              return lines.size() < most;
            });
    return lines;
  }
}
