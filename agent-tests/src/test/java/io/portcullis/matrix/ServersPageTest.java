package io.portcullis.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What the documentation lists is what is run. */
class ServersPageTest {
  private static final Path PAGE = Path.of("..", "docs", "servers.md");

  /** With the system property {@code portcullis.matrix.write} the page is written anew. */
  @Test
  void pageListsWhatIsRunAndNothingElse() throws IOException {
    String page = ServersPage.of(Matrix.entries());
    if (Boolean.getBoolean("portcullis.matrix.write")) {
      Files.writeString(PAGE, page);
    }
    assertThat(PAGE).content().isEqualTo(page);
  }

  @Test
  void nothingIsListedTwice() {
    Set<String> names = new HashSet<>();
    for (Entry entry : Matrix.entries()) {
      assertThat(names.add(entry.name())).as(entry.name()).isTrue();
      assertThat(new HashSet<>(entry.features())).hasSameSizeAs(entry.features()).isNotEmpty();
    }
  }

  @Test
  void lineChangesThePage() {
    List<Entry> entries = Matrix.entries();
    assertThat(ServersPage.of(entries.subList(1, entries.size())))
        .isNotEqualTo(ServersPage.of(entries));
  }
}
