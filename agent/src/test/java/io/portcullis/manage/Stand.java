package io.portcullis.manage;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.portcullis.caller.KeyHash;
import io.portcullis.engine.Decision;
import io.portcullis.engine.Evaluation;
import io.portcullis.engine.HostBypass;
import io.portcullis.engine.RequestFacts;
import io.portcullis.gate.FailureMode;
import io.portcullis.gate.Gate;
import io.portcullis.ip.IpAddress;
import io.portcullis.policy.HostFacts;
import io.portcullis.policy.PolicyLoad;
import io.portcullis.policy.PolicyReader;
import io.portcullis.policy.PolicyReload;
import io.portcullis.policy.Problem;
import io.portcullis.policy.ReloadListener;
import io.portcullis.record.DenialLog;
import io.portcullis.record.RecentClients;
import io.portcullis.record.Records;
import io.portcullis.source.FileSource;
import io.portcullis.source.ManagedFile;
import io.portcullis.source.PolicyText;
import io.portcullis.source.SourceWatcher;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.helpers.NOPLogger;

/** The API of a gate without a server, on a port of its own. */
final class Stand implements AutoCloseable {
  static final String POLICY =
      """
      portcullis: 1
      callers:
        tenant: [{header: X-Tenant-Id}]
        apiKey: {header: X-API-Key}
        onUnknownTenant: deny
        onUnknownKey: ignore
      tenants:
        acme:
          mode: monitor
          allow: [203.0.113.0/24, {address: 192.0.2.1, id: desk, until: "2026-11-25T00:00:00Z"}]
        globex: {allow: [192.0.2.128/25]}
      global: {allow: [192.0.2.2]}
      keys:
        acme-cron: {sha256: CRON, tenants: [acme], allow: [192.0.2.9]}
        shared: {sha256: SHARED, tenants: [acme, globex], allow: [192.0.2.9]}
      operators:
        root: {sha256: ROOT, role: platform-admin}
        sees-all: {sha256: VIEWER, role: viewer}
        acme-desk: {sha256: ACME, role: viewer, tenants: [acme]}
      """
          .replace("CRON", KeyHash.ofKey("cron").hex())
          .replace("SHARED", KeyHash.ofKey("shared").hex())
          .replace("ROOT", KeyHash.ofKey("root").hex())
          .replace("VIEWER", KeyHash.ofKey("viewer").hex())
          .replace("ACME", KeyHash.ofKey("acme").hex());

  private static final long NOW = Instant.parse("2026-11-21T00:00:00Z").toEpochMilli();

  private final DenialLog log = DenialLog.to(NOPLogger.NOP_LOGGER);
  private final Gate gate;
  private final PolicyStatus status;
  private final Watched watched;
  private final Management management;
  private final Optional<SourceWatcher> watcher;
  private final RecentClients recent;
  private final Optional<Records> written;

  private Stand(String yaml, long patience, Optional<String> state, Optional<Records> records)
      throws IOException {
    watcher = Optional.empty();
    recent = new RecentClients();
    written = Optional.empty();
    PolicyLoad load = read(yaml);
    assertThat(load.errors()).isEmpty();
    gate = new Gate(load.snapshot().orElseThrow(), FailureMode.DENY, log);
    status = PolicyStatus.of(new Deaf(), "policy.yaml", Optional.of(load), List.of(), () -> NOW);
    watched =
        Watched.of(
            "1.2.3",
            gate,
            HostBypass.NONE,
            log.counts(),
            status,
            () -> List.of("Tomcat 9"),
            state,
            records,
            () -> NOW);
    management =
        Management.start(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            watched,
            NOPLogger.NOP_LOGGER,
            patience);
  }

  /** A stand that can change what is managed: over a file, with a state directory beside it. */
  private Stand(Path folder) throws Exception {
    String state = folder.resolve("state").toString();
    ManagedFile managed = ManagedFile.in(state);
    FileSource source =
        FileSource.of(folder.resolve("policy.yaml").toString(), PolicyReader::listsNamed)
            .with(managed);
    PolicyText text = source.read();
    PolicyLoad load = PolicyReader.read(text);
    assertThat(load.errors()).isEmpty();
    RecentClients recent = new RecentClients();
    gate =
        new Gate(
            load.snapshot().orElseThrow(),
            FailureMode.DENY,
            log,
            () -> NOW,
            HostBypass.NONE,
            Optional.of(recent));
    status = PolicyStatus.of(new Deaf(), "policy.yaml", Optional.of(load), List.of(), () -> NOW);
    PolicyReload reload =
        PolicyReload.of(
            gate,
            "policy.yaml",
            Optional.of(text),
            List.of(),
            HostFacts.NONE,
            status,
            Optional.of(managed));
    Records records = Records.in(state, NOPLogger.NOP_LOGGER);
    records.start("5be1f00d77aa");
    written = Optional.of(records);
    watcher = Optional.of(SourceWatcher.start(source, Optional.of(text), true, reload));
    this.recent = recent;
    watched =
        Watched.of(
                "1.2.3",
                gate,
                HostBypass.NONE,
                log.counts(),
                status,
                () -> List.of("Tomcat 9"),
                Optional.of(state),
                Optional.of(records),
                () -> NOW)
            .readFrom(source, reload)
            .changedThrough(ManagedPolicy.in(state, reload, recent));
    management =
        Management.start(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            watched,
            NOPLogger.NOP_LOGGER);
  }

