package io.portcullis.bench;

import io.portcullis.engine.Evaluation;
import io.portcullis.engine.Request;
import io.portcullis.engine.RequestFacts;
import io.portcullis.engine.Verdict;
import io.portcullis.gate.PolicySnapshot;
import io.portcullis.ip.IpAddress;
import io.portcullis.policy.PolicyLoad;
import io.portcullis.policy.PolicyReader;
import io.portcullis.source.PolicyText;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** One decision, from the facts of a request to the verdict. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class DecisionBenchmark {
  private static final int REQUESTS = 4096;

  /** One of {@link Policies#DECISIONS}. */
  @Param("global")
  public String policy;

  private final Request[] requests = new Request[REQUESTS];
  private PolicySnapshot inForce;
  private int next;

  @Setup
  public void build() throws Exception {
    Policies.Written written = Policies.decision(policy);
    PolicyText text =
        PolicyText.of(
            "policy.yaml",
            written.policy().getBytes(StandardCharsets.UTF_8),
            Map.of(Policies.LIST, written.list().getBytes(StandardCharsets.UTF_8)));
    PolicyLoad load = PolicyReader.read(text);
    inForce = load.snapshot().orElseThrow(() -> new IllegalStateException("" + load.problems()));
    Random random = new Random(1);
    int admitted = 0;
    for (int i = 0; i < REQUESTS; i++) {
      requests[i] = request(random);
      Verdict verdict = decide(requests[i]);
      admitted += verdict.kind() == Verdict.Kind.DENY ? 0 : 1;
    }
    if (admitted == 0 || admitted == REQUESTS) {
      throw new IllegalStateException(admitted + " of " + REQUESTS + " are admitted");
    }
  }

  /** Half of them from an address of the list that governs them. */
  private Request request(Random random) throws Exception {
    int tenant = random.nextInt(Policies.TENANTS);
    String client =
        random.nextBoolean()
            ? "192.0.2." + random.nextInt(256)
            : policy.equals("global")
                ? Policies.globalAddress(random.nextInt(Policies.ENTRIES))
                : Policies.tenantAddress(tenant, random.nextInt(Policies.ENTRIES_PER_TENANT));
    if (policy.equals("global")) {
      return RequestFacts.from(IpAddress.parse(client)).target("/api/orders").build();
    }
    RequestFacts.Builder facts =
        RequestFacts.from(IpAddress.parse("10.0.0.5"))
            .target("/api/orders")
            .header("X-Forwarded-For", client)
            .header("X-Tenant-Id", Policies.tenant(tenant));
    if (policy.equals("tenants+key")) {
      facts.header("X-API-Key", Policies.key(tenant));
    }
    return facts.build();
  }

  private Verdict decide(Request request) {
    return inForce.pipeline().judge(new Evaluation(request, inForce.clientAddress()));
  }

  @Benchmark
  public Verdict decision() {
    next = next + 1 & REQUESTS - 1;
    return decide(requests[next]);
  }
}
