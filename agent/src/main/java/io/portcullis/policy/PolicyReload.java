package io.portcullis.policy;

import io.portcullis.gate.Gate;
import io.portcullis.gate.PolicySnapshot;
import io.portcullis.source.PolicyText;
import io.portcullis.source.SourceListener;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Puts each good new text of a policy in force and keeps the policy in force where the text is bad,
 * which it says until the source is mended. Used by the watcher's thread.
 */
public final class PolicyReload implements SourceListener {
  /** How often a bad source is said to be bad still, in milliseconds. */
  static final long REMINDER = 60_000;

  /** Reads a text: {@link PolicyReader#read}, or a test's own. */
  interface Reader {
    PolicyLoad read(PolicyText text);
  }

  private static Reader readerOn(HostFacts host) {
    return new Reader() {
      @Override
      public PolicyLoad read(PolicyText text) {
        return PolicyReader.read(text, host);
      }
    };
  }

  private final Gate gate;
  private final String name;
  private final ReloadListener listener;
  private final Reader reader;

  private @Nullable PolicyText inForce;

  /** What is wrong with the text last told; empty where it is in force. */
  private List<Problem> textProblems;

  /** Why the source cannot be read; empty where it can. */
  private List<Problem> outage = Collections.emptyList();

  private boolean clockSeen;
  private long rejectedAt;
  private long remindedAt;

  private PolicyReload(
      Gate gate,
      String name,
      Optional<PolicyText> inForce,
      List<Problem> problems,
      ReloadListener listener,
      Reader reader) {
    this.gate = gate;
    this.name = name;
    this.inForce = inForce.orElse(null);
    this.textProblems = problems;
    this.listener = listener;
    this.reader = reader;
  }

  /**
   * What keeps a gate's policy that of its source.
   *
   * @param name what problems call the source
   * @param inForce the text of the policy that is in force, where it came from the source
   * @param problems what was wrong with the text at start, told already; empty if it is in force
   * @param host where the gate stands: a policy for another host is rejected
   */
  public static PolicyReload of(
      Gate gate,
      String name,
      Optional<PolicyText> inForce,
      List<Problem> problems,
      HostFacts host,
      ReloadListener listener) {
    return of(gate, name, inForce, problems, listener, readerOn(host));
  }

  static PolicyReload of(
      Gate gate,
      String name,
      Optional<PolicyText> inForce,
      List<Problem> problems,
      ReloadListener listener,
      Reader reader) {
    return new PolicyReload(gate, name, inForce, new ArrayList<>(problems), listener, reader);
  }

  @Override
  public boolean changed(PolicyText text, long now) {
    if (inForce != null && text.isSameContent(inForce)) {
      mended();
      return true;
    }
    PolicyLoad load;
    try {
      load = reader.read(text);
    } catch (OutOfMemoryError fault) {
      listener.failed(fault);
      String message = "the JVM has not enough memory for it; shorten its lists or raise -Xmx";
      rejectText(only("POLICY_TOO_LARGE", message), now);
      return false;
    } catch (RuntimeException | Error fault) {
      listener.failed(fault);
      rejectText(only("INTERNAL_FAULT", "reading it failed, which is a fault of ours"), now);
      return false;
    }
    Optional<PolicySnapshot> snapshot = load.snapshot();
    if (!snapshot.isPresent() || !load.isFit()) {
      rejectText(load.problems(), now);
      return false;
    }
    gate.install(snapshot.get());
    inForce = text;
    mended();
    listener.activated(snapshot.get().revision(), load);
    return true;
  }

  @Override
  public void unavailable(String cause, long now) {
    outage = only("POLICY_UNREADABLE", cause);
    reject(outage, now);
  }

  @Override
  public void available(long now) {
    if (textProblems.isEmpty()) {
      mended();
    } else {
      outage = Collections.emptyList();
      reject(textProblems, now);
    }
  }

  @Override
  public void tick(long now) {
    if (!clockSeen) {
      // What was wrong at start counts from the first look.
      clockSeen = true;
      rejectedAt = now;
      remindedAt = now;
    }
    List<Problem> problems = outage.isEmpty() ? textProblems : outage;
    if (!problems.isEmpty() && now - remindedAt >= REMINDER) {
      remindedAt = now;
      listener.stillRejected(problems, (now - rejectedAt) / 1000);
    }
  }

  @Override
  public void failed(Throwable fault) {
    listener.failed(fault);
  }

  private void rejectText(List<Problem> found, long now) {
    outage = Collections.emptyList();
    textProblems = found;
    reject(found, now);
  }

  private void reject(List<Problem> problems, long now) {
    clockSeen = true;
    rejectedAt = now;
    remindedAt = now;
    listener.rejected(problems);
  }

  private void mended() {
    boolean wasBad = !outage.isEmpty() || !textProblems.isEmpty();
    outage = Collections.emptyList();
    textProblems = Collections.emptyList();
    if (wasBad) {
      listener.mended();
    }
  }

  private List<Problem> only(String code, String message) {
    return Collections.singletonList(Problem.error(Place.of(name, 1, 1), code, message));
  }
}
