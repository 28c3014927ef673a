package io.portcullis.gate;

import io.portcullis.engine.Decision;
import io.portcullis.engine.Request;

/** Words a refusal as a policy's {@code responses} have it. Immutable, thread-safe. */
public interface RefusalWriter {
  Refusal write(Decision decision, Request request, String decisionId);
}
