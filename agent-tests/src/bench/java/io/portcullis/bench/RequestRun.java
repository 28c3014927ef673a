package io.portcullis.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Compares whole servers: all variants of one stand side by side, each in its own process, and are
 * asked by turns, a second each.
 */
final class RequestRun {
  private static final int VALVE_RULES = 1_000;
  private static final String ACME =
      "X-Forwarded-For: "
          + Policies.tenantAddress(7, 9)
          + "|X-Tenant-Id: "
          + Policies.tenant(7)
          + "|X-API-Key: "
          + Policies.key(7);

  private RequestRun() {}

  /** One that is asked: how it is started, what it is sent and what it has to answer. */
  private record Variant(Shop shop, int status, String headers) {}

  /** A variant that runs, and what was found of it. */
  private static final class Running {
    private final Variant variant;
    private final JavaProcess process;
    private final int port;
    private final List<Double> throughput = new ArrayList<>();
    private final List<Double> median = new ArrayList<>();
    private final List<Double> slow = new ArrayList<>();

    Running(Variant variant, JavaProcess process, int port) {
      this.variant = variant;
      this.process = process;
      this.port = port;
    }
  }

  static void run(Scale scale, Markdown page) throws Exception {
    Path folder = Files.createTempDirectory("portcullis-bench");
    for (String server : new String[] {"tomcat", "jetty", "undertow"}) {
      page.title("A request, " + server);
      page.head(
          List.of(
              "variant",
              "requests/s",
              "against none",
              "p50 µs",
              "against none",
              "p99 µs",
              "against none"));
      measure(variants(server, folder), scale, page);
    }
    page.say(
        Loader.CLIENTS
            + " clients of one process, `GET /health` of the sample shop over loopback, each"
            + " sending when it has its answer. Medians of "
            + scale.requestRounds
            + " rounds; a ratio is the median of the ratios within a round.");
  }

  private static List<Variant> variants(String server, Path folder) throws Exception {
    Policies.Written serving = Policies.global(Policies.ENTRIES, "127.0.0.1\n");
    Policies.Written refusing = Policies.global(Policies.ENTRIES, "");
    Policies.Written tenants = Policies.tenants("127.0.0.1", true);
    Path served = serving.in(folder.resolve("serving"));
    Path refused = refusing.in(folder.resolve("refusing"));
    Path byTenant = tenants.in(folder.resolve("tenants"));
    List<Variant> variants = new ArrayList<>();
    variants.add(new Variant(Shop.plain(server), 200, ""));
    variants.add(new Variant(Shop.guarded("agent, 10,000 entries", server, served), 200, ""));
    variants.add(
        new Variant(Shop.guarded("agent, 1,000 tenants and keys", server, byTenant), 200, ACME));
    variants.add(
        new Variant(Shop.guarded("agent, 10,000 entries, refusing", server, refused), 403, ""));
    variants.add(new Variant(Shop.traced(server), 200, ""));
    if (server.equals("tomcat")) {
      String rules = rules();
      Path allow = Files.writeString(folder.resolve("valve.txt"), rules + "127.0.0.1\n");
      Path deny = Files.writeString(folder.resolve("valve-refusing.txt"), rules);
      variants.add(new Variant(Shop.behindValve("RemoteCIDRValve, 1,000 rules", allow), 200, ""));
      variants.add(
          new Variant(Shop.behindValve("RemoteCIDRValve, 1,000 rules, refusing", deny), 403, ""));
    }
    return variants;
  }

  private static String rules() {
    StringBuilder rules = new StringBuilder();
    for (int i = 0; i < VALVE_RULES; i++) {
      rules.append(Policies.globalAddress(i)).append('\n');
    }
    return rules.toString();
  }

  private static void measure(List<Variant> variants, Scale scale, Markdown page) throws Exception {
    List<Running> all = new ArrayList<>();
    try (Loader loader = Loader.start()) {
      for (Variant variant : variants) {
        JavaProcess process = variant.shop().start();
        try {
          Running running = new Running(variant, process, Shop.port(process));
          all.add(running);
        } catch (Exception e) {
          process.close();
          throw e;
        }
      }
      for (Running running : all) {
        loader.ask(running.port, scale.warmUp, running.variant.status(), running.variant.headers());
        loader.found();
      }
      for (int round = 0; round < scale.requestRounds; round++) {
        for (Running running : all) {
          loader.ask(
              running.port, scale.slice(), running.variant.status(), running.variant.headers());
          Loader.Found found = loader.found();
          running.throughput.add(found.throughput());
          running.median.add(found.median());
          running.slow.add(found.slow());
        }
      }
    } finally {
      for (Running running : all) {
        running.process.close();
      }
    }
    Running none = all.get(0);
    for (Running running : all) {
      page.row(
          List.of(
              running.variant.shop().name(),
              Markdown.number(Markdown.median(running.throughput)),
              Markdown.ratio(Markdown.ratio(running.throughput, none.throughput)),
              Markdown.number(Markdown.median(running.median)),
              Markdown.ratio(Markdown.ratio(running.median, none.median)),
              Markdown.number(Markdown.median(running.slow)),
              Markdown.ratio(Markdown.ratio(running.slow, none.slow))));
    }
  }
}
