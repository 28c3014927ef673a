package io.portcullis.engine;

/**
 * What a check has to wait for before it can judge: an answer of DNS, a body that is still to come.
 * Thread-safe. It comes to an end by itself, and within a time of its own: once it is done the
 * check that asked has something to judge by, if only that there is no answer.
 */
public interface Awaited {
  /** Waits until it is done. Blocks: not for the threads of a server that must not. */
  void await();

  /**
   * Has somebody told, once, when it is done: on whichever thread it ends, or at once on the
   * caller's. Called once at most.
   *
   * @param then must neither block nor throw
   */
  void onDone(Runnable then);
}
