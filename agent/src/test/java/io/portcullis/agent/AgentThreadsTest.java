package io.portcullis.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class AgentThreadsTest {
  @Test
  void closingEndsAllAndLetsNoneBegin() throws Exception {
    AgentThreads threads = new AgentThreads();
    CountDownLatch begun = new CountDownLatch(2);
    AtomicBoolean late = new AtomicBoolean();
    for (int i = 0; i < 2; i++) {
      threads.start(
          "portcullis-test-sleeper",
          () -> {
            begun.countDown();
            try {
              Thread.sleep(60_000);
            } catch (InterruptedException leaving) {
              Thread.currentThread().interrupt();
            }
          });
    }
    begun.await();
    assertThat(AgentThreads.alive()).contains("portcullis-test-sleeper");

    threads.close(10_000);
    threads.start("portcullis-test-late", () -> late.set(true));

    assertThat(AgentThreads.alive()).noneMatch(name -> name.startsWith("portcullis-test-"));
    assertThat(late).isFalse();
  }

  @Test
  void oneThatDoesNotEndIsNotWaitedForForEver() throws Exception {
    AgentThreads threads = new AgentThreads();
    CountDownLatch end = new CountDownLatch(1);
    threads.start(
        "portcullis-test-stubborn",
        () -> {
          while (end.getCount() > 0) {
            Thread.onSpinWait();
          }
        });

    threads.close(20);

    assertThat(AgentThreads.alive()).contains("portcullis-test-stubborn");
    end.countDown();
  }
}
