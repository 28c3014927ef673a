package io.portcullis.agent;

import io.portcullis.bootstrap.Dispatcher;
import io.portcullis.engine.EmergencyBypass;
import io.portcullis.engine.HostBypass;
import io.portcullis.gate.AdmissionListener;
import io.portcullis.gate.Gate;
import io.portcullis.gate.SystemTime;
import io.portcullis.launcher.AgentClassLoader;
import io.portcullis.policy.BypassFile;
import io.portcullis.policy.HostFacts;
import io.portcullis.policy.PolicyReload;
import io.portcullis.policy.Problem;
import io.portcullis.policy.ReloadListener;
import io.portcullis.record.Change;
import io.portcullis.record.DenialLog;
import io.portcullis.record.RecentClients;
import io.portcullis.record.Records;
import io.portcullis.server.Instrumentation;
import io.portcullis.server.SessionStores;
import io.portcullis.source.FileSource;
import io.portcullis.source.ManagedFile;
import io.portcullis.source.PolicyText;
import io.portcullis.source.SourceWatcher;
import java.lang.instrument.UnmodifiableClassException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * The composition root: reads the policy, puts the gate in place, weaves the servers.
 *
 * <p>At start the policy is read on a thread of its own, beside the application's start; the thread
 * that is about to load the first server waits for it. So no server ever runs before the gate
 * stands, and the wait is mostly over by then.
 */
final class Agent implements Weaver.Listener, GuardedServers.Misfit {
  private static final long PATIENCE_SECONDS = 120;

  /** Everything that exists once the policy has been read. */
  private static final class Standing {
    final Logger log;
    volatile FirstPolicy first;
    final Gate gate;
    final GuardedServers servers;
    final Optional<BypassWatch> bypass;
    final Optional<Records> records;
    final LastWords lastWords;
    final DenialLog denials;
    final HostBypass bypassed;
    final Optional<RecentClients> recent;

    Standing(
        Logger log,
        FirstPolicy first,
        Gate gate,
        GuardedServers servers,
        Optional<BypassWatch> bypass,
        Optional<Records> records,
        LastWords lastWords,
        DenialLog denials,
        HostBypass bypassed,
        Optional<RecentClients> recent) {
      this.recent = recent;
      this.log = log;
      this.first = first;
      this.gate = gate;
      this.servers = servers;
      this.bypass = bypass;
      this.records = records;
      this.lastWords = lastWords;
      this.denials = denials;
      this.bypassed = bypassed;
    }
  }

  private final Settings settings;
  private final java.lang.instrument.Instrumentation jvm;
  private final AgentClassLoader loader;
  private final String version;
  private final Instrumentations instrumentations = Servers.all();
  private final Weaver weaver = new Weaver(instrumentations, this);
  private final CountDownLatch tried = new CountDownLatch(1);
  private volatile @Nullable Standing standing;
  private volatile boolean begun;
  private boolean looked;
  private volatile boolean attached;

  Agent(
      Settings settings,
      java.lang.instrument.Instrumentation jvm,
      AgentClassLoader loader,
      String version) {
    this.settings = settings;
    this.jvm = jvm;
    this.loader = loader;
    this.version = version;
  }

  /**
   * Before the application: weaves from now on; everything else happens beside the application's
   * own start.
   */
  void start() {
    jvm.addTransformer(weaver, true);
    DaemonThread.start(
        "portcullis-start",
        new Runnable() {
          @Override
          public void run() {
            standUp();
            warnIfNoServer();
          }
        });
  }

