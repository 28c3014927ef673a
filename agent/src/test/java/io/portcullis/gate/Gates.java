package io.portcullis.gate;

import static io.portcullis.testing.Facts.entries;
import static io.portcullis.testing.Facts.from;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.portcullis.client.PeerOnly;
import io.portcullis.engine.Allowlist;
import io.portcullis.engine.AllowlistCheck;
import io.portcullis.engine.Check;
import io.portcullis.engine.ClientAddressCheck;
import io.portcullis.engine.EmptyAllowlist;
import io.portcullis.engine.Mode;
import io.portcullis.engine.Pipeline;
import java.util.Map;

/** Gates with one list, and what arrives at them. */
final class Gates {
  static final RefusalWriter BUILT_IN = Refusals.of(Map.of());
  static final String ALLOWED = "203.0.113.9";
  static final String DENIED = "192.0.2.9";

  private Gates() {}

  static PolicySnapshot naming(String name) {
    Allowlist list = Allowlist.of(name, Mode.ENFORCE, entries("203.0.113.0/24"));
    RefusalWriter writer =
        (decision, request, id) -> {
          if (!decision.settling().scope().equals(name)) {
            throw new AssertionError("mixed");
          }
          return BUILT_IN.write(decision, request, id);
        };
    return PolicySnapshot.of(
        name,
        Mode.ENFORCE,
        PeerOnly.INSTANCE,
        Pipeline.of(
            Mode.ENFORCE,
            ClientAddressCheck.of(),
            AllowlistCheck.of(list, Map.of(), EmptyAllowlist.ALLOW)),
        writer,
        1);
  }

  static Gate gate(
      FailureMode onFault,
      DecisionListener listener,
      Mode mode,
      RefusalWriter writer,
      Check... checks) {
    return new Gate(
        PolicySnapshot.of(
            "rev", mode, PeerOnly.INSTANCE, Pipeline.of(mode, checks), writer, checks.length),
        onFault,
        listener);
  }

  static Check[] checks() {
    Allowlist list = Allowlist.of("global", Mode.ENFORCE, entries("203.0.113.0/24"));
    return new Check[] {
      ClientAddressCheck.of(), AllowlistCheck.of(list, Map.of(), EmptyAllowlist.ALLOW)
    };
  }

  static FakeExchange exchange(String peer) {
    return new FakeExchange(from(peer).target("/api?secret=1").build());
  }

  static String bodyOf(Refusal refusal) {
    return new String(refusal.body(), UTF_8);
  }
}
