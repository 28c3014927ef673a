package io.portcullis.policy;

import io.portcullis.dns.DnsSettings;
import io.portcullis.dns.ExpectedName;
import io.portcullis.dns.NameSyntaxException;
import io.portcullis.dns.OnIndeterminate;
import io.portcullis.dns.ServerAddress;
import io.portcullis.dns.ServerSyntaxException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** Reads which names are expected of a client's address, and {@code dns}: how DNS is asked. */
final class ReverseDnsReader {
  private static final String CERTIFICATE = "certificate";
  private static final String NAMES = "[api.example.com, \"*.example.com\"]";
  private static final long LONGEST_WAIT = 60_000;
  private static final long LONGEST_STALE = 86_400_000;
  private static final int MOST_WAITING = 10_000;

  private final Problems problems;

  ReverseDnsReader(Problems problems) {
    this.problems = problems;
  }

  /** {@code reverseDns} of a scope. */
  Optional<ReverseDnsPart> demand(Section scope) {
    Optional<YamlNode> node = scope.value("reverseDns");
    if (!node.isPresent()) {
      return Optional.empty();
    }
    String path = scope.path("reverseDns");
    YamlNode written = node.get();
    if (written.isScalar() && written.text().equals(CERTIFICATE)) {
      checkCertificate(scope, path, written.place());
      return Optional.of(ReverseDnsPart.ofCertificate(written.place()));
    }
    if (!written.isSequence()) {
      problems.error(
          written.place(),
          written.isScalar() ? "WRONG_VALUE" : "WRONG_TYPE",
          Problems.quoted(path)
              + " is `certificate` or a list of names, this is "
              + (written.isScalar() ? Problems.quoted(written.text()) : written.kind().words())
              + "; write `"
              + NAMES
              + "`");
      return Optional.of(
          ReverseDnsPart.listed(written.place(), Collections.<ExpectedName>emptyList()));
    }
    if (written.values().isEmpty()) {
      problems.error(
          written.place(),
          "WRONG_VALUE",
          Problems.quoted(path)
              + " is empty, and no address carries none of no names; leave it out if any address"
              + " will do");
    }
    List<ExpectedName> names = new ArrayList<>();
    for (YamlNode item : written.values()) {
      Optional<String> text = scope.textOf(item, path + "[]");
      if (text.isPresent()) {
        try {
          names.add(ExpectedName.parse(text.get()));
        } catch (NameSyntaxException e) {
          problems.error(item.place(), "NAME_INVALID", e);
        }
      }
    }
    return Optional.of(ReverseDnsPart.listed(written.place(), names));
  }

  private void checkCertificate(Section scope, String path, Place place) {
    if (!scope.has("certificate")) {
      problems.error(
          place,
          "CERTIFICATE_NOT_DEMANDED",
          Problems.quoted(path)
              + " takes the names from the client's certificate, and "
              + Problems.quoted(scope.path("certificate"))
              + " is missing; write whose certificates are accepted, or list the names: `"
              + NAMES
              + "`");
    }
  }

  /** {@code dns}, at the root of the document. */
  DnsSettings settings(Section policy) {
    Optional<YamlNode> node = policy.value("dns");
    if (!node.isPresent()) {
      return DnsSettings.DEFAULTS;
    }
    Section section =
        Section.of(
            "dns",
            node.get(),
            problems,
            "servers",
            "timeout",
            "budget",
            "staleFor",
            "maxWaiting",
            "onIndeterminate");
    DnsSettings read = DnsSettings.DEFAULTS.withServers(servers(section));
    OptionalLong timeout = section.duration("timeout", 1, LONGEST_WAIT, "`1ms` to `1m`");
    OptionalLong budget = section.duration("budget", 1, LONGEST_WAIT, "`1ms` to `1m`");
    OptionalLong stale = section.duration("staleFor", 0, LONGEST_STALE, "`0s` to `24h`");
    OptionalInt waiting = section.number("maxWaiting", 1, MOST_WAITING);
    if (timeout.isPresent()) {
      read = read.withTimeout((int) timeout.getAsLong());
    }
    if (budget.isPresent()) {
      read = read.withBudget((int) budget.getAsLong());
    }
    if (stale.isPresent()) {
      read = read.withStaleFor(stale.getAsLong());
    }
    if (waiting.isPresent()) {
      read = read.withMaxWaiting(waiting.getAsInt());
    }
    if (read.timeoutMillis() > read.budgetMillis()) {
      problems.warning(
          section.placeOf(timeout.isPresent() ? "timeout" : "budget"),
          "TIMEOUT_OVER_BUDGET",
          "a server has longer to answer (`dns.timeout`) than a request waits (`dns.budget`), so a"
              + " second server is asked too late; let the budget be the longer one");
    }
    String word = section.oneOf("onIndeterminate", "deny", "allow").orElse("deny");
    return read.with(word.equals("allow") ? OnIndeterminate.ALLOW : OnIndeterminate.DENY);
  }

  private List<InetSocketAddress> servers(Section section) {
    List<InetSocketAddress> servers = new ArrayList<>();
    Optional<YamlNode> node = section.sequence("servers", "a list", "[192.0.2.53]");
    if (node.isPresent()) {
      if (node.get().values().isEmpty()) {
        problems.error(
            node.get().place(),
            "WRONG_VALUE",
            "`dns.servers` is empty; leave it out for the servers of the system");
      }
      for (YamlNode item : node.get().values()) {
        Optional<String> text = section.textOf(item, section.path("servers") + "[]");
        if (text.isPresent()) {
          try {
            servers.add(ServerAddress.parse(text.get()));
          } catch (ServerSyntaxException e) {
            problems.error(item.place(), "SERVER_INVALID", e);
          }
        }
      }
    }
    return servers;
  }
}
