package io.portcullis.engine;

import io.portcullis.certificate.ClientCertificate;
import io.portcullis.client.ClientAddress;
import io.portcullis.client.ClientAddress.HeaderFate;
import io.portcullis.client.ClientAddressResolver;
import io.portcullis.client.ReportedPeer;
import io.portcullis.pattern.CanonicalPath;
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
  private @Nullable ClientCertificate certificate;
  private HeaderFate certificateHeaderFate = HeaderFate.ABSENT;
  private @Nullable Map<Object, Object> notes;
  private Caller caller = Caller.ANONYMOUS;
  private final TimeSource time;
  private final HostBypass bypass;
  private boolean timeKnown;
  private long epochMillis;
  private boolean callerUndetermined;
  private boolean addressExempt;

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
    ClientCertificate known = certificate;
    if (known == null) {
      known = certificates.find(this);
      certificate = known;
    }
    return known;
  }

  /** The client's certificate, where a check has asked for it. */
  public Optional<ClientCertificate> knownCertificate() {
    return Optional.ofNullable(certificate);
  }

  /** What became of the header that brings the client's certificate, as {@link #headerFate}. */
  public HeaderFate certificateHeaderFate() {
    return certificateHeaderFate;
  }

  void certificateHeader(HeaderFate fate) {
    certificateHeaderFate = fate;
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
    return notes == null ? Optional.empty() : Optional.ofNullable(notes.get(finder));
  }

  /** Keeps what a finder has found out about this request. */
  public void note(Object finder, Object found) {
    Map<Object, Object> all = notes;
    if (all == null) {
      all = new IdentityHashMap<>();
      notes = all;
    }
    all.put(finder, found);
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
}
