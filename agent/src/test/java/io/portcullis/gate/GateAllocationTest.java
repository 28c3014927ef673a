package io.portcullis.gate;

import static io.portcullis.testing.Facts.entries;
import static io.portcullis.testing.Facts.from;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.portcullis.caller.ApiKey;
import io.portcullis.caller.CallerCheck;
import io.portcullis.caller.KeyHash;
import io.portcullis.caller.KeySource;
import io.portcullis.caller.OnUnknownKey;
import io.portcullis.client.PeerOnly;
import io.portcullis.engine.Allowlist;
import io.portcullis.engine.AllowlistCheck;
import io.portcullis.engine.ClientAddressCheck;
import io.portcullis.engine.EmergencyCheck;
import io.portcullis.engine.EmptyAllowlist;
import io.portcullis.engine.Entry;
import io.portcullis.engine.ExemptAddressCheck;
import io.portcullis.engine.ExemptPathCheck;
import io.portcullis.engine.Mode;
import io.portcullis.engine.PathCheck;
import io.portcullis.engine.Pipeline;
import io.portcullis.engine.RequestFacts;
import io.portcullis.engine.TimeSpan;
import io.portcullis.record.DenialLog;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class GateAllocationTest {
  private static final int REQUESTS = 20_000;

  /** The evaluation (64 bytes with compressed pointers) and the client's address (32). */
  private static final long MOST_BYTES_A_REQUEST = 96;

  @Test
  void allowedRequestAllocatesItsEvaluationAndItsClientOnly() {
    Allowlist list =
        Allowlist.of("global", Mode.ENFORCE, entries("203.0.113.0/24", "2001:db8::/32"));
    assertThat(bytesOfARequest(list)).isLessThanOrEqualTo(MOST_BYTES_A_REQUEST);
  }

  @Test
  void askingForTheTimeAllocatesNothing() {
    List<Entry> entries = new ArrayList<>(entries("203.0.113.0/28"));
    for (Entry entry : entries("203.0.113.9", "203.0.113.8-15", "203.0.113.0/24")) {
      entries.add(entry.during(TimeSpan.of(OptionalLong.empty(), OptionalLong.of(1))));
    }
    Allowlist list = Allowlist.of("global", Mode.ENFORCE, entries);
    assertThat(bytesOfARequest(list)).isLessThanOrEqualTo(MOST_BYTES_A_REQUEST);
  }

  /**
   * The bytes of the presented key, a copy of a digest with its buffers, its hash, two callers: see
   * {@code KeyTable}.
   */
  private static final long MOST_BYTES_OF_A_KEY = 1_000;

  @Test
  void keyIsHashedOnceAndNothingOfItIsKept() {
    CallerCheck caller =
        CallerCheck.builder()
            .tenant("acme")
            .keys(
                List.of(KeySource.header("X-API-Key")),
                List.of(ApiKey.of("cron", KeyHash.ofKey("a-key"), List.of("acme"))),
                OnUnknownKey.DENY)
            .build();
    AllowlistCheck list =
        AllowlistCheck.builder(Allowlist.open("global"), EmptyAllowlist.ALLOW)
            .tenant("acme", Allowlist.open("tenant:acme"))
            .key("cron", Allowlist.of("key:cron", Mode.ENFORCE, entries("203.0.113.0/24")))
            .build();
    Pipeline pipeline =
        Pipeline.of(
            Mode.ENFORCE,
            EmergencyCheck.of(),
            PathCheck.of(List.of()),
            ExemptPathCheck.of(List.of()),
            ClientAddressCheck.of(),
            ExemptAddressCheck.of(List.of()),
            caller,
            list);

    long keyless = bytesOfARequest(pipelineOf(Allowlist.open("global")), from("203.0.113.9"));
    long keyed = bytesOfARequest(pipeline, from("203.0.113.9").header("X-API-Key", "a-key"));

    assertThat(keyed).isGreaterThan(keyless).isLessThanOrEqualTo(keyless + MOST_BYTES_OF_A_KEY);
  }

  private static long bytesOfARequest(Allowlist list) {
    return bytesOfARequest(pipelineOf(list), from("203.0.113.9"));
  }

  private static Pipeline pipelineOf(Allowlist list) {
    return Pipeline.of(
        Mode.ENFORCE,
        PathCheck.of(List.of()),
        ExemptPathCheck.of(List.of()),
        ClientAddressCheck.of(),
        ExemptAddressCheck.of(List.of()),
        AllowlistCheck.of(list, Map.of(), EmptyAllowlist.ALLOW));
  }

  private static long bytesOfARequest(Pipeline pipeline, RequestFacts.Builder request) {
    PolicySnapshot policy =
        PolicySnapshot.of(
            "rev", Mode.ENFORCE, PeerOnly.INSTANCE, pipeline, Refusals.of(Map.of()), 2);
    DenialLog log = DenialLog.to(LoggerFactory.getLogger("none"));
    Gate gate = new Gate(policy, FailureMode.DENY, log);
    FakeExchange exchange = new FakeExchange(request.build());

    admitAll(gate, exchange);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long thread = Thread.currentThread().getId();
    // The least of some rounds: the compiler and the counters' own growth may fall into one.
    long least = Long.MAX_VALUE;
    for (int round = 0; round < 5; round++) {
      long before = threads.getThreadAllocatedBytes(thread);
      admitAll(gate, exchange);
      least = Math.min(least, threads.getThreadAllocatedBytes(thread) - before);
    }

    System.out.println("an allowed request allocates " + (double) least / REQUESTS + " bytes");
    return least / REQUESTS;
  }

  private static void admitAll(Gate gate, FakeExchange exchange) {
    for (int i = 0; i < REQUESTS; i++) {
      if (!gate.admit(exchange)) {
        throw new AssertionError("denied");
      }
    }
  }
}