  /**
   * Into a running JVM; throws {@link IllegalStateException}, with nothing woven, where no policy
   * can be put in force.
   */
  void attach() throws UnmodifiableClassException {
    attached = true;
    standUp();
    Standing now = standing;
    if (now == null) {
      throw new IllegalStateException("the agent failed to start; its log says why");
    }
    if (!mayServe(now)) {
      throw new IllegalStateException(
          "no policy can be put in force: "
              + firstError(now.first)
              + "; mend it, or set startup=deny");
    }
    jvm.addTransformer(weaver, true);
    List<Class<?>> present = new ArrayList<>();
    for (Class<?> loaded : jvm.getAllLoadedClasses()) {
      List<Instrumentation> known = instrumentations.of(loaded.getName().replace('.', '/'));
      boolean ofServer = !known.isEmpty();
      if (ofServer && known.get(0).isWitness()) {
        // What it would have seen has happened by now.
        SessionStores.OF_THIS_JVM.missedSome();
      } else if (ofServer && loaded.getClassLoader() != null && jvm.isModifiableClass(loaded)) {
        present.add(loaded);
      }
    }
    if (!present.isEmpty()) {
      jvm.retransformClasses(present.toArray(new Class<?>[0]));
    }
    DaemonThread.start(
        "portcullis-start",
        new Runnable() {
          @Override
          public void run() {
            warnIfNoServer();
          }
        });
  }

  private void standUp() {
    try {
      Logger log = new StderrLogger(System.err, settings.log());
      FirstPolicy first = FirstPolicy.read(settings);
      EmergencyBypass emergency = settings.emergencyBypass().bypass();
      Optional<Records> records =
          settings.state().isPresent()
              ? Optional.of(Records.in(settings.state().get(), log))
              : Optional.<Records>empty();
      DenialLog denials =
          records.isPresent() ? DenialLog.to(log, records.get()) : DenialLog.to(log);
      HostBypass bypassed = HostBypass.of(emergency, settings.bypassCidrs());
      // Of use to the management API alone, where that can change anything.
      Optional<RecentClients> recent =
          settings.admin().isPresent() && records.isPresent()
              ? Optional.of(new RecentClients())
              : Optional.<RecentClients>empty();
      Gate gate =
          new Gate(
              first.snapshot(settings),
              settings.onFault(),
              denials,
              SystemTime.INSTANCE,
              bypassed,
              recent.isPresent()
                  ? Optional.<AdmissionListener>of(recent.get())
                  : Optional.<AdmissionListener>empty());
      AdapterDispatcher dispatcher =
          new AdapterDispatcher(gate, instrumentations, loader, settings.onUnsupported());
      GuardedServers servers = new GuardedServers(jvm, dispatcher, log, this);
      standing =
          new Standing(
              log,
              first,
              gate,
              servers,
              bypassWatch(emergency, log, records),
              records,
              new LastWords(denials, records),
              denials,
              bypassed,
              recent);
      Dispatcher.install(dispatcher);
      Banner.print(log, version, settings, first);
    } catch (Throwable fault) {
      System.err.println("portcullis: failed to start: " + fault);
      fault.printStackTrace();
    } finally {
      tried.countDown();
    }
  }

  private Optional<BypassWatch> bypassWatch(
      EmergencyBypass bypass, Logger log, Optional<Records> records) {
    Optional<String> file = settings.emergencyBypass().file();
    return file.isPresent()
        ? Optional.of(
            new BypassWatch(BypassFile.at(file.get()), bypass, SystemTime.INSTANCE, log, records))
        : Optional.<BypassWatch>empty();
  }

