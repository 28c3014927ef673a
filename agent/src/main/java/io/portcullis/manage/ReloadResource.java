package io.portcullis.manage;

import io.portcullis.policy.PolicyReload;
import io.portcullis.policy.Problem;
import io.portcullis.source.FileSource;
import io.portcullis.source.PolicyText;
import io.portcullis.source.SourceException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /v1/reload}: reads the policy's files now, instead of within a second, and tells what
 * became of them.
 */
final class ReloadResource extends Replying {
  private static final long REST_MILLIS = 150;
  private static final int TRIES = 20;

  private final Watched watched;

  ReloadResource(Watched watched) {
    this.watched = watched;
  }

  @Override
  Answer to(Call call) throws Refused {
    Rights.ofPlatform(call.operator(), "a reload");
    if (!watched.reloading.isPresent()) {
      throw Refused.conflict("NO_POLICY", "no policy file is set");
    }
    PolicySource policy = watched.reloading.get();
    try {
      PolicyText text = atRest(policy.source);
      PolicyReload reload = policy.reload;
      boolean inForce = reload.changed(text, TimeUnit.NANOSECONDS.toMillis(System.nanoTime()));
      List<Problem> failing = watched.policy.failing();
      if (!inForce || !failing.isEmpty()) {
        throw rejected(failing);
      }
    } catch (SourceException e) {
      throw Refused.conflict(
          "POLICY_REJECTED", "what was in force stays in force: " + e.getMessage());
    }
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    object.put("revision", watched.gate.policy().revision());
    object.put("mode", watched.gate.policy().mode().word());
    return Answer.json(object);
  }

  /** The text once it reads the same twice, for somebody may be in the middle of writing it. */
  private static PolicyText atRest(FileSource source) throws Refused, SourceException {
    PolicyText text = source.read();
    for (int tried = 0; tried < TRIES; tried++) {
      try {
        Thread.sleep(REST_MILLIS);
      } catch (InterruptedException givenUp) {
        Thread.currentThread().interrupt();
        break;
      }
      PolicyText again = source.read();
      if (again.isSameContent(text)) {
        return text;
      }
      text = again;
    }
    throw Refused.conflict("POLICY_REJECTED", "the policy file or one of its lists keeps changing");
  }

  private static Refused rejected(List<Problem> failing) {
    List<Map<String, @Nullable Object>> rows = new ArrayList<>();
    for (Problem problem : failing) {
      if (problem.isError() && rows.size() < LayerChange.MOST_TOLD) {
        rows.add(LayerChange.row(problem));
      }
    }
    return new Refused(
        Answer.problem(
            409,
            "Conflict",
            "POLICY_REJECTED",
            "the newest policy is rejected; what was in force stays in force",
            "problems",
            rows));
  }
}
