package io.portcullis.record;

import java.util.List;

/** Where denials are written down. Used by one thread; never throws. */
interface DenialSink {
  /**
   * Writes records in their order; gives how many are written, from the beginning: fewer than all
   * where it cannot go on.
   */
  int write(List<? extends DenialRecord> records);
}
