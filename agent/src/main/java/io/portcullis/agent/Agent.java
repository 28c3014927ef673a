package io.portcullis.agent;

import io.portcullis.bootstrap.Dispatcher;
import io.portcullis.launcher.AgentClassLoader;
import io.portcullis.policy.Problem;
import io.portcullis.server.Instrumentation;
import io.portcullis.server.SessionStores;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The composition root: reads the policy, puts the gate in place, weaves the servers, and takes all
 * of it away again.
 *
 * <p>At start the policy is read on a thread of its own, beside the application's start; the thread
 * that is about to load the first server waits for it. So no server ever runs before the gate
 * stands, and the wait is mostly over by then.
 */
final class Agent implements Weaver.Listener, GuardedServers.Misfit {
  private static final long PATIENCE_SECONDS = 120;

  /** How long requests that wait are left to come to their own end when the agent leaves. */
  private static final long FOR_WAITING_MILLIS = 10_000;

  /** How long they have once they were told that there is no answer. */
  private static final long FOR_ANSWERED_MILLIS = 2_000;

  private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  private final Settings settings;
  private final java.lang.instrument.Instrumentation jvm;
  private final AgentClassLoader loader;
  private final String version;
  private final Instrumentations instrumentations = Servers.all();
  private final Weaver weaver = new Weaver(instrumentations, this);
  private final LoadedServers loaded;
  private final CountDownLatch tried = new CountDownLatch(1);
  private volatile @Nullable Standing standing;
  private volatile boolean attached;
  private volatile boolean jmxIsUp;

  Agent(
      Settings settings,
      java.lang.instrument.Instrumentation jvm,
      AgentClassLoader loader,
      String version) {
    this.settings = settings;
    this.jvm = jvm;
    this.loader = loader;
    this.version = version;
    this.loaded = new LoadedServers(jvm, instrumentations);
  }

  /**
   * Before the application: weaves from now on; everything else happens beside the application's
   * own start.
   */
  void start() {
    jvm.addTransformer(weaver, true);
    // It ends by itself, and before anything else of the agent does.
    new AgentThreads()
        .start(
            "portcullis-start",
            new Runnable() {
              @Override
              public void run() {
                standUp();
                Standing now = standing;
                if (now != null) {
                  warnIfNoServer(now);
                }
              }
            });
  }

  /**
   * Into a running JVM; what there is to tell of it. Where it throws, nothing is woven, and what
   * stands is to be taken away by {@link #leave}.
   */
  Report attach() throws NotAttached {
    attached = true;
    standUp();
    Standing now = standing;
    if (now == null) {
      throw new IllegalStateException("the agent failed to start; the log of the JVM says why");
    }
    if (!now.mayServe()) {
      throw NotAttached.policy(
          "no policy can be put in force: " + now.firstError() + "; mend it, or set startup=deny",
          errorsOf(now));
    }
    loaded.loadHeralded();
    List<Class<?>> classes = new ArrayList<>();
    List<String> unguarded = new ArrayList<>();
    List<Class<?>> present = loaded.all();
    for (Class<?> server : present) {
      if (loaded.isWitness(server)) {
        // What it would have seen has happened by now: known before any server is described.
        SessionStores.OF_THIS_JVM.missedSome();
      }
    }
    for (Class<?> server : present) {
      if (loaded.isWitness(server)) {
        continue;
      }
      Optional<String> misfit = loaded.prepare(server, now.dispatcher());
      if (misfit.isPresent()) {
        unguarded.add(misfit.get());
      } else {
        classes.add(server);
      }
    }
    refuseUnguarded(unguarded);
    now.rehearse();
    jvm.addTransformer(weaver, true);
    unguarded.addAll(loaded.transform(classes));
    for (Class<?> server : loaded.all()) {
      if (loaded.isWitness(server) && !instrumentations.isWoven(server)) {
        // It may have come just before the transformer did.
        SessionStores.OF_THIS_JVM.missedSome();
      }
    }
    Report report = Report.of("attached").with(now.facts());
    for (Class<?> server : classes) {
      ServerGuard guard = now.dispatcher().guardOf(server);
      if (!instrumentations.isWoven(server)) {
        unguarded.add(server.getName() + ": it was not woven");
      } else if (guard.misfit().isPresent()) {
        unguarded.add(server.getName() + ": " + guard.misfit().get());
      } else {
        report.with("server", guard.server());
      }
    }
    refuseUnguarded(unguarded);
    warnings(now, unguarded, report);
    warnIfNoServer(now);
    return report;
  }

  /** A server that cannot be guarded keeps the agent out, unless the operator wants it anyway. */
  private void refuseUnguarded(List<String> unguarded) throws NotAttached {
    if (!unguarded.isEmpty() && settings.onUnsupported() == Settings.OnUnsupported.REFUSE) {
      throw NotAttached.unsupported(
          "a server of this JVM cannot be guarded: "
              + unguarded.get(0)
              + "; use a supported version, or set onUnsupported=warn to leave it unguarded");
    }
  }

