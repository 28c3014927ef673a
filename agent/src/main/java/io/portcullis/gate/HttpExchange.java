package io.portcullis.gate;

import io.portcullis.engine.Request;

/**
 * One exchange of a server at the point where it is judged: its facts, and the way to refuse it.
 */
public interface HttpExchange extends Request {
  /**
   * Answers the caller in place of the application. Called at most once, after the decision is
   * taken; whatever it throws, the application is not run.
   */
  void refuse(Refusal refusal) throws Exception;
}
