package io.portcullis.manage;

import io.portcullis.engine.TimeSource;
import io.portcullis.policy.PolicyEntries;
import io.portcullis.policy.PolicyLoad;
import io.portcullis.policy.PolicyReload;
import io.portcullis.policy.Problem;
import io.portcullis.policy.TestOutcome;
import io.portcullis.record.Change;
import io.portcullis.record.ManagedStore;
import io.portcullis.record.StateException;
import io.portcullis.source.ManagedFile;
import io.portcullis.source.ManagedText;
import io.portcullis.source.PolicyText;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The one way in which what is managed changes: read anew, changed, judged by everything that a
 * policy is judged by, written, and only then in force. Two changes, in this JVM or in two, never
 * start from the same state. Thread-safe.
 */
final class LayerChange {
  /** What is to be changed. */
  interface Edit {
    LayerEdit of(PolicyEntries now) throws Refused;
  }

  /** How many problems of a policy are told. */
  static final int MOST_TOLD = 20;

  private final Watched watched;

  LayerChange(Watched watched) {
    this.watched = watched;
  }

  /** Makes a change, or none at all. */
  void make(final Asked asked, final Edit edit) throws Refused {
    final ManagedPolicy managed = managed();
    try {
      managed.store.locked(
          new ManagedStore.Work<Boolean, Refused>() {
            @Override
            public Boolean run() throws Refused, StateException, IOException {
              try {
                return managed.reload.undisturbed(
                    new PolicyReload.Work<Boolean, Exception>() {
                      @Override
                      public Boolean run() throws Exception {
                        alone(managed, asked, edit);
                        return true;
                      }
                    });
              } catch (Refused | StateException | IOException | RuntimeException known) {
                throw known;
              } catch (Exception never) {
                throw new IllegalStateException(never);
              }
            }
          });
    } catch (StateException failed) {
      throw notWritten(String.valueOf(failed.getMessage()));
    } catch (IOException failed) {
      throw notWritten("the state directory cannot be written: " + failed.getMessage());
    }
  }

  private ManagedPolicy managed() throws Refused {
    if (!watched.managed.isPresent() || !watched.records.isPresent()) {
      throw Refused.forbidden(
          "READ_ONLY", "without the setting `state` there is no place to keep changes");
    }
    return watched.managed.get();
  }

  /** Every failure before the new text is in its place leaves the old one, and the policy. */
  private static Refused notWritten(String cause) {
    String words = cause.toLowerCase(Locale.ROOT);
    boolean full = words.contains("no space left") || words.contains("quota exceeded");
    return new Refused(
        full
            ? Answer.problem(507, "Insufficient Storage", "STATE_FULL", "nothing changed: " + cause)
            : Answer.problem(
                500, "Internal Server Error", "STATE_UNWRITABLE", "nothing changed: " + cause));
  }

  private void alone(ManagedPolicy managed, Asked asked, Edit edit)
      throws Refused, StateException, IOException {
    PolicyText base = newest(managed);
    PolicyEntries now = PolicyEntries.of(base);
    LayerEdit edited = edit.of(now);
    byte[] bytes = edited.layer().bytes();
    if (bytes.length > ManagedFile.LIMIT) {
      throw Refused.conflict(
          "TOO_LARGE", "more would be managed than is ever read; put long lists into files");
    }
    if (base.managed().isPresent()
        ? java.util.Arrays.equals(bytes, base.managed().get().bytes())
        : edited.changes().isEmpty()) {
      return; // as it was
    }
    ManagedText written = ManagedText.of(managed.file.name(), bytes);
    PolicyText next = base.with(Optional.of(written));
    PolicyLoad load = managed.reload.read(next);
    checkFit(load);
    final List<Change> changes = new ArrayList<>();
    List<String> overridden =
        new Guards(watched, managed.recent, TimeOf.of(watched.time))
            .check(asked, edited, now, load);
    if (!overridden.isEmpty()) {
      changes.add(
          Change.of("IP_ALLOWLIST_FORCE_UPDATE", asked.operator().name())
              .from(asked.from())
              .target(edited.target())
              .with("overridden", String.join(",", overridden)));
    }
    changes.addAll(edited.changes());
    managed.store.write(
        bytes,
        new ManagedStore.Before() {
          @Override
          public void run() throws StateException {
            watched.records.get().append(changes);
          }
        });
    managed.reload.install(next, load);
  }

  /** What is in force, with what another JVM has written since. */
  private PolicyText newest(ManagedPolicy managed) throws Refused {
    Optional<PolicyText> inForce = managed.reload.inForce();
    if (!inForce.isPresent()) {
      throw Refused.conflict("NO_POLICY", "no policy of a file is in force; mend the file first");
    }
    Optional<ManagedText> onDisk = managed.file.read();
    if (onDisk.equals(inForce.get().managed())) {
      return inForce.get();
    }
    PolicyText newer = inForce.get().with(onDisk);
    PolicyLoad load = managed.reload.read(newer);
    if (!load.isFit()) {
      throw Refused.conflict(
          "MANAGED_REJECTED",
          "what is managed was changed by hand and is bad, so it is not written over: "
              + (load.errors().isEmpty() ? "a test fails" : load.errors().get(0).toString()));
    }
    managed.reload.install(newer, load);
    return newer;
  }

  /** Refuses a policy that the operator's file would be refused with. */
  private static void checkFit(PolicyLoad load) throws Refused {
    if (load.isFit()) {
      return;
    }
    List<Map<String, @Nullable Object>> failed = new ArrayList<>();
    for (TestOutcome test : load.tests()) {
      if (!test.passed()) {
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        row.put("name", test.name());
        row.put("difference", test.difference());
        failed.add(row);
      }
    }
    if (!failed.isEmpty()) {
      throw new Refused(
          Answer.problem(
              409,
              "Conflict",
              "POLICY_TESTS_FAILED",
              "the policy's own tests would fail, and no change may do that",
              "failedTests",
              failed));
    }
    List<Map<String, @Nullable Object>> problems = new ArrayList<>();
    for (Problem problem : load.errors()) {
      if (problem.code().equals("TOO_MANY_ENTRIES")) {
        throw new Refused(
            Answer.problem(422, "Unprocessable Content", "TOO_MANY_ENTRIES", problem.message()));
      }
      if (problem.code().equals("WHOLE_FAMILY")) {
        throw Refused.invalid(problem.message());
      }
      if (problems.size() < MOST_TOLD) {
        problems.add(row(problem));
      }
    }
    throw new Refused(
        Answer.problem(
            409,
            "Conflict",
            "POLICY_INVALID",
            "the policy would be invalid: " + load.errors().get(0).message(),
            "problems",
            problems));
  }

  static Map<String, @Nullable Object> row(Problem problem) {
    Map<String, @Nullable Object> row = new LinkedHashMap<>();
    row.put("place", problem.place().toString());
    row.put("code", problem.code());
    row.put("message", problem.message());
    return row;
  }

  /** The clock, read once for all that one change is judged by. */
  private static final class TimeOf implements TimeSource {
    private final long millis;

    private TimeOf(long millis) {
      this.millis = millis;
    }

    static TimeOf of(TimeSource time) {
      return new TimeOf(time.epochMillis());
    }

    @Override
    public long epochMillis() {
      return millis;
    }
  }
}
