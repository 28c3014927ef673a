package io.portcullis.record;

import io.portcullis.engine.Code;
import io.portcullis.engine.Decision;
import io.portcullis.engine.Request;
import io.portcullis.gate.DecisionListener;
import org.slf4j.Logger;

/** Writes a line for each denial and counts the rest. */
public final class DenialLog implements DecisionListener, AutoCloseable {
  private DenialLog(Logger log) {
    log.getName();
  }

  /** A log that writes to {@code log}, from a thread of its own. */
  public static DenialLog to(Logger log) {
    return new DenialLog(log);
  }

  @Override
  public void allowed(Code code) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void denied(Decision decision, Request request, String decisionId, String revision) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void failed(String doing, Throwable fault) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void close() {
    throw new UnsupportedOperationException();
  }
}
