package io.portcullis.dns;

/** Threads that wait in the place of those that must not. */
interface Workers {
  /** Has work done soon; false where nobody is free and the queue is full, or all is closed. */
  boolean run(Runnable work);

  /** Has work done after a time, unless the alarm is cancelled before. */
  Alarm after(long millis, Runnable work);

  void close();

  /** Work that waits for its time. */
  interface Alarm {
    void cancel();
  }
}
