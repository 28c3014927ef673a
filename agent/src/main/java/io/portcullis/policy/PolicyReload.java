package io.portcullis.policy;

import io.portcullis.gate.Gate;
import io.portcullis.gate.PolicySnapshot;
import io.portcullis.source.ManagedFile;
import io.portcullis.source.ManagedText;
import io.portcullis.source.PolicyText;
import io.portcullis.source.SourceListener;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Puts each good new text of a policy in force and keeps the policy in force where the text is bad,
 * which it says until the source is mended. Used by the watcher's thread, and through {@link
 * #undisturbed} by whoever changes what is managed.
 *
 * <p>What is managed falls back alone: where it is bad, a change of the file takes effect beside
 * what was managed last.
 */
public final class PolicyReload implements SourceListener {
  /** How often a bad source is said to be bad still, in milliseconds. */
  static final long REMINDER = 60_000;

  /** Reads a text: {@link PolicyReader#read}, or a test's own. */
  interface Reader {
    PolicyLoad read(PolicyText text);
  }

  /** Something that is done while nobody else changes the policy. */
  public interface Work<T, X extends Exception> {
    T run() throws X;
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
  private final Optional<ManagedFile> managed;

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
      Reader reader,
      Optional<ManagedFile> managed) {
    this.managed = managed;
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

  /** The same with a place where what was managed last is kept. */
  public static PolicyReload of(
      Gate gate,
      String name,
      Optional<PolicyText> inForce,
      List<Problem> problems,
      HostFacts host,
      ReloadListener listener,
      Optional<ManagedFile> managed) {
    return new PolicyReload(
        gate, name, inForce, new ArrayList<>(problems), listener, readerOn(host), managed);
  }

  static PolicyReload of(
      Gate gate,
      String name,
      Optional<PolicyText> inForce,
      List<Problem> problems,
      ReloadListener listener,
      Reader reader) {
    return new PolicyReload(
        gate,
        name,
        inForce,
        new ArrayList<>(problems),
        listener,
        reader,
        Optional.<ManagedFile>empty());
  }

  /** Does something while nobody else changes the policy. */
  public synchronized <T, X extends Exception> T undisturbed(Work<T, X> work) throws X {
    return work.run();
  }

  /** The text that is in force; empty where there is none of the source's. */
  public synchronized Optional<PolicyText> inForce() {
    return Optional.ofNullable(inForce);
  }

  /** What becomes of a text, without putting it in force. */
  public PolicyLoad read(PolicyText text) {
    return reader.read(text);
  }

  /** Puts in force what {@link #read} has found to be fit. */
  public synchronized void install(PolicyText text, PolicyLoad load) {
    PolicySnapshot snapshot = load.snapshot().get();
    gate.install(snapshot);
    inForce = text;
    listener.activated(snapshot.revision(), load);
  }

  @Override
  public synchronized boolean changed(PolicyText read, long now) {
    // What is managed may have been changed since it was read, by whoever had the turn before.
    PolicyText text = managed.isPresent() ? read.with(managed.get().read()) : read;
    if (inForce != null && text.isSameContent(inForce)) {
      mended();
      return true;
    }
    PolicyLoad load;
    Optional<PolicyText> fallback = Optional.empty();
    PolicyLoad beside = null;
    try {
      load = reader.read(text);
      if (!load.isFit()) {
        fallback = withLastManaged(text);
        if (fallback.isPresent()) {
          beside = reader.read(fallback.get());
        }
      }
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
    if (load.isFit()) {
      boolean wasBad = isBad();
      outage = Collections.emptyList();
      textProblems = Collections.emptyList();
      if (wasBad) {
        listener.mended();
      }
      install(text, load);
      return true;
    }
    boolean fileIsGood = false;
    if (beside != null && beside.isFit()) {
      fileIsGood = true;
      if (inForce == null || !fallback.get().isSameContent(inForce)) {
        install(fallback.get(), beside);
      }
    }
    rejectText(load.problems(), now);
    return fileIsGood;
  }

  /** The same file beside what was managed last; empty where that is what was read. */
  private Optional<PolicyText> withLastManaged(PolicyText text) {
    Optional<ManagedText> last =
        inForce != null
            ? inForce.managed()
            : managed.isPresent() ? managed.get().good() : Optional.<ManagedText>empty();
    boolean known = inForce != null || last.isPresent();
    return text.managed().isPresent() && known && !text.managed().equals(last)
        ? Optional.of(text.with(last))
        : Optional.<PolicyText>empty();
  }

  @Override
  public synchronized void unavailable(String cause, long now) {
    outage = only("POLICY_UNREADABLE", cause);
    reject(outage, now);
  }

  @Override
  public synchronized void available(long now) {
    if (textProblems.isEmpty()) {
      mended();
    } else {
      outage = Collections.emptyList();
      reject(textProblems, now);
    }
  }

  @Override
  public synchronized void tick(long now) {
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
    boolean wasBad = isBad();
    outage = Collections.emptyList();
    textProblems = Collections.emptyList();
    if (wasBad) {
      listener.mended();
    }
  }

  private boolean isBad() {
    return !outage.isEmpty() || !textProblems.isEmpty();
  }

  private List<Problem> only(String code, String message) {
    return Collections.singletonList(Problem.error(Place.of(name, 1, 1), code, message));
  }
}
