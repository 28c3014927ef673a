package io.portcullis.gate;

import io.portcullis.engine.Code;
import io.portcullis.engine.Decision;
import io.portcullis.engine.Request;
import java.util.Map;

/** Words refusals as a policy's {@code responses} have them, and else as problem details. */
public final class Refusals implements RefusalWriter {
  private final Map<Code, RefusalTemplate> templates;

  private Refusals(Map<Code, RefusalTemplate> templates) {
    this.templates = templates;
  }

  public static Refusals of(Map<Code, RefusalTemplate> templates) {
    return new Refusals(templates);
  }

  @Override
  public Refusal write(Decision decision, Request request, String decisionId) {
    throw new UnsupportedOperationException(templates.toString());
  }
}
