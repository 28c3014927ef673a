package io.portcullis.engine;

import io.portcullis.certificate.ClientCertificate;
import io.portcullis.client.ClientAddress;
import io.portcullis.client.ClientAddress.HeaderFate;
import io.portcullis.client.ClientAddressResolver;
import io.portcullis.client.ReportedPeer;
import io.portcullis.dns.Lookup;
import io.portcullis.dns.ReverseNames;
import io.portcullis.dns.ReverseVerdict;
import io.portcullis.pattern.CanonicalPath;
import io.portcullis.pattern.PathPattern;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One request on its way through the pipeline: its facts, and what the checks have found so far,
 * each computed once.
 *
 * <p>Used by one thread at a time, thrown away with the request.
 */
public final class Evaluation implements ClientAddressResolver.HeaderLines, TimeSource {
  private static final TimeSource NO_TIME =
      new TimeSource() {
        @Override
        public long epochMillis() {
          throw new IllegalStateException("a list has times and nobody has given the time");
        }
      };

  private final Request request;
  private final ClientAddressResolver resolver;
  private @Nullable ClientAddress client;
  private @Nullable CanonicalPath path;
  private Caller caller = Caller.ANONYMOUS;
  private final TimeSource time;
  private final HostBypass bypass;
  private final ReverseNames names;
  private boolean timeKnown;
  private long epochMillis;
  private boolean callerUndetermined;
  private boolean addressExempt;
  private @Nullable Seldom seldom;

  /** An evaluation by a policy whose lists have no times; it throws where the time is asked for. */
  public Evaluation(Request request, ClientAddressResolver resolver) {
    this(request, resolver, NO_TIME);
  }

  /** An evaluation that takes the time from a source, once at most, when a list has times. */
  public Evaluation(Request request, ClientAddressResolver resolver, TimeSource time) {
    this(request, resolver, time, HostBypass.NONE);
  }

  /** An evaluation on a host that lets some requests through whatever the policy says. */
  public Evaluation(
      Request request, ClientAddressResolver resolver, TimeSource time, HostBypass bypass) {
    this(request, resolver, time, bypass, ReverseNames.NOBODY);
  }

  /** An evaluation that asks somebody about the names of the client. */
  public Evaluation(
      Request request,
      ClientAddressResolver resolver,
      TimeSource time,
      HostBypass bypass,
      ReverseNames names) {
    this.names = names;
    this.request = request;
    this.resolver = resolver;
    this.time = time;
    this.bypass = bypass;
  }

  public Request request() {
    return request;
  }

  /** Whose request this is. */
  public ClientAddress client() {
    ClientAddress known = client;
    if (known == null) {
      known = resolver.resolve(request.peer(), this);
      client = known;
    }
    return known;
  }

  /**
   * What became of the header that names the client; {@code ABSENT} while no check has asked for
   * the client.
   */
  public HeaderFate headerFate() {
    ClientAddress known = client;
    return known == null ? HeaderFate.ABSENT : known.headerFate();
  }

  /**
   * The client's certificate, read once.
   *
   * @param certificates how it is found: the same for every check of a policy
   */
  public ClientCertificate certificate(ClientCertificates certificates) {
    ClientCertificate known = seldom == null ? null : seldom.certificate;
    if (known == null) {
      known = certificates.find(this);
      seldom().certificate = known;
    }
    return known;
  }

  /** The client's certificate, where a check has asked for it. */
  public Optional<ClientCertificate> knownCertificate() {
    return seldom == null ? Optional.empty() : Optional.ofNullable(seldom.certificate);
  }

  /** What became of the header that brings the client's certificate, as {@link #headerFate}. */
  public HeaderFate certificateHeaderFate() {
    return seldom == null ? HeaderFate.ABSENT : seldom.certificateHeaderFate;
  }

  void certificateHeader(HeaderFate fate) {
    seldom().certificateHeaderFate = fate;
  }

  /** Our own reading of the target. */
  public CanonicalPath path() {
    CanonicalPath known = path;
    if (known == null) {
      known = CanonicalPath.of(request.target());
      path = known;
    }
    return known;
  }

  /** The host that the request calls; found anew each time, for few rules ask. */
  public RequestHost host() {
    return RequestHost.of(request);
  }

  /** When the request is judged: the same for every check that asks. */
  @Override
  public long epochMillis() {
    if (!timeKnown) {
      epochMillis = time.epochMillis();
      timeKnown = true;
    }
    return epochMillis;
  }

  /**
   * What somebody has found out about this request before and would find again; for what is too
   * costly to be read twice, once to decide and once to explain.
   */
  public Optional<Object> noted(Object finder) {
    Map<Object, Object> all = seldom == null ? null : seldom.notes;
    return all == null ? Optional.empty() : Optional.ofNullable(all.get(finder));
  }

