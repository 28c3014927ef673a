package io.portcullis.record;

/** What is written down of denials: one of them, or the number of many. */
interface DenialRecord {
  /** One line for the log; no part of it holds a blank, a quote or a control character. */
  String line();

  /** Counts what could not be written, so that it is told later. */
  void putBack(DenialStream stream);
}