  /** A stand over {@code policy.yaml} of a folder, whose state lies in {@code state} beside it. */
  static Stand over(Path folder) {
    try {
      return new Stand(folder);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  /** The same over a policy that is written there first. */
  static Stand over(Path folder, String yaml) {
    try {
      Files.writeString(folder.resolve("policy.yaml"), yaml);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    return over(folder);
  }

  RecentClients recent() {
    return recent;
  }

  /** What is decided of a request of a tenant now; one that is let through is remembered. */
  boolean admits(String tenant, String address) {
    try {
      RequestFacts request =
          RequestFacts.from(IpAddress.parse(address)).header("X-Tenant-Id", tenant).build();
      Evaluation evaluation = new Evaluation(request, gate.policy().clientAddress(), () -> NOW);
      Decision decision = gate.policy().pipeline().explain(evaluation);
      boolean allowed = decision.effect() == Decision.Effect.ALLOW;
      if (allowed) {
        recent.admitted(decision.client().address(), decision.caller());
      }
      return allowed;
    } catch (io.portcullis.ip.IpSyntaxException e) {
      throw new AssertionError(e);
    }
  }

  /** A call with a body, or with none where it is empty. */
  Reply send(String line, String token, String body, String... headers) throws IOException {
    StringBuilder head = new StringBuilder(line + " HTTP/1.1\r\nHost: localhost\r\n");
    head.append(bearer(token));
    for (String header : headers) {
      head.append(header).append("\r\n");
    }
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    head.append("Content-Length: ").append(bytes.length).append("\r\n\r\n");
    return raw(head + new String(bytes, StandardCharsets.ISO_8859_1));
  }

  static Stand of(String yaml) {
    return of(yaml, 10_000);
  }

  static Stand of(String yaml, long patience) {
    return of(yaml, patience, Optional.empty(), Optional.empty());
  }

  static Stand of(String yaml, long patience, Optional<String> state, Optional<Records> records) {
    try {
      return new Stand(yaml, patience, state, records);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static PolicyLoad read(String yaml) {
    return PolicyReader.read(
        PolicyText.of("policy.yaml", yaml.getBytes(StandardCharsets.UTF_8), Map.of()));
  }

  /** What the watcher does with a changed file. */
  void reload(String yaml) {
    PolicyLoad load = read(yaml);
    if (load.isFit()) {
      gate.install(load.snapshot().orElseThrow());
      status.mended();
      status.activated(gate.policy().revision(), load);
    } else {
      status.rejected(load.problems());
    }
  }

  /** Counts one request from an address as the gate does. */
  void judge(String peer) throws Exception {
    RequestFacts request = RequestFacts.from(IpAddress.parse(peer)).build();
    Evaluation evaluation = new Evaluation(request, gate.policy().clientAddress(), () -> NOW);
    Decision decision = gate.policy().pipeline().explain(evaluation);
    log.denied(decision, request, "5be1f00d77aa-1f", gate.policy().revision());
  }

  Watched watched() {
    return watched;
  }

  String revision() {
    return gate.policy().revision();
  }

  int port() {
    return management.port();
  }

  static String bearer(String token) {
    return "Authorization: Bearer " + token + "\r\n";
  }

  /** The JSON that a path answers. */
  JsonNode get(String path, String token) throws IOException {
    Reply reply = call("GET " + path, bearer(token));
    assertThat(reply.status()).as(reply.toString()).isEqualTo(200);
    return new ObjectMapper().readTree(reply.text());
  }

  Reply post(String path, String body, String token) throws IOException {
    return raw(
        "POST "
            + path
            + " HTTP/1.1\r\nHost: localhost\r\n"
            + bearer(token)
            + "Content-Length: "
            + body.length()
            + "\r\n\r\n"
            + body);
  }

  Reply call(String line, String headers) throws IOException {
    return raw(line + " HTTP/1.1\r\nHost: localhost\r\n" + headers + "\r\n");
  }

  /** Sends what is given; the answer is read until the connection is idle or ended. */
  Reply raw(String request) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", port())) {
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      StringBuilder head = new StringBuilder();
      while (head.indexOf("\r\n\r\n") < 0) {
        int c = socket.getInputStream().read();
        if (c < 0) {
          throw new IOException("closed after `" + head + "`");
        }
        head.append((char) c);
      }
      Reply reply = new Reply(head.toString(), "");
      boolean none = request.startsWith("HEAD") || reply.status() == 304 || reply.status() == 204;
      int length = none ? 0 : Integer.parseInt(reply.header("Content-Length"));
      byte[] body = socket.getInputStream().readNBytes(length);
      return new Reply(head.toString(), new String(body, StandardCharsets.UTF_8));
    }
  }

  @Override
  public void close() {
    management.close();
    watcher.ifPresent(SourceWatcher::stop);
    written.ifPresent(Records::close);
    log.close();
  }

  /** Nobody else wants to know. */
  private static final class Deaf implements ReloadListener {
    @Override
    public void activated(String revision, PolicyLoad load) {}

    @Override
    public void rejected(List<Problem> problems) {}

    @Override
    public void stillRejected(List<Problem> problems, long seconds) {}

    @Override
    public void mended() {}

    @Override
    public void failed(Throwable fault) {}
  }
}
