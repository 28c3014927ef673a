package io.portcullis.machine;

import io.portcullis.testing.DnsServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** An authoritative DNS server on loopback, whose zones a test writes. */
public abstract class NameServer implements AutoCloseable {
  /** Which server it is. */
  public enum Kind {
    /** Made of dnsjava, in this JVM. */
    DNSJAVA,
    /** NSD of the system, a process of its own. */
    NSD
  }

  /**
   * The kinds that are asked for: dnsjava's, and with the system property {@code portcullis.nsd}
   * NSD.
   */
  public static List<Kind> kinds() {
    return Boolean.getBoolean("portcullis.nsd") ? List.of(Kind.NSD) : List.of(Kind.DNSJAVA);
  }

  /** Starts a server with these zones; NSD keeps its files in a folder. */
  public static NameServer start(Kind kind, Path folder, List<Zone> zones)
      throws IOException, InterruptedException {
    return kind == Kind.NSD ? Nsd.start(folder, zones) : new OfDnsjava(zones);
  }

  /** Its address as an operator writes it. */
  public abstract String text();

  /** Serves these zones from now on, instead of those with the same names before. */
  public abstract void serve(List<Zone> zones) throws IOException, InterruptedException;

  @Override
  public abstract void close();

  private static final class OfDnsjava extends NameServer {
    private final DnsServer server = DnsServer.start();

    OfDnsjava(List<Zone> zones) {
      serve(zones);
    }

    @Override
    public String text() {
      return server.text();
    }

    @Override
    public void serve(List<Zone> zones) {
      server.become(
          zones.stream().flatMap(zone -> zone.allRecords().stream()).toArray(String[]::new));
    }

    @Override
    public void close() {
      server.close();
    }
  }
}
