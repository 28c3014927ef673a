package io.portcullis.gate;

/**
 * An exchange whose thread must not wait: it can be left as it is and taken up again later. What
 * stands here is called after {@link Gate#admit} has said that the server's method is to be left.
 */
public interface ParkableExchange extends HttpExchange {
  /**
   * Runs something on a thread of the server's own on which an exchange may be answered and handed
   * to the application. Throws where the server takes no more work; it is never run then.
   */
  void later(Runnable work) throws Exception;

  /**
   * Hands the exchange to the application as the server would have done, judged. Called at most
   * once, and by what {@link #later} has run. What the application throws is the server's business,
   * and does not come out here.
   */
  void proceed() throws Exception;

  /** Ends the exchange without the application, and without an answer if there is no way to one. */
  void drop() throws Exception;
}
