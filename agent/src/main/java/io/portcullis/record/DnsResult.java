package io.portcullis.record;

import io.portcullis.dns.Answer;
import io.portcullis.dns.NoAnswer;
import java.util.Locale;

/** What became of a question to DNS, in the few words that it is counted by. */
public enum DnsResult {
  /** There are records. */
  ANSWER,
  /** There is no such name, or it has no such record. */
  NONE,
  TIMEOUT,
  SERVFAIL,
  REFUSED,
  UNREACHABLE,
  MALFORMED,
  /** All that is no fault of the network's: a loop of CNAMEs, no server, our own end. */
  OTHER;

  static DnsResult of(Answer answer) {
    switch (answer.kind()) {
      case RECORDS:
        return ANSWER;
      case NONE:
        return NONE;
      default:
        return answer.why().isPresent() ? of(answer.why().get()) : OTHER;
    }
  }

  private static DnsResult of(NoAnswer why) {
    switch (why) {
      case TIMEOUT:
        return TIMEOUT;
      case SERVFAIL:
        return SERVFAIL;
      case REFUSED:
        return REFUSED;
      case UNREACHABLE:
        return UNREACHABLE;
      case MALFORMED:
        return MALFORMED;
      default:
        return OTHER;
    }
  }

  /** A short token in lower case. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