  private void warnings(Standing now, List<String> unguarded, Report report) {
    for (String warning : settings.warnings()) {
      report.with("warning", warning);
    }
    for (Problem problem : now.first().problems()) {
      report.with("warning", problem.toString());
    }
    for (String server : unguarded) {
      String line = "UNGUARDED: " + server;
      now.log().error("{}", line);
      report.with("warning", line);
    }
  }

  private static List<String> errorsOf(Standing now) {
    List<String> errors = new ArrayList<>();
    for (Problem problem : now.first().problems()) {
      errors.add(problem.toString());
    }
    return errors;
  }

  private void standUp() {
    try {
      Standing now = new Standing(settings, version, jvm, loader, instrumentations, this);
      standing = now;
      if (jmxIsUp || attached && loaded.hasJmx()) {
        now.jmx().isUp();
      }
      now.install(attached);
    } catch (Throwable fault) {
      System.err.println("portcullis: failed to start: " + fault);
      fault.printStackTrace();
    } finally {
      tried.countDown();
    }
  }

  private static void warnIfNoServer(final Standing now) {
    now.threads()
        .start(
            "portcullis-servers",
            new Runnable() {
              @Override
              public void run() {
                try {
                  now.servers().warnIfNone();
                } catch (InterruptedException leaving) {
                  Thread.currentThread().interrupt();
                }
              }
            });
  }

  /**
   * Out of the JVM: the gate open first, then the servers as they were, then all else ended. What
   * there is to tell of it.
   */
  Departure leave() {
    Standing now = awaitStanding();
    Dispatcher.install(null);
    jvm.removeTransformer(weaver);
    List<Class<?>> classes = loaded.all();
    List<String> failed = loaded.transform(classes);
    if (now == null) {
      return new Departure(classes.size(), failed, 0, Collections.<String>emptyList());
    }
    List<String> guarded = now.servers().guarded();
    now.endWatching();
    awaitNobodyWaits(now, FOR_WAITING_MILLIS);
    now.endWaiting();
    awaitNobodyWaits(now, FOR_ANSWERED_MILLIS);
    now.endRecords(!guarded.isEmpty());
    now.dispatcher().forget(classes);
    return new Departure(classes.size(), failed, now.waiting(), guarded);
  }

  /** Tells a caller of the command line how it went. */
  void answer(String caller, Report report) {
    AgentProperties.of(jvm).answer(caller, report);
  }

  private static void awaitNobodyWaits(Standing now, long millis) {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    while (now.waiting() > 0 && deadline - System.nanoTime() > 0) {
      LockSupport.parkNanos(POLL_NANOS);
    }
  }

  @Override
  public void beforeWeaving(Instrumentation instrumentation) {
    Standing now = awaitStanding();
    if (attached) {
      // Nothing in a JVM that ran before the agent came may end it.
      return;
    }
    if (now == null) {
      System.err.println(
          "portcullis: "
              + instrumentation.family()
              + " is not started, since its guard failed to start");
      JvmExit.now();
      return;
    }
    if (!now.mayServe()) {
      now.log()
          .error(
              "{} is not started (startup=refuse, exit status {}): {}",
              instrumentation.family(),
              JvmExit.STATUS,
              now.firstError());
      JvmExit.now();
    }
  }

  /**
   * Waits until the start has come to an end, well or badly; an interrupt is the application's and
   * is kept for it.
   */
  private @Nullable Standing awaitStanding() {
    boolean interrupted = false;
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (true) {
      try {
        if (!tried.await(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
          System.err.println(
              "portcullis: the policy has not been read within " + PATIENCE_SECONDS + " s");
        }
        break;
      } catch (InterruptedException notYet) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return standing;
  }

  @Override
  public void managed() {
    jmxIsUp = true;
    Standing now = standing;
    if (now != null) {
      now.jmx().isUp();
    }
  }

  @Override
  public void heralded(Instrumentation instrumentation, ClassLoader server) {
    Standing now = standing;
    if (now != null) {
      now.servers().prepare(instrumentation, server);
    }
  }

  @Override
  public void woven(Instrumentation instrumentation, ClassLoader server) {
    if (instrumentation.isWitness()) {
      return;
    }
    Standing now = standing;
    if (now != null) {
      now.begin();
      now.servers().add(instrumentation, server);
    }
  }

  @Override
  public void unguarded(Instrumentation instrumentation, ClassLoader server, String why) {
    if (instrumentation.isWitness()) {
      SessionStores.OF_THIS_JVM.missedSome();
      return;
    }
    unsupported(instrumentation, why);
  }

  @Override
  public void unsupported(Instrumentation instrumentation, String why) {
    Standing now = standing;
    String line = instrumentation.family() + " is UNGUARDED: " + why;
    boolean ends = settings.onUnsupported() == Settings.OnUnsupported.REFUSE && !attached;
    if (ends) {
      line += "; it is not started (onUnsupported=refuse, exit status " + JvmExit.STATUS + ")";
    }
    if (now != null) {
      now.log().error("{}", line);
    } else {
      System.err.println("portcullis: " + line);
    }
    if (ends) {
      JvmExit.now();
    }
  }
}
