package io.portcullis.record;

import static io.portcullis.testing.Facts.from;
import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.client.PeerOnly;
import io.portcullis.engine.Caller;
import io.portcullis.engine.Check;
import io.portcullis.engine.CheckName;
import io.portcullis.engine.Code;
import io.portcullis.engine.Decision;
import io.portcullis.engine.Evaluation;
import io.portcullis.engine.Mode;
import io.portcullis.engine.Pipeline;
import io.portcullis.engine.Request;
import io.portcullis.engine.Verdict;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecordJsonTest {
  private static final Check CALLER =
      new Check() {
        @Override
        public CheckName name() {
          return CheckName.CALLER;
        }

        @Override
        public Verdict judge(Evaluation evaluation) {
          evaluation.foundCaller(
              Caller.ofTenant("acme").withProgram("prepaid").withKey("acme-cron"));
          return Verdict.pass(CheckName.CALLER, "known");
        }
      };

  private static final Check ALLOWLIST =
      new Check() {
        @Override
        public CheckName name() {
          return CheckName.ALLOWLIST;
        }

        @Override
        public Verdict judge(Evaluation evaluation) {
          return Verdict.deny(name(), Code.IP_NOT_ALLOWED, "not_on_list", "key:acme-cron");
        }
      };

  @Test
  void callerIsNamedByTenantProgramAndKey() throws Exception {
    Request request = from("192.0.2.9").header("X-API-Key", "s3cret").build();
    Decision decision =
        Pipeline.of(Mode.ENFORCE, CALLER, ALLOWLIST)
            .explain(new Evaluation(request, PeerOnly.INSTANCE));
    byte[] line = RecordJson.denials(List.of(Denial.of(decision, request, "run-1", "rev", 0)));
    assertThat(new String(line, StandardCharsets.US_ASCII))
        .contains("\"tenant\":\"acme\",\"program\":\"prepaid\",\"key\":\"acme-cron\"")
        .contains("\"time\":\"1970-01-01T00:00:00.000Z\"")
        .doesNotContain("s3cret");
  }
}