  private void warnIfNoServer() {
    Standing now = standing;
    if (now != null) {
      try {
        now.servers.warnIfNone();
      } catch (InterruptedException leaving) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public void beforeWeaving(Instrumentation instrumentation) {
    Standing now = awaitStanding();
    if (now == null) {
      System.err.println(
          "portcullis: "
              + instrumentation.family()
              + " is not started, since its guard failed to start");
      JvmExit.now();
      return;
    }
    if (!mayServe(now)) {
      now.log.error(
          "{} is not started (startup=refuse, exit status {}): {}",
          instrumentation.family(),
          JvmExit.STATUS,
          firstError(now.first));
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

  /**
   * Whether a server may be started. The emergency bypass starts it without a policy, for it is the
   * way out of a lockout; only where there is none is its file looked at so early.
   */
  private boolean mayServe(Standing now) {
    lookAtManaged(now);
    if (now.first.isFit() || settings.startup() != Settings.Startup.REFUSE) {
      return true;
    }
    if (now.bypass.isPresent()) {
      now.bypass.get().look();
    }
    if (!settings.emergencyBypass().bypass().isOn(SystemTime.INSTANCE)) {
      return false;
    }
    now.log.error(
        "CRITICAL the server is started without a policy, because of the emergency bypass; once it"
            + " ends, every request is refused until the policy is mended: {}",
        firstError(now.first));
    return true;
  }

  /**
   * Reads the policy once more where what is managed beside it is not what may be believed; before
   * the first server it could not be looked at.
   */
  private synchronized void lookAtManaged(Standing now) {
    if (looked) {
      return;
    }
    looked = true;
    if (now.first.needsALook(settings)) {
      FirstPolicy again = FirstPolicy.readAgain(settings);
      now.gate.install(again.snapshot(settings));
      now.first = again;
      Banner.printPolicy(now.log, settings, again);
    }
  }

  private static String firstError(FirstPolicy first) {
    for (Problem problem : first.problems()) {
      if (problem.isError()) {
        return problem.toString();
      }
    }
    return "the policy is not fit";
  }

  @Override
  public void heralded(Instrumentation instrumentation, ClassLoader server) {
    Standing now = standing;
    if (now != null) {
      now.servers.prepare(instrumentation, server);
    }
  }

  @Override
  public void woven(Instrumentation instrumentation, ClassLoader server) {
    if (instrumentation.isWitness()) {
      return;
    }
    Standing now = standing;
    if (now != null) {
      begin(now);
      now.servers.add(instrumentation, server);
    }
  }

  /**
   * From the first server on: records and the watcher use the NIO file system, which is not ours to
   * initialise before.
   */
  private synchronized void begin(Standing now) {
    if (begun) {
      return;
    }
    begun = true;
    now.lastWords.prepare();
    if (now.records.isPresent()) {
      now.records.get().start(now.gate.run());
      if (settings.emergencyBypass().isOnForGood()) {
        now.records.get().tell(Change.emergencyBypassOn("setting emergencyBypass", "the JVM ends"));
      }
    }
    if (now.bypass.isPresent()) {
      now.bypass.get().start();
    }
    if (now.first.source().isPresent()) {
      watch(now, now.first.source().get());
    } else if (settings.admin().isPresent()) {
      AdminStart admin =
          AdminStart.of(
              settings.admin().get(), now.log, new ReloadLog(now.log, "none"), now.first, "none");
      start(admin, now);
    }
  }

  /** Starts the management API, in a while. */
  private void start(AdminStart admin, Standing now) {
    admin.whenGuarded(
        version,
        now.gate,
        now.bypassed,
        now.denials.counts(),
        now.servers,
        settings.state(),
        now.records);
  }

  private void watch(Standing now, FileSource written) {
    FirstPolicy first = now.first;
    Optional<ManagedFile> managed = FirstPolicy.managed(settings);
    FileSource source = managed.isPresent() ? written.with(managed.get()) : written;
    Optional<PolicyText> inForce = first.isFit() ? first.text() : Optional.<PolicyText>empty();
    ReloadListener listener = new ReloadLog(now.log, source.name());
    if (now.records.isPresent()) {
      listener = ReloadRecord.of(listener, now.records.get(), first, source.name());
    }
    if (settings.state().isPresent()) {
      listener = ManagedKeeper.of(listener, settings.state().get(), now.log, first);
    }
    Optional<AdminStart> admin = Optional.empty();
    if (settings.admin().isPresent()) {
      admin =
          Optional.of(
              AdminStart.of(settings.admin().get(), now.log, listener, first, source.name()));
      listener = admin.get().listener();
    }
    PolicyReload reload =
        PolicyReload.of(
            now.gate,
            source.name(),
            inForce,
            first.isFit() ? Collections.<Problem>emptyList() : first.problems(),
            HostFacts.of(settings.environment()),
            listener,
            managed);
    SourceWatcher.start(source, first.text(), first.isFit(), reload);
    if (admin.isPresent()) {
      if (now.recent.isPresent() && settings.state().isPresent()) {
        admin.get().mayChange(settings.state().get(), reload, source, now.recent.get());
      }
      start(admin.get(), now);
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
      now.log.error("{}", line);
    } else {
      System.err.println("portcullis: " + line);
    }
    if (ends) {
      JvmExit.now();
    }
  }
}
