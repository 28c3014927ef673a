package io.portcullis.dns;

import io.portcullis.ip.IpAddress;
import org.jspecify.annotations.Nullable;

/** One of the two questions: the names of an address, or the addresses of a name. */
final class Question {
  // Exactly one of the two: an address stands for itself, a name for itself.
  private final Object subject;

  private Question(Object subject) {
    this.subject = subject;
  }

  static Question ptr(IpAddress address) {
    return new Question(address);
  }

  static Question forward(DnsName name) {
    return new Question(name);
  }

  Answer putTo(Names names) {
    return subject instanceof DnsName
        ? names.forward((DnsName) subject)
        : names.ptr((IpAddress) subject);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Question && ((Question) other).subject.equals(subject);
  }

  @Override
  public int hashCode() {
    return subject.hashCode();
  }

  @Override
  public String toString() {
    return subject.toString();
  }
}