  /** Keeps what a finder has found out about this request. */
  public void note(Object finder, Object found) {
    Map<Object, Object> all = seldom().notes;
    if (all == null) {
      all = new IdentityHashMap<>();
      seldom().notes = all;
    }
    all.put(finder, found);
  }

  /** Whether the request may come to mean one that a list of patterns is about. */
  public boolean touches(List<PathPattern> patterns) {
    RequestMeaning meaning = new RequestMeaning(this);
    for (int i = 0; i < patterns.size(); i++) {
      PathPattern pattern = patterns.get(i);
      if (meaning.touchesPath(pattern) && meaning.touchesMethod(pattern)) {
        return true;
      }
    }
    return false;
  }

  /** The body, where a check has asked for it. */
  public Optional<BodyReading> knownBody() {
    return seldom == null ? Optional.empty() : Optional.ofNullable(seldom.body);
  }

  /**
   * The body, to be waited for; see {@link Request#readBody}. Whoever asks first sets the bounds.
   */
  public BodyReading body(int maxBytes, long timeoutMillis) {
    BodyReading known = seldom().body;
    if (known == null) {
      known = request.readBody(maxBytes, timeoutMillis);
      seldom().body = known;
    }
    return known;
  }

  /** Who is calling, once the caller check has found out; nobody known before. */
  public Caller caller() {
    return caller;
  }

  /** For the caller check alone. */
  public void foundCaller(Caller found) {
    caller = found;
  }

  /** For the caller check alone: whose lists apply cannot be told. */
  public void callerUndetermined() {
    callerUndetermined = true;
  }

  /** Whether the caller check has refused to say whose request this is. */
  public boolean isCallerUndetermined() {
    return callerUndetermined;
  }

  /** For the certificate check alone. */
  void acceptCertificate() {
    seldom().certificateAccepted = true;
  }

  /** Whether the scope of the caller asks for a certificate, and has accepted the client's. */
  boolean isCertificateAccepted() {
    return seldom != null && seldom.certificateAccepted;
  }

  ReverseNames names() {
    return names;
  }

  void asked(Lookup lookup) {
    seldom().lookup = lookup;
  }

  void heard(ReverseVerdict verdict) {
    seldom().verdict = verdict;
  }

  /**
   * What was found about the names of the client, where a check has asked and there is an answer.
   */
  public Optional<ReverseVerdict> reverseVerdict() {
    Seldom known = seldom;
    if (known == null) {
      return Optional.empty();
    }
    Lookup lookup = known.lookup;
    if (known.verdict == null && lookup != null && lookup.isDone()) {
      known.verdict = lookup.await();
    }
    return Optional.ofNullable(known.verdict);
  }

  /**
   * The verdict of a check that has to wait. The request is judged anew, from the first check on,
   * once that is done: a check keeps here what it has found out so far, and starts nothing twice.
   */
  public Verdict waitFor(CheckName check, Awaited what) {
    seldom().awaited = what;
    return Verdict.pending(check);
  }

  /**
   * What the check waits for that has said so; throws {@link IllegalStateException} where none has.
   */
  public Awaited awaited() {
    Awaited known = seldom().awaited;
    if (known == null) {
      throw new IllegalStateException("nobody waits");
    }
    return known;
  }

  /**
   * Whether an earlier check has settled the request, so that the verdict is for the record alone:
   * a check does not wait for it, and asks nobody.
   */
  public boolean isSettled() {
    return seldom != null && seldom.settled;
  }

  void settled(boolean by) {
    if (by || seldom != null) {
      seldom().settled = by;
    }
  }

  /** Whether there is time to wait even where the answer holds nobody up. */
  boolean isPatient() {
    return seldom != null && seldom.patient;
  }

  void patient() {
    seldom().patient = true;
  }

  boolean isEmergency() {
    return bypass.emergency().isOn(this);
  }

  /** Those whom the host exempts, beside the policy's. */
  EntryTable hostExempt() {
    return bypass.addresses();
  }

  /** Whether the client's address exempts it from the lists. */
  public boolean isAddressExempt() {
    return addressExempt;
  }

  void exemptAddress() {
    addressExempt = true;
  }

  @Override
  public Optional<ReportedPeer> reportedPeer() {
    return request.reportedPeer();
  }

  @Override
  public List<String> lines(String name) {
    return request.headerLines(name);
  }

  private Seldom seldom() {
    Seldom known = seldom;
    if (known == null) {
      known = new Seldom();
      seldom = known;
    }
    return known;
  }

  /** What few policies ask for: of no cost to the requests of all others. */
  private static final class Seldom {
    @Nullable ClientCertificate certificate;
    HeaderFate certificateHeaderFate = HeaderFate.ABSENT;
    boolean certificateAccepted;
    @Nullable Map<Object, Object> notes;
    @Nullable BodyReading body;
    @Nullable Awaited awaited;
    @Nullable Lookup lookup;
    @Nullable ReverseVerdict verdict;
    boolean settled;
    boolean patient;
  }
}
