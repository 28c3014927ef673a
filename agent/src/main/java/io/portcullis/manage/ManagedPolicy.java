package io.portcullis.manage;

import io.portcullis.policy.PolicyReload;
import io.portcullis.record.ManagedStore;
import io.portcullis.record.RecentClients;
import io.portcullis.source.FileSource;
import io.portcullis.source.ManagedFile;

/** What it takes to change what is managed. Thread-safe. */
public final class ManagedPolicy {
  final ManagedFile file;
  final ManagedStore store;
  final PolicyReload reload;
  final FileSource source;
  final RecentClients recent;

  private ManagedPolicy(
      ManagedFile file,
      ManagedStore store,
      PolicyReload reload,
      FileSource source,
      RecentClients recent) {
    this.file = file;
    this.store = store;
    this.reload = reload;
    this.source = source;
    this.recent = recent;
  }

  /**
   * What there is.
   *
   * @param directory of the state
   * @param source of the operator's file, with what is managed beside it
   * @param recent clients that the gate has let through
   */
  public static ManagedPolicy in(
      String directory, PolicyReload reload, FileSource source, RecentClients recent) {
    return new ManagedPolicy(
        ManagedFile.in(directory), ManagedStore.in(directory), reload, source, recent);
  }
}
