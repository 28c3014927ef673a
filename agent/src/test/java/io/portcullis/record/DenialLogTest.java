package io.portcullis.record;

import static io.portcullis.testing.Facts.from;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.portcullis.client.ClientAddress.HeaderFate;
import io.portcullis.engine.Code;
import io.portcullis.engine.Decision;
import io.portcullis.engine.Mode;
import io.portcullis.engine.Request;
import io.portcullis.engine.RequestFacts;
import io.portcullis.testing.ListLogger;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class DenialLogTest {
  private static final Request REQUEST = from("192.0.2.9").build();
  private static final Decision DENY = Decisions.of(Mode.ENFORCE, REQUEST);
  private static final Decision WOULD = Decisions.of(Mode.MONITOR, REQUEST);

  @Test
  void oneLineADenialInTheirOrder() {
    ListLogger logger = new ListLogger();
    try (DenialLog log = DenialLog.to(logger)) {
      for (int i = 0; i < 1000; i++) {
        log.denied(i % 2 == 0 ? DENY : WOULD, REQUEST, "id-" + i, "rev");
      }
    }
    assertThat(logger.lines).hasSize(1000);
    for (int i = 0; i < 1000; i++) {
      assertThat(logger.lines.get(i)).contains(" id=id-" + i + " ");
    }
  }

  @Test
  void lineIsWrittenWithoutAnotherDenialOrAClose() throws Exception {
    for (int round = 0; round < 50; round++) {
      CountDownLatch written = new CountDownLatch(2);
      try (DenialLog log = DenialLog.to(new ListLogger(line -> written.countDown()))) {
        log.denied(DENY, REQUEST, "a", "rev");
        log.failed("judging", new IllegalStateException());
        assertThat(written.await(30, TimeUnit.SECONDS)).isTrue();
      }
    }
  }

  @Test
  void sleepingWriterIsWokenByEachDenial() throws Exception {
    Semaphore written = new Semaphore(0);
    try (DenialLog log = DenialLog.to(new ListLogger(line -> written.release()))) {
      for (int round = 0; round < 300; round++) {
        log.denied(DENY, REQUEST, "a", "rev");
        assertThat(written.tryAcquire(30, TimeUnit.SECONDS)).isTrue();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4})
  void requestThreadsNeverWaitForALoggerThatHangsAndLosesAreCountedExactly(int threads)
      throws Exception {
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
    DenialLog log = new DenialLog(logger, 100, System::nanoTime, null);
    log.denied(DENY, REQUEST, "first", "rev");
    assertThat(hanging.await(30, TimeUnit.SECONDS)).isTrue();
    // The writer hangs in the logger: these threads come back all the same.
    Thread[] requests = new Thread[threads];
    for (int t = 0; t < threads; t++) {
      requests[t] =
          new Thread(
              () -> {
                for (int i = 0; i < 1000; i++) {
                  log.denied(DENY, REQUEST, "id", "rev");
                }
              });
      requests[t].start();
    }
    for (Thread request : requests) {
      request.join(TimeUnit.SECONDS.toMillis(30));
      assertThat(request.isAlive()).isFalse();
    }
    free.countDown();
    log.close();

    long shown = logger.lines.stream().filter(line -> line.contains(" path=")).count();
    // One was taken off the queue before it filled up.
    assertThat(shown).isEqualTo(101);
    assertThat(shown + folded(logger)).isEqualTo(1 + threads * 1000L);
    assertThat(log.counts().count(Decision.Effect.DENY)).isEqualTo(1 + threads * 1000L);
  }

  @Test
  void everythingIsCountedByCode() {
    DenialLog log = DenialLog.to(new ListLogger());
    log.allowed(Code.ADMITTED);
    log.allowed(Code.ADMITTED);
    log.allowed(Code.EXEMPT_PATH);
    log.denied(DENY, REQUEST, "a", "rev");
    log.denied(WOULD, REQUEST, "b", "rev");
    log.failed("judging", new Error());
    log.close();
    log.denied(DENY, REQUEST, "after the close", "rev");

    DecisionCounts counts = log.counts();
    assertThat(counts.count(Decision.Effect.ALLOW, Code.ADMITTED)).isEqualTo(2);
    assertThat(counts.count(Decision.Effect.ALLOW)).isEqualTo(3);
    assertThat(counts.count(Decision.Effect.DENY, Code.IP_NOT_ALLOWED)).isEqualTo(2);
    assertThat(counts.count(Decision.Effect.WOULD_DENY)).isEqualTo(1);
    assertThat(counts.count(Decision.Effect.DENY, Code.CALLER_UNKNOWN)).isZero();
    assertThat(counts.faults()).isEqualTo(1);
  }

  @Test
  void headersThatWereNotUsedAreCountedAndToldOnceAMinute() throws Exception {
    BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    AtomicLong nanos = new AtomicLong(7);
    try (DenialLog log = new DenialLog(new ListLogger(lines::add), 100, nanos::get, null)) {
      log.headerNotUsed(HeaderFate.IGNORED);
      assertThat(lines.take())
          .isEqualTo(
              "INFO client headers since the start: 1 ignored, since their peer is no"
                  + " trusted proxy, 0 unreadable");
      log.headerNotUsed(HeaderFate.IGNORED);
      log.headerNotUsed(HeaderFate.UNREADABLE);
      log.denied(DENY, REQUEST, "a", "rev");
      assertThat(lines.take()).as("not yet").contains(" id=a ");
      nanos.addAndGet(DenialWriter.WINDOW_NANOS);
      log.denied(DENY, REQUEST, "b", "rev");
      assertThat(List.of(lines.take(), lines.take()))
          .anyMatch(line -> line.contains(" id=b "))
          .anyMatch(line -> line.contains(" 2 ignored, ") && line.endsWith("proxy, 1 unreadable"));
      log.headerNotUsed(HeaderFate.UNREADABLE);
      assertThat(log.counts().ignoredHeaders()).isEqualTo(2);
      assertThat(log.counts().unreadableHeaders()).isEqualTo(2);
    }
    assertThat(lines).as("what the close has left").hasSize(1);
    assertThat(lines.take()).contains(" 2 ignored, ").endsWith("proxy, 2 unreadable");
  }

  @Test
  void requestThatCannotBeReadIsCountedAsNotShown() {
    ListLogger logger = new ListLogger();
    DenialLog log = DenialLog.to(logger);
    assertThatThrownBy(() -> log.denied(DENY, new Unreadable(), "a", "rev"))
        .isInstanceOf(IllegalStateException.class);
    log.close();
    assertThat(logger.lines).hasSize(1);
    assertThat(logger.lines.get(0))
        .startsWith(
            "WARN ip_allowlist_blocked decision=deny code=IP_NOT_ALLOWED client=192.0.2.9 count=1 ");
    assertThat(log.counts().count(Decision.Effect.DENY)).isEqualTo(1);
  }

  @Test
  void threadIsADaemonStartedLateThatKnowsNoApplication() throws Exception {
    BlockingQueue<Thread> writing = new LinkedBlockingQueue<>();
    InheritableThreadLocal<String> inherited = new InheritableThreadLocal<>();
    AtomicReference<String> leaked = new AtomicReference<>();
    Thread self = Thread.currentThread();
    ClassLoader before = self.getContextClassLoader();
    DenialLog log =
        DenialLog.to(
            new ListLogger(
                line -> {
                  writing.add(Thread.currentThread());
                  leaked.set(inherited.get());
                }));
    try (URLClassLoader application = new URLClassLoader(new URL[0], before)) {
      // The denial comes on an application's thread, with all that such a thread has.
      self.setContextClassLoader(application);
      inherited.set("session");
      log.denied(DENY, REQUEST, "a", "rev");
      log.close();
    } finally {
      self.setContextClassLoader(before);
      inherited.remove();
    }
    Thread writer = writing.take();
    assertThat(writer.isDaemon()).isTrue();
    assertThat(writer.getContextClassLoader()).isSameAs(DenialLog.class.getClassLoader());
    assertThat(leaked.get()).isNull();
    assertThat(writer.isAlive()).isFalse();
  }

  @Test
  void closingWhatNeverWroteStartsNothing() {
    DenialLog log = DenialLog.to(new ListLogger());
    log.close();
    log.close();
    log.failed("judging", new Error());
    assertThat(log.counts().faults()).isEqualTo(1);
  }

  @Test
  void interruptedWriterGoesOn() throws Exception {
    BlockingQueue<Thread> writing = new LinkedBlockingQueue<>();
    Thread writer = null;
    try (DenialLog log =
        DenialLog.to(new ListLogger(line -> writing.add(Thread.currentThread())))) {
      for (String id : List.of("a", "b", "c")) {
        log.denied(DENY, REQUEST, id, "rev");
        writer = writing.take();
        writer.interrupt();
      }
    }
    assertThat(writer).isNotNull().satisfies(thread -> assertThat(thread.isAlive()).isFalse());
  }

  /** How many denials are told in numbers. */
  private static long folded(ListLogger logger) {
    return logger.lines.stream()
        .filter(line -> line.contains(" count="))
        .mapToLong(line -> Long.parseLong(line.replaceAll(".* count=(\\d+) .*", "$1")))
        .sum();
  }

  /** A request whose server fails to tell its target. */
  private static final class Unreadable implements Request {
    private final Request facts = RequestFacts.fromHiddenPeer().build();

    @Override
    public java.util.Optional<io.portcullis.ip.IpAddress> peer() {
      return facts.peer();
    }

    @Override
    public String method() {
      return facts.method();
    }

    @Override
    public String target() {
      throw new IllegalStateException("planted");
    }

    @Override
    public java.util.Optional<String> containerPath() {
      return facts.containerPath();
    }

    @Override
    public List<String> headerLines(String name) {
      return facts.headerLines(name);
    }
  }
}
