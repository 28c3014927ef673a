package io.portcullis.testing;

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
import java.util.Optional;

/** Decisions that refuse with a code, whatever the checks are that would come to it. */
public final class Decided {
  private Decided() {}

  public static Decision refused(Code code, Request request) {
    return refused(code, request, Optional.empty());
  }

  /** The same, of a caller that was known by then. */
  public static Decision refused(Code code, Request request, Optional<Caller> caller) {
    Check refusing =
        new Check() {
          @Override
          public CheckName name() {
            return CheckName.CALLER;
          }

          @Override
          public Verdict judge(Evaluation evaluation) {
            caller.ifPresent(evaluation::foundCaller);
            return Verdict.deny(CheckName.CALLER, code, "", "");
          }
        };
    return Pipeline.of(Mode.ENFORCE, refusing).explain(new Evaluation(request, PeerOnly.INSTANCE));
  }
}
