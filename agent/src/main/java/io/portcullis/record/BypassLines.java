package io.portcullis.record;

import io.portcullis.client.ClientAddress;
import io.portcullis.engine.Request;
import java.util.Optional;
import org.slf4j.Logger;

/**
 * One line for each request that the emergency bypass has let through; what finds no room in the
 * queue is counted, and said as a number. Told of by any thread, written by one.
 */
final class BypassLines {
  // So that a flood does not put off for ever to say what it has cost.
  private static final int LINES_A_TURN = 4096;

  private final Logger log;
  private final Backlog<BypassedRequest> requests;

  BypassLines(Logger log, int capacity) {
    this.log = log;
    this.requests = new Backlog<>(capacity);
  }

  void add(Request request, Optional<ClientAddress> client, String id, String policy) {
    boolean worded = false;
    try {
      requests.offer(BypassedRequest.of(request, client, id, policy));
      worded = true;
    } finally {
      if (!worded) {
        requests.miss(1);
      }
    }
  }

  boolean hasWork() {
    return requests.hasWork();
  }

  /** Writes what is queued; whether the logger took it. Never throws. */
  boolean write() {
    for (int i = 0; i < LINES_A_TURN; i++) {
      BypassedRequest request = requests.poll();
      if (request == null) {
        break;
      }
      try {
        log.error(request.line());
      } catch (Throwable broken) {
        requests.miss(1);
        return false;
      }
    }
    long missed = requests.takeMissed();
    if (missed == 0) {
      return true;
    }
    try {
      log.error("CRITICAL emergency_bypass: " + missed + " more requests not shown");
      return true;
    } catch (Throwable broken) {
      requests.miss(missed);
      return false;
    }
  }

  /** Writes everything, as far as the logger lets it. */
  void finish() {
    while (write() && hasWork()) {
      continue;
    }
  }
}
