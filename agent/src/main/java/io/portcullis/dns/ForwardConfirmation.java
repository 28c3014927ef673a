package io.portcullis.dns;

import io.portcullis.ip.IpAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The procedure of forward-confirmed reverse DNS, over whoever answers the questions.
 *
 * <p>It reads no clock and remembers nothing, so it can be gone through again whenever one more
 * answer has come. What decides is the same name both ways: a name that leads to the client but is
 * not among the client's names confirms nothing, and so does the other way round.
 */
public final class ForwardConfirmation {
  /** How many names are looked up at most. */
  static final int MOST_NAMES = 10;

  private final IpAddress client;
  private final ExpectedNames expected;
  private final Names dns;
  private final List<NameTrace> names = new ArrayList<>();
  private boolean confirmed;
  private boolean asked;
  private boolean unknown;
  private Optional<NoAnswer> why = Optional.empty();

  private ForwardConfirmation(IpAddress client, ExpectedNames expected, Names dns) {
    this.client = client;
    this.expected = expected;
    this.dns = dns;
  }

  /** The verdict on a client that has to carry one of these names. */
  public static ReverseVerdict judge(
      IpAddress client, ExpectedNames expected, OnIndeterminate onIndeterminate, Names dns) {
    return new ForwardConfirmation(client, expected, dns).verdict(onIndeterminate);
  }

  private ReverseVerdict verdict(OnIndeterminate onIndeterminate) {
    Answer ptr = dns.ptr(client);
    // Asked for beside the rest, since the time of a request would not do for one after the other.
    List<NameTrace> fallback =
        onIndeterminate == OnIndeterminate.ALLOW && !ptr.is(Answer.Kind.NONE)
            ? fallback()
            : Collections.<NameTrace>emptyList();
    switch (ptr.kind()) {
      case UNKNOWN:
        return of(ReverseVerdict.Reason.PENDING, ptr, fallback);
      case NONE:
        return of(ReverseVerdict.Reason.PTR_MISSING, ptr, fallback);
      case INDETERMINATE:
        why = ptr.why();
        return unsettled(ptr, fallback);
      default:
        break;
    }
    lookUpNames(ptr);
    if (confirmed) {
      why = Optional.empty();
      return of(ReverseVerdict.Reason.FORWARD_CONFIRMED, ptr, Collections.<NameTrace>emptyList());
    }
    if (unknown) {
      return of(ReverseVerdict.Reason.PENDING, ptr, fallback);
    }
    if (why.isPresent()) {
      return unsettled(ptr, fallback);
    }
    return of(
        asked ? ReverseVerdict.Reason.FORWARD_MISMATCH : ReverseVerdict.Reason.PTR_NOT_EXPECTED,
        ptr,
        Collections.<NameTrace>emptyList());
  }

  private void lookUpNames(Answer ptr) {
    Set<DnsName> seen = new HashSet<>();
    for (String written : ptr.names()) {
      Optional<DnsName> name = DnsName.find(written);
      if (!name.isPresent() || !expected.matches(name.get())) {
        names.add(new NameTrace(written, NameTrace.Outcome.NOT_EXPECTED, Answer.unknown()));
      } else if (seen.add(name.get())) {
        if (seen.size() > MOST_NAMES) {
          names.add(
              new NameTrace(name.get().toString(), NameTrace.Outcome.TOO_MANY, Answer.unknown()));
        } else {
          asked = true;
          lookUp(name.get());
        }
      }
    }
  }

  private void lookUp(DnsName name) {
    NameTrace trace = trace(name);
    names.add(trace);
    confirmed |= trace.outcome() == NameTrace.Outcome.CONFIRMED;
    unknown |= trace.forward().is(Answer.Kind.UNKNOWN);
    if (!why.isPresent()) {
      why = trace.forward().why();
    }
  }

  private NameTrace trace(DnsName name) {
    Answer forward = dns.forward(name);
    NameTrace.Outcome outcome;
    if (forward.addresses().contains(client)) {
      outcome = NameTrace.Outcome.CONFIRMED;
    } else if (forward.is(Answer.Kind.UNKNOWN) || forward.why().isPresent()) {
      outcome = NameTrace.Outcome.INDETERMINATE;
    } else {
      outcome = NameTrace.Outcome.ELSEWHERE;
    }
    return new NameTrace(name.toString(), outcome, forward);
  }

  private List<NameTrace> fallback() {
    List<NameTrace> traces = new ArrayList<>();
    for (DnsName name : expected.exact(MOST_NAMES)) {
      traces.add(trace(name));
    }
    return traces;
  }

  /** There is no answer about the client's names; an expected one may lead to it all the same. */
  private ReverseVerdict unsettled(Answer ptr, List<NameTrace> fallback) {
    boolean pending = false;
    for (NameTrace trace : fallback) {
      if (trace.outcome() == NameTrace.Outcome.CONFIRMED) {
        return of(ReverseVerdict.Reason.FORWARD_ONLY, ptr, fallback);
      }
      pending |= trace.forward().is(Answer.Kind.UNKNOWN);
    }
    return of(
        pending ? ReverseVerdict.Reason.PENDING : ReverseVerdict.Reason.INDETERMINATE,
        ptr,
        fallback);
  }

  private ReverseVerdict of(ReverseVerdict.Reason reason, Answer ptr, List<NameTrace> fallback) {
    return ReverseVerdict.of(reason, why, ptr, names, fallback);
  }
}
