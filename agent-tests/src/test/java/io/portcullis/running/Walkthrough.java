package io.portcullis.running;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.machine.BuiltAgent;
import io.portcullis.machine.BuiltCommand;
import io.portcullis.machine.ForkedServer;
import io.portcullis.machine.Jdks;
import io.portcullis.machine.NameServer;
import io.portcullis.machine.RawHttp;
import io.portcullis.machine.RawResponse;
import io.portcullis.machine.ServerSet;
import io.portcullis.machine.TestAuthority;
import io.portcullis.machine.Zone;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;

/**
 * A server that asks for certificates, an authority to issue them, and a DNS server, all of them on
 * this machine and gone afterwards; what is done with them is taken down as a reader would type it.
 */
final class Walkthrough implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** Lines that are the same each time, or tell nothing here. */
  private static final Pattern ALWAYS =
      Pattern.compile(
          "  (time|peer|request|tenant|status|mode|policy|subject|not before|not after) .*"
              + "|client address: .*|  [0-9.]+  the client|  \\w+ +skipped .*");

  /** Where the DNS server is in what is told. */
  private static final String ADDRESS = "127.0.0.1:5353";

  private static final String FORWARD = "acmecards.example";
  private static final String REVERSE = "127.in-addr.arpa";

  private final Path folder;
  private final NameServer names;
  private final ForkedServer server;
  private final int port;
  private final Map<String, SSLContext> clients = new TreeMap<>();
  private final TestAuthority acme = TestAuthority.of("acme");
  private final TestAuthority staging = TestAuthority.of("acme-staging");
  private final List<String> records;
  private final StringBuilder text = new StringBuilder();
  private String allowed;
  private int serial = 1;
  private String lastId = "";

  Walkthrough(NameServer.Kind kind, Path folder, String allowed, String... records)
      throws Exception {
    this.folder = folder;
    this.allowed = allowed;
    this.records = new ArrayList<>(List.of(records));
    acme.writeTo(folder.resolve("acme-ca.pem"));
    Path keystore = folder.resolve("server.p12");
    TestAuthority.of("server").writeServerTo(keystore, "api.issuer.example");
    names = NameServer.start(kind, folder.resolve("zones"), zones());
    try {
      server =
          ForkedServer.start(
              Jdks.of(17),
              ServerSet.TOMCAT_9,
              List.of(
                  "-Dcontract.keystore=" + keystore,
                  BuiltAgent.javaagent(write())
                      + ",environment=production,state="
                      + folder.resolve("state")));
    } catch (IOException e) {
      names.close();
      throw e;
    }
    server.port();
    port = Integer.parseInt(server.stdout().await(l -> l.startsWith("tls ")).substring(4));
  }

  /** The zones as they are now. */
  private List<Zone> zones() {
    List<String> forward = new ArrayList<>();
    List<String> reverse = new ArrayList<>();
    for (String record : records) {
      (record.contains(" PTR ") ? reverse : forward).add(record);
    }
    return List.of(new Zone(FORWARD, serial, forward), new Zone(REVERSE, serial, reverse));
  }

  private Path write() throws IOException {
    return Files.writeString(folder.resolve("policy.yaml"), policy("production"));
  }

  private String policy(String environment) {
    return """
    portcullis: 1
    environment: %s
    callers: {tenant: [{header: X-Tenant-Id}], onUnknownTenant: deny}
    defaults: {emptyAllowlist: deny}
    global: {allow: []}
    tenants:
      acme:
        allow: [%s]
        certificate: {issuers: [acme-ca.pem], names: ["*.acmecards.example"]}
        reverseDns: certificate
    dns: {servers: ["%s"]}
    responses: {profile: axys}
    """
        .formatted(environment, allowed, names.text());
  }

  /** The policy and the zone files, as they are now. */
  List<String> files() {
    List<String> files = new ArrayList<>();
    files.add(policy("production").replace(names.text(), ADDRESS));
    for (Zone zone : zones()) {
      files.add(zone.text());
    }
    return files;
  }

  /** A certificate of the tenant, in the file {@code NAME.pem}. */
  void certificate(String name, String... dnsNames) throws Exception {
    clients.put(name, acme.client(folder.resolve(name + ".pem"), dnsNames));
  }

  /** One of its other environment. */
  void stagingCertificate(String name, String... dnsNames) throws Exception {
    clients.put(name, staging.client(folder.resolve(name + ".pem"), dnsNames));
  }

  /** A request that is refused; the words are the same each time. */
  void refused(String from, String certificate) throws Exception {
    RawResponse answer = ask(from, certificate);
    told(from, certificate, answer);
    assertThat(answer.status()).isEqualTo(403);
    lastId = answer.header("Portcullis-Decision-Id").orElseThrow();
  }

  /** A request that is let through, once what has been mended is known. */
  void admitted(String from, String certificate) throws Exception {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    RawResponse answer = ask(from, certificate);
    while (answer.status() != 200 && System.nanoTime() < deadline) {
      TimeUnit.MILLISECONDS.sleep(50);
      answer = ask(from, certificate);
    }
    told(from, certificate, answer);
    assertThat(answer.status()).as("%s", answer).isEqualTo(200);
  }

  private RawResponse ask(String from, String certificate) throws IOException {
    try (RawHttp http =
        RawHttp.connect(from, port, Objects.requireNonNull(clients.get(certificate)))) {
      return http.send(RawHttp.get("/plain", "X-Tenant-Id: acme")).read();
    }
  }

  private void told(String from, String certificate, RawResponse answer) {
    text.append("$ curl -k --interface ").append(from).append(" --cert ").append(certificate);
    text.append(".pem -H 'X-Tenant-Id: acme' https://127.0.0.1:8443/plain\n");
    text.append(answer.status() == 200 ? "200" : answer.status() + " " + answer.text().strip());
    text.append('\n');
  }

  /** What the record of the last refusal says. */
  void explain() throws Exception {
    Path decisions = folder.resolve("state/decisions.jsonl");
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!Files.exists(decisions) || !Files.readString(decisions).contains(lastId)) {
      assertThat(System.nanoTime()).as("no record\n%s", server.describe()).isLessThan(deadline);
      TimeUnit.MILLISECONDS.sleep(10);
    }
    verb(1, "explain", lastId, "--state", "state");
  }

  /** What the verb {@code check} says of the same request. */
  void check(String from, String certificate) throws Exception {
    verb(
        1,
        "check",
        "policy.yaml",
        "--peer",
        from,
        "-H",
        "X-Tenant-Id: acme",
        "--certificate",
        certificate + ".pem",
        "--explain");
  }

  /** What the verb {@code dns} says of an address and a name. */
  void dns(int exitCode, String address, String name) throws Exception {
    verb(exitCode, "dns", address, name, "--server", names.text());
  }

  private void verb(int exitCode, String... arguments) throws Exception {
    BuiltCommand done = BuiltCommand.run(folder, List.of(arguments));
    text.append("$ portcullis");
    for (String argument : arguments) {
      text.append(' ').append(argument.contains(" ") ? "'" + argument + "'" : argument);
    }
    text.append('\n');
    boolean empty = true;
    for (String line : done.out()) {
      if (!ALWAYS.matcher(line).matches() && !(empty && line.isEmpty())) {
        text.append(line).append('\n');
        empty = line.isEmpty();
      }
    }
    assertThat(done.err()).isEmpty();
    boolean explained = arguments[0].equals("explain");
    assertThat(done.exitCode()).as("%s", done).isEqualTo(explained ? 0 : exitCode);
  }

  /** Puts another list of the tenant into the policy, and waits until it is in force. */
  void allow(String addresses) throws Exception {
    allowed = addresses;
    int mark = server.stderr().size();
    write();
    server.stderr().awaitSince(mark, line -> line.contains("is in force"));
    text.append("# policy.yaml: allow: [").append(addresses).append("]\n");
  }

  /** Puts a policy of another environment in its place, which is refused. */
  void otherEnvironment() throws Exception {
    int mark = server.stderr().size();
    Files.writeString(folder.resolve("policy.yaml"), policy("staging"));
    server.stderr().awaitSince(mark, line -> line.contains("ENVIRONMENT"));
  }

  /** Adds a record, and takes back those of the same name and type. */
  void record(String record) throws Exception {
    String[] part = record.split(" ");
    records.removeIf(old -> old.startsWith(part[0] + " ") && old.contains(" " + part[2] + " "));
    add(record);
  }

  void add(String record) throws Exception {
    records.add(record);
    serial++;
    names.serve(zones());
    text.append("# DNS: ").append(record).append('\n');
  }

  /** All that was typed and said, with the same ports, and ids each time. */
  String text() {
    return text.toString()
        .replace(names.text(), ADDRESS)
        .replaceAll("\\b[0-9a-f]{12}-[0-9a-z]+\\b", "5be1f00d77aa-1f")
        .replaceAll("[ \t]+\n", "\n");
  }

  @Override
  public void close() throws Exception {
    server.close();
    names.close();
  }
}
