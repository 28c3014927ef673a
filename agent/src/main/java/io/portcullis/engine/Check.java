package io.portcullis.engine;

/**
 * One step of the pipeline. Immutable and thread-safe; reads the request and its own part of the
 * policy only.
 */
public interface Check {
  CheckName name();

  /** What it says of a request; never throws for anything that a caller can send. */
  Verdict judge(Evaluation evaluation);
}
