package io.portcullis.machine;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.Type;

/** NSD, the authoritative DNS server of NLnet Labs, as Debian has it. */
final class Nsd extends NameServer {
  private static final Path PROGRAM = Path.of("/usr/sbin/nsd");
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Path folder;
  private final int port;
  private final Process process;

  private Nsd(Path folder, int port, Process process) {
    this.folder = folder;
    this.port = port;
    this.process = process;
  }

  static Nsd start(Path folder, List<Zone> zones) throws IOException, InterruptedException {
    if (!Files.isExecutable(PROGRAM)) {
      throw new AssertionError(
          "there is no " + PROGRAM + ", which the profile `nsd` is about: apt-get install nsd");
    }
    Files.createDirectories(folder);
    write(folder, zones);
    for (int tries = 1; ; tries++) {
      int port = freePort();
      Files.writeString(folder.resolve("nsd.conf"), configuration(folder, port, zones));
      Nsd nsd = new Nsd(folder, port, run(folder));
      try {
        nsd.await(zones);
        return nsd;
      } catch (AssertionError e) {
        nsd.close();
        // Somebody else may have taken the port meanwhile.
        if (tries == 10 || !nsd.log().contains("already in use")) {
          throw e;
        }
      }
    }
  }

  private static Process run(Path folder) throws IOException {
    return new ProcessBuilder(PROGRAM.toString(), "-d", "-c", folder.resolve("nsd.conf").toString())
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("nsd.log").toFile())
        .start();
  }

  private String log() throws IOException {
    return Files.readString(folder.resolve("nsd.log"), StandardCharsets.UTF_8);
  }

  /** One that is free for datagrams and for connections. */
  private static int freePort() throws IOException {
    InetAddress loopback = InetAddress.getByName("127.0.0.1");
    try (ServerSocket connections = new ServerSocket(0, 1, loopback);
        DatagramSocket datagrams = new DatagramSocket(connections.getLocalPort(), loopback)) {
      return datagrams.getLocalPort();
    }
  }

  private static String configuration(Path folder, int port, List<Zone> zones) {
    StringBuilder text =
        new StringBuilder(
            """
            server:
              ip-address: 127.0.0.1
              port: %d
              server-count: 1
              username: ""
              chroot: ""
              database: ""
              zonesdir: "%2$s"
              xfrdir: "%2$s"
              pidfile: "%2$s/nsd.pid"
              xfrdfile: "%2$s/xfrd.state"
              zonelistfile: "%2$s/zone.list"
            remote-control:
              control-enable: no
            """
                .formatted(port, folder));
    for (Zone zone : zones) {
      text.append("zone:\n  name: ").append(zone.name());
      text.append("\n  zonefile: ").append(zone.name()).append(".zone\n");
    }
    return text.toString();
  }

  private static void write(Path folder, List<Zone> zones) throws IOException {
    for (Zone zone : zones) {
      Path next = folder.resolve(zone.name() + ".next");
      Files.writeString(next, zone.text());
      Files.move(next, folder.resolve(zone.name() + ".zone"), StandardCopyOption.REPLACE_EXISTING);
    }
  }

  @Override
  public String text() {
    return "127.0.0.1:" + port;
  }

  @Override
  public void serve(List<Zone> zones) throws IOException, InterruptedException {
    write(folder, zones);
    new ProcessBuilder("kill", "-HUP", String.valueOf(process.pid())).start().waitFor();
    await(zones);
  }

  /** Until it answers with the serial number of each zone. */
  private void await(List<Zone> zones) throws IOException, InterruptedException {
    SimpleResolver resolver = new SimpleResolver("127.0.0.1");
    resolver.setPort(port);
    resolver.setTimeout(Duration.ofMillis(200));
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    for (Zone zone : zones) {
      while (serialOf(resolver, zone) != zone.serial()) {
        if (System.nanoTime() > deadline || !process.isAlive()) {
          throw new AssertionError("nsd does not serve " + zone + ": " + log());
        }
        TimeUnit.MILLISECONDS.sleep(20);
      }
    }
  }

  private static long serialOf(SimpleResolver resolver, Zone zone) throws IOException {
    Name name = Name.fromString(zone.name(), Name.root);
    try {
      Message answer = resolver.send(Message.newQuery(Record.newRecord(name, Type.SOA, DClass.IN)));
      for (Record record : answer.getSection(Section.ANSWER)) {
        return ((SOARecord) record).getSerial();
      }
    } catch (IOException notYet) {
      return -1;
    }
    return -1;
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
