package io.portcullis.policy;

import java.util.List;

/**
 * Hears what becomes of each new text of a policy. Called on the watcher's thread only, in turn.
 */
public interface ReloadListener {
  /**
   * A policy is in force from now on; {@code load} has its warnings. Whether the newest text is
   * good is told by {@link #rejected} and {@link #mended} alone: what is managed can change beside
   * a file that is bad.
   */
  void activated(String revision, PolicyLoad load);

  /** The source is bad, in this way since now; the policy in force stays. */
  void rejected(List<Problem> problems);

  /** The source is as bad as it was {@code seconds} ago, when it was rejected. */
  void stillRejected(List<Problem> problems, long seconds);

  /** The source is good again; told once, before {@link #activated} where its policy is new. */
  void mended();

  /** Something of our own failed; the policy in force stays. */
  void failed(Throwable fault);
}
