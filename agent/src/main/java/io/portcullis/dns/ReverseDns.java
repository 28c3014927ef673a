package io.portcullis.dns;

import io.portcullis.ip.IpAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tells whether clients carry expected names in both directions: from what is known where it can,
 * and else by asking DNS, within the time of a request. Thread-safe; no thread runs before the
 * first question, and {@link #close} ends them all.
 *
 * <p>What is known already is one look into a map and takes no lock. Everything behind that happens
 * under one lock, which is never held while anybody waits for DNS:
 *
 * <pre>
 *   request → Lookup ─┐                              ┌→ question → one flight → server
 *   request → Lookup ─┴→ run, one a client and names ┴→ question → one flight → server
 *                         ↑ judges anew with each answer, until nothing is unknown
 * </pre>
 */
public final class ReverseDns implements ReverseNames {
  /** Records and names in the caches, of some hundred bytes each. */
  private static final long MOST = 50_000;

  private static final int MOST_THREADS = 64;

  /** After so long nobody waits any more for what is under way, whatever became of it. */
  private static final long LOST = 60_000;

  private final Names dns;
  private final Optional<DnsClient> ownClient;
  private final DnsSettings settings;
  private final Ticks ticks;
  private final Workers workers;
  private final DnsListener listener;
  private final BoundedCache<Inquiry, Known> verdicts = new BoundedCache<>(MOST);
  private final BoundedCache<Question, Heard> answers = new BoundedCache<>(MOST);

  // All of these under `lock`.
  private final Object lock = new Object();
  private final Map<Inquiry, Run> runs = new HashMap<>();
  private final Map<Question, Flight> flights = new HashMap<>();
  private final Waiting waiting;
  private boolean closed;

  ReverseDns(
      Names dns,
      Optional<DnsClient> ownClient,
      DnsSettings settings,
      Ticks ticks,
      Workers workers,
      DnsListener listener) {
    this.dns = dns;
    this.ownClient = ownClient;
    this.settings = settings;
    this.ticks = ticks;
    this.workers = workers;
    this.listener = listener;
    this.waiting = new Waiting(settings.maxWaiting());
  }

  /** Reverse DNS over the servers that the settings name. */
  public static ReverseDns of(DnsSettings settings, DnsListener listener) {
    DnsClient client = DnsClient.of(settings);
    return over(client, Optional.of(client), settings, listener);
  }

  /** Reverse DNS over whoever answers; it may block, and is asked on threads made for that. */
  public static ReverseDns of(Names dns, DnsSettings settings, DnsListener listener) {
    return over(dns, Optional.<DnsClient>empty(), settings, listener);
  }

  private static ReverseDns over(
      Names dns, Optional<DnsClient> ownClient, DnsSettings settings, DnsListener listener) {
    int threads = Math.min(MOST_THREADS, Math.max(4, settings.maxWaiting()));
    return new ReverseDns(
        dns, ownClient, settings, SystemTicks.INSTANCE, new DaemonWorkers(threads), listener);
  }

  /** Begins to find out about a client; done at once where the answer is known, or none is due. */
  @Override
  public Lookup check(IpAddress client, ExpectedNames expected) {
    Inquiry key = new Inquiry(client, expected);
    long now = ticks.millis();
    Known known = verdicts.get(key);
    if (known != null && now >= known.freshUntil && now < known.staleUntil) {
      refresh(key, known, now);
      // What was refuted on the spot serves no longer.
      known = verdicts.get(key);
    }
    return known != null && known.serves(now) ? Lookup.done(client, known.verdict) : begin(key);
  }

  /** The verdict on a client that can be given without asking anybody, if there is one. */
  @Override
  public Optional<ReverseVerdict> known(IpAddress client, ExpectedNames expected) {
    Inquiry key = new Inquiry(client, expected);
    long now = ticks.millis();
    Known known = verdicts.get(key);
    ReverseVerdict verdict =
        known != null && known.serves(now) ? known.verdict : fromCache(key, now, Answer.unknown());
    return verdict.reason() == ReverseVerdict.Reason.PENDING
        ? Optional.<ReverseVerdict>empty()
        : Optional.of(verdict);
  }

  private Lookup begin(Inquiry key) {
    Lookup lookup = new Lookup(key.client, settings.budgetMillis());
    ReverseVerdict atOnce = null;
    List<Flight> toStart = new ArrayList<>();
    synchronized (lock) {
      long now = ticks.millis();
      Known known = verdicts.get(key);
      if (closed) {
        atOnce = ReverseVerdict.indeterminate(NoAnswer.CLOSED);
      } else if (known != null && now < known.freshUntil) {
        // Found while this request came to the lock.
        atOnce = known.verdict;
      } else {
        Run run = runs.get(key);
        boolean joins = run != null && now - run.startedAt < LOST;
        if (run == null || !joins) {
          run = new Run(key, now);
          step(run, now, toStart);
        }
        if (run.verdict != null) {
          atOnce = run.verdict;
        } else if (waiting.enter(key.client)) {
          runs.put(key, run);
          run.lookups.add(lookup);
          lookup.wakeBy(workers.after(settings.budgetMillis(), new Budget(run, lookup)));
        } else {
          if (!joins) {
            // Nobody waits, so nobody asks.
            forget(run, toStart);
          }
          atOnce = fromCache(key, now, Answer.indeterminate(NoAnswer.OVERLOADED));
        }
      }
    }
    if (atOnce != null) {
      return Lookup.done(key.client, atOnce);
    }
    start(toStart);
    return lookup;
  }

  /** Asks again about a client whose last success still serves. */
  private void refresh(Inquiry key, Known stale, long now) {
    // The requests that come meanwhile are served without a look at the lock.
    if (now < stale.triedAt + Heard.AFTER_FAILURE || !stale.refreshing.compareAndSet(false, true)) {
      return;
    }
    List<Flight> toStart = new ArrayList<>();
    synchronized (lock) {
      if (closed || runs.containsKey(key) || verdicts.get(key) != stale) {
        return;
      }
      Run run = new Run(key, now);
      step(run, now, toStart);
      if (run.verdict == null) {
        runs.put(key, run);
      }
    }
    start(toStart);
  }

  /** Judges with what is known now, and prepares flights for what is not. Under the lock. */
  private void step(Run run, long now, List<Flight> toStart) {
    if (run.verdict != null) {
      return;
    }
    Gathered gathered = new Gathered(run, now);
    ReverseVerdict verdict =
        ForwardConfirmation.judge(
            run.key.client, run.key.expected, settings.onIndeterminate(), gathered);
    if (verdict.reason() != ReverseVerdict.Reason.PENDING) {
      run.verdict = verdict;
      remember(run, verdict, now);
      return;
    }
    for (Question question : gathered.missing) {
      Flight flight = flights.get(question);
      if (flight == null || now - flight.startedAt >= LOST) {
        flight = new Flight(question, now);
        flights.put(question, flight);
        toStart.add(flight);
      }
      flight.runs.add(run);
    }
  }

  /** Keeps a verdict as long as the answers it rests on. Under the lock. */
  private void remember(Run run, ReverseVerdict verdict, long now) {
    Known before = verdicts.get(run.key);
    if (!verdict.isDeterminate() && before != null && before.isGraced(now)) {
      // No answer is not a "no": what was confirmed serves on, and is asked about again later.
      verdicts.put(run.key, before.triedAgain(now), now);
      return;
    }
    long freshUntil = Long.MAX_VALUE;
    int weight = 1;
    for (Heard heard : run.heard.values()) {
      if (verdict.restsOn(heard.answer)) {
        freshUntil = Math.min(freshUntil, heard.until);
      }
      weight += heard.weight();
    }
    if (!verdict.isDeterminate()) {
      freshUntil = Math.min(freshUntil, now + Heard.AFTER_FAILURE);
    }
    boolean confirmed = verdict.reason() == ReverseVerdict.Reason.FORWARD_CONFIRMED;
    long staleUntil = confirmed ? freshUntil + settings.staleForMillis() : freshUntil;
    verdicts.put(run.key, new Known(verdict, freshUntil, staleUntil, now, weight), now);
  }

  /** The verdict where nobody is asked: what is not in the cache has no answer. */
  private ReverseVerdict fromCache(Inquiry key, long now, Answer absent) {
    Gathered gathered = new Gathered(new Run(key, now), now);
    gathered.absent = absent;
    return ForwardConfirmation.judge(
        key.client, key.expected, settings.onIndeterminate(), gathered);
  }

  /** Takes a run that nobody waits for out of the flights that it has just asked for. */
  private void forget(Run run, List<Flight> started) {
    for (Flight flight : started) {
      flights.remove(flight.question);
    }
    for (Flight flight : flights.values()) {
      flight.runs.remove(run);
    }
  }

  private void start(List<Flight> toStart) {
    for (Flight flight : toStart) {
      if (!workers.run(flight)) {
        flight.land(Answer.indeterminate(NoAnswer.OVERLOADED));
      }
    }
  }

  /** Ends all: who waits gets the indeterminate verdict, and no thread is left. */
  public void close() {
    List<Lookup> left = new ArrayList<>();
    synchronized (lock) {
      closed = true;
      for (Run run : runs.values()) {
        left.addAll(run.lookups);
      }
      runs.clear();
      flights.clear();
      verdicts.clear();
      answers.clear();
    }
    workers.close();
    if (ownClient.isPresent()) {
      ownClient.get().close();
    }
    for (Lookup lookup : left) {
      tell(lookup, ReverseVerdict.indeterminate(NoAnswer.CLOSED));
    }
  }

  private void tell(Lookup lookup, ReverseVerdict verdict) {
    try {
      lookup.answer(verdict);
    } catch (RuntimeException fault) {
      // One request's listener must not cost the others their answer.
      listener.failed(fault);
    }
  }

  /** The way to one verdict, for all who wait for it. Under the lock. */
  private static final class Run {
    final Inquiry key;
    final Map<Question, Heard> heard = new HashMap<>();
    final List<Lookup> lookups = new ArrayList<>();
    final long startedAt;
    @Nullable ReverseVerdict verdict;

    Run(Inquiry key, long startedAt) {
      this.key = key;
      this.startedAt = startedAt;
    }
  }

  /**
   * The answers that a run has, and the questions that it still has. An answer stays with its run:
   * one that expires on the way is not asked for again before the verdict. Under the lock.
   */
  private final class Gathered implements Names {
    private final Run run;
    private final long now;
    final Set<Question> missing = new LinkedHashSet<>();
    Answer absent = Answer.unknown();

    Gathered(Run run, long now) {
      this.run = run;
      this.now = now;
    }

    @Override
    public Answer ptr(IpAddress address) {
      return answer(Question.ptr(address));
    }

    @Override
    public Answer forward(DnsName name) {
      return answer(Question.forward(name));
    }

    private Answer answer(Question question) {
      Heard heard = run.heard.get(question);
      if (heard == null) {
        Heard cached = answers.get(question);
        if (cached == null || now >= cached.until) {
          missing.add(question);
          return absent;
        }
        heard = cached;
        run.heard.put(question, heard);
      }
      return heard.answer;
    }
  }

  /** One question on its way, and who waits for its answer. */
  private final class Flight implements Runnable {
    final Question question;
    final long startedAt;
    final Set<Run> runs = new HashSet<>();

    Flight(Question question, long startedAt) {
      this.question = question;
      this.startedAt = startedAt;
    }

    @Override
    public void run() {
      Answer answer;
      try {
        answer = question.putTo(dns);
        listener.answered(answer);
      } catch (RuntimeException | LinkageError | StackOverflowError | OutOfMemoryError fault) {
        answer = Answer.indeterminate(NoAnswer.FAULT);
        listener.failed(fault);
      }
      land(answer);
    }

    void land(Answer answer) {
      List<Flight> toStart = new ArrayList<>();
      Map<Lookup, ReverseVerdict> toTell = new HashMap<>();
      synchronized (lock) {
        if (closed) {
          return;
        }
        long now = ticks.millis();
        Heard heard = Heard.at(now, answer);
        answers.put(question, heard, now);
        flights.remove(question, this);
        for (Run run : runs) {
          run.heard.put(question, heard);
          step(run, now, toStart);
          ReverseVerdict verdict = run.verdict;
          if (verdict != null && ReverseDns.this.runs.get(run.key) == run) {
            ReverseDns.this.runs.remove(run.key);
            for (Lookup lookup : run.lookups) {
              waiting.leave(lookup.client());
              toTell.put(lookup, verdict);
            }
            run.lookups.clear();
          }
        }
      }
      start(toStart);
      for (Map.Entry<Lookup, ReverseVerdict> told : toTell.entrySet()) {
        tell(told.getKey(), told.getValue());
      }
    }
  }

  /** Ends the waiting of one request when its time is over; the run goes on for the cache. */
  private final class Budget implements Runnable {
    private final Run run;
    private final Lookup lookup;

    Budget(Run run, Lookup lookup) {
      this.run = run;
      this.lookup = lookup;
    }

    @Override
    public void run() {
      ReverseVerdict verdict;
      synchronized (lock) {
        if (!run.lookups.remove(lookup)) {
          return;
        }
        waiting.leave(lookup.client());
        Gathered gathered = new Gathered(run, ticks.millis());
        gathered.absent = Answer.indeterminate(NoAnswer.BUDGET);
        verdict =
            ForwardConfirmation.judge(
                run.key.client, run.key.expected, settings.onIndeterminate(), gathered);
      }
      tell(lookup, verdict);
    }
  }
}
