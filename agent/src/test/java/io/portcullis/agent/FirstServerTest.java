package io.portcullis.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.testing.ListLogger;
import org.junit.jupiter.api.Test;

class FirstServerTest {
  private final ListLogger log = new ListLogger();
  private final FirstServer first = new FirstServer();

  @Test
  void isLoudWhereNoServerComes() throws Exception {
    first.warnIfNone(log, 0);

    assertThat(log.lines).singleElement().asString().startsWith("ERROR NO SERVER IS GUARDED: 0 s");
  }

  @Test
  void isSilentOnceOneIsGuarded() throws Exception {
    first.isGuarded();

    first.warnIfNone(log, 0);

    assertThat(log.lines).isEmpty();
  }
}
