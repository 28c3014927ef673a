package io.portcullis.manage;

import io.portcullis.policy.PolicyReload;
import io.portcullis.record.ManagedStore;
import io.portcullis.record.RecentClients;
import io.portcullis.source.ManagedFile;

/** What it takes to change what is managed. Thread-safe. */
public final class ManagedPolicy {
  final ManagedFile file;
  final ManagedStore store;
  final PolicyReload reload;
  final RecentClients recent;

  private ManagedPolicy(
      ManagedFile file, ManagedStore store, PolicyReload reload, RecentClients recent) {
    this.file = file;
    this.store = store;
    this.reload = reload;
    this.recent = recent;
  }

  /**
   * What there is.
   *
   * @param directory of the state
   * @param recent clients that the gate has let through
   */
  public static ManagedPolicy in(String directory, PolicyReload reload, RecentClients recent) {
    return new ManagedPolicy(ManagedFile.in(directory), ManagedStore.in(directory), reload, recent);
  }
}
