package io.portcullis.record;

import static io.portcullis.testing.Facts.address;
import static io.portcullis.testing.Facts.from;
import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.client.ClientAddress;
import io.portcullis.engine.Request;
import io.portcullis.testing.ListLogger;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class BypassLinesTest {
  private static final Request REQUEST =
      from("10.0.0.5").method("POST").target("/a b;secret=1/c?key=2").build();
  private static final Optional<ClientAddress> CLIENT =
      Optional.of(ClientAddress.of(ClientAddress.Origin.HEADER, address("192.0.2.9")));

  @Test
  void lineTellsWhoCameAndNothingSecret() {
    ListLogger logger = new ListLogger();
    try (DenialLog log = DenialLog.to(logger)) {
      log.bypassed(REQUEST, CLIENT, "id-1", "rev");
      log.bypassed(REQUEST, Optional.empty(), "id-2", "rev");
    }
    assertThat(logger.lines)
        .containsExactly(
            "ERROR CRITICAL emergency_bypass client=192.0.2.9 peer=10.0.0.5 method=POST"
                + " path=/a%20b/c policy=rev id=id-1",
            "ERROR CRITICAL emergency_bypass client=- peer=10.0.0.5 method=POST path=/a%20b/c"
                + " policy=rev id=id-2");
  }

  @Test
  void lineIsWrittenWithoutAClose() throws Exception {
    for (int round = 0; round < 50; round++) {
      CountDownLatch written = new CountDownLatch(1);
      try (DenialLog log = DenialLog.to(new ListLogger(line -> written.countDown()))) {
        log.bypassed(REQUEST, CLIENT, "id", "rev");
        assertThat(written.await(30, TimeUnit.SECONDS)).isTrue();
      }
    }
  }

  @Test
  void requestsThatFindNoRoomAreCountedExactly() throws Exception {
    CountDownLatch hanging = new CountDownLatch(1);
    CountDownLatch free = new CountDownLatch(1);
    ListLogger logger =
        new ListLogger(
            line -> {
              hanging.countDown();
              try {
                free.await();
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
            });
    try (DenialLog log = new DenialLog(logger, 100, System::nanoTime, null)) {
      log.bypassed(REQUEST, CLIENT, "first", "rev");
      assertThat(hanging.await(30, TimeUnit.SECONDS)).isTrue();
      for (int i = 0; i < 1_000; i++) {
        log.bypassed(REQUEST, CLIENT, "id-" + i, "rev");
      }
      free.countDown();
    }
    assertThat(logger.lines).filteredOn(line -> line.contains(" id=")).hasSize(101);
    assertThat(logger.lines)
        .contains("ERROR CRITICAL emergency_bypass: 900 more requests not shown");
  }

  @Test
  void requestThatCannotBeReadIsCounted() {
    Request unreadable =
        new Request() {
          @Override
          public Optional<io.portcullis.ip.IpAddress> peer() {
            throw new IllegalStateException("recycled");
          }

          @Override
          public String method() {
            throw new IllegalStateException("recycled");
          }

          @Override
          public String target() {
            throw new IllegalStateException("recycled");
          }

          @Override
          public Optional<String> containerPath() {
            return Optional.empty();
          }

          @Override
          public java.util.List<String> headerLines(String name) {
            return java.util.List.of();
          }
        };
    ListLogger logger = new ListLogger();
    try (DenialLog log = DenialLog.to(logger)) {
      try {
        log.bypassed(unreadable, CLIENT, "id", "rev");
      } catch (IllegalStateException told) {
        assertThat(told).hasMessage("recycled");
      }
    }
    assertThat(logger.lines)
        .containsExactly("ERROR CRITICAL emergency_bypass: 1 more requests not shown");
  }
}
