package io.portcullis.server;

import java.lang.ref.WeakReference;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * What servers were seen to keep sessions in, where a request does not lead to it: for Undertow,
 * each deployment and the manager of sessions that it was given. Held weakly; thread-safe.
 */
public final class SessionStores {
  /** Those of this JVM. */
  public static final SessionStores OF_THIS_JVM = new SessionStores();

  /** Takes a look at one that is still there. */
  public interface Visitor {
    /** The deployment, and what keeps its sessions. */
    void visit(Object deployment, Object store) throws Exception;
  }

  private static final class Seen {
    final WeakReference<Object> deployment;
    final WeakReference<Object> store;

    Seen(Object deployment, Object store) {
      this.deployment = new WeakReference<>(deployment);
      this.store = new WeakReference<>(store);
    }
  }

  private final CopyOnWriteArrayList<Seen> all = new CopyOnWriteArrayList<>();
  private volatile boolean complete = true;

  SessionStores() {}

  /** A deployment was given what is to keep its sessions. */
  public void add(Object deployment, Object store) {
    for (Seen seen : all) {
      if (seen.deployment.get() == null || seen.store.get() == null) {
        all.remove(seen);
      }
    }
    all.add(new Seen(deployment, store));
  }

  /** There may be some that nobody has seen. */
  public void missedSome() {
    complete = false;
  }

  /** Whether all have been seen. */
  public boolean isComplete() {
    return complete;
  }

  /** Shows all that are still there. */
  public void visit(Visitor visitor) throws Exception {
    for (Seen seen : all) {
      Object deployment = seen.deployment.get();
      Object store = seen.store.get();
      if (deployment != null && store != null) {
        visitor.visit(deployment, store);
      }
    }
  }
}
