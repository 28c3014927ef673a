package io.portcullis.client;

import static io.portcullis.client.Clients.ip;
import static io.portcullis.client.Clients.set;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.portcullis.ip.IpAddress;
import io.portcullis.ip.IpSet;
import io.portcullis.testing.Cases;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** Forwarding headers and the client that others find in them. */
class ClientCasesTest {
  /** Rows where others read past an element that is malformed, unreadable or without an address. */
  private static final Map<String, String> THEIRS_ONLY =
      Map.ofEntries(
          Map.entry("xff-0347", "hop_not_an_address"),
          Map.entry("xff-0348", "hop_not_an_address"),
          Map.entry("xff-0349", "hop_not_an_address"),
          Map.entry("xff-0350", "hop_not_an_address"),
          Map.entry("xff-0354", "element_without_for"),
          Map.entry("xff-0382", "element_without_for"),
          Map.entry("xff-0383", "element_without_for"),
          // The first public address, where ours is the left-most.
          Map.entry("xff-0440", "127.0.0.1"),
          Map.entry("xff-0441", "element_malformed"),
          Map.entry("xff-0443", "element_malformed"),
          Map.entry("xff-0444", "element_without_for"),
          Map.entry("xff-0445", "element_malformed"),
          Map.entry("xff-0450", "hop_not_an_address"));

  @Test
  void theRightMostUntrustedHopIsFound() {
    List<String> wrong = new ArrayList<>();
    List<String> left = new ArrayList<>();
    int run = 0;
    for (Map<String, Object> row : rows("xff.jsonl")) {
      if (!"rightmost-untrusted".equals(row.get("policy"))) {
        continue;
      }
      Optional<IpSet> trusted = trusted(row);
      Optional<IpAddress> peer = peer(row);
      if (trusted.isEmpty() || peer.isEmpty()) {
        left.add(row.get("id") + ": " + (peer.isEmpty() ? "the peer" : "a rule") + " is none");
        continue;
      }
      run++;
      String found = Clients.told(client(row, peer.get(), trusted.get(), OptionalInt.empty()));
      String expected = expected(row);
      if (!found.equals(expected)) {
        wrong.add(row.get("id") + ": found " + found + ", expected " + expected);
      }
    }
    System.out.println("xff.jsonl: " + run + " rows run, left out " + left);

    assertThat(wrong).isEmpty();
    assertThat(run).isGreaterThan(40);
  }

  @Test
  void aNumberOfTrustedHopsFindsTheSameWhereItNamesAnAddress() {
    List<String> differing = new ArrayList<>();
    int run = 0;
    for (Map<String, Object> row : rows("xff.jsonl")) {
      if (!"trusted-count".equals(row.get("policy"))) {
        continue;
      }
      run++;
      int count = ((Number) requireNonNull(row.get("trusted_count"))).intValue();
      // Others count the peer among the proxies.
      for (int hops : List.of(count, Math.max(1, count - 1))) {
        String found =
            Clients.told(client(row, ip("192.0.2.1"), set("192.0.2.1"), OptionalInt.of(hops)));
        if (!found.equals(row.get("expect_client"))) {
          differing.add(
              row.get("id")
                  + " with "
                  + hops
                  + ": "
                  + found
                  + ", theirs "
                  + row.get("expect_client"));
        }
      }
    }
    System.out.println("xff.jsonl: " + run + " rows of a trusted count, differing " + differing);

    assertThat(run).isPositive();
  }

  /** Where every proxy is trusted the left-most hop is the client, as most suites have it. */
  @Test
  void theLeftMostElementOfForwardedIsFoundBehindTrustedProxies() {
    List<String> wrong = new ArrayList<>();
    int run = 0;
    for (Map<String, Object> row : rows("xff.jsonl")) {
      List<String> lines = linesOf(row, "Forwarded");
      String header = (String) row.get("header_used");
      if (lines.isEmpty()
          || header == null
          || !header.toLowerCase(Locale.ROOT).startsWith("forwarded")
          || row.get("expect_list") != null) {
        continue;
      }
      run++;
      String found =
          Clients.told(
              HeaderResolver.of(
                      ClientHeader.named("Forwarded"),
                      set("0.0.0.0/0", "::/0"),
                      OptionalInt.empty(),
                      OnUnreadable.DENY,
                      false)
                  .resolve(Optional.of(ip("10.0.0.1")), name -> lines));
      String theirs = String.valueOf(row.get("expect_client")).replaceAll("[\\[\\]]", "");
      String expected = THEIRS_ONLY.getOrDefault(row.get("id"), theirs);
      if (!found.equals(expected.equals("null") ? "hop_not_an_address" : expected)) {
        wrong.add(row.get("id") + ": found " + found + ", expected " + expected + " in " + lines);
      }
    }
    System.out.println("xff.jsonl: " + run + " rows of Forwarded run");

    assertThat(wrong).isEmpty();
    assertThat(run).isGreaterThan(30);
  }

  @Test
  void everyNodeOfForwardedIsFoundByItsNumber() {
    int run = 0;
    for (Map<String, Object> row : rows("xff.jsonl")) {
      if (!"forwarded-list-parse".equals(row.get("policy"))) {
        continue;
      }
      List<?> nodes = (List<?>) requireNonNull(row.get("expect_list"));
      List<String> lines = linesOf(row, "Forwarded");
      for (int n = 1; n <= nodes.size(); n++) {
        run++;
        String found =
            Clients.told(
                Clients.of("Forwarded", OptionalInt.of(n), "10.0.0.1")
                    .resolve(Optional.of(ip("10.0.0.1")), name -> lines));
        String node = (String) nodes.get(nodes.size() - n);
        assertThat(found)
            .as("%s, hop %s from the right", row.get("id"), n)
            .isEqualTo(
                node.startsWith("_") || node.equals("unknown") ? "hop_not_an_address" : node);
      }
    }
    System.out.println("xff.jsonl: " + run + " nodes of Forwarded run");

    assertThat(run).isGreaterThan(15);
  }

  @Test
  void noOtherHeaderMovesTheClient() {
    int run = 0;
    for (Map<String, Object> row : rows("header-bypass.jsonl")) {
      String name = (String) requireNonNull(row.get("name"));
      List<String> values = new ArrayList<>(List.of("203.0.113.66", "127.0.0.1"));
      for (Object value : (List<?>) requireNonNull(row.get("values"))) {
        values.add((String) value);
      }
      run++;
      for (String value : values) {
        ClientAddressResolver.HeaderLines lines =
            asked -> asked.equalsIgnoreCase(name) ? List.of(value) : List.of();
        String other = name.equalsIgnoreCase("X-Forwarded-For") ? "X-Real-IP" : "X-Forwarded-For";
        HeaderResolver named = of(name, "10.0.0.5");
        HeaderResolver unnamed = of(other, "10.0.0.5");

        // The peer is not trusted: not even the header that the policy names.
        assertThat(Clients.told(named.resolve(Optional.of(ip("198.51.100.1")), lines)))
            .as("%s: %s", name, value)
            .isEqualTo("198.51.100.1");
        // The peer is trusted: not a header that the policy does not name.
        assertThat(Clients.told(unnamed.resolve(Optional.of(ip("10.0.0.5")), lines)))
            .as("%s: %s", name, value)
            .isEqualTo("10.0.0.5");
        assertThat(Clients.told(PeerOnly.INSTANCE.resolve(Optional.of(ip("10.0.0.5")), lines)))
            .isEqualTo("10.0.0.5");
      }
    }
    System.out.println("header-bypass.jsonl: " + run + " rows run");

    assertThat(run).isPositive();
  }

  private static HeaderResolver of(String header, String trusted) {
    return HeaderResolver.of(
        ClientHeader.named(header), set(trusted), OptionalInt.empty(), OnUnreadable.DENY, false);
  }

  private static ClientAddress client(
      Map<String, Object> row, IpAddress peer, IpSet trusted, OptionalInt hops) {
    String header = (String) requireNonNull(row.get("header_used"));
    List<String> lines = linesOf(row, header);
    return HeaderResolver.of(ClientHeader.named(header), trusted, hops, OnUnreadable.DENY, false)
        .resolve(Optional.of(peer), name -> lines);
  }

  private static List<String> linesOf(Map<String, Object> row, String header) {
    List<String> lines = new ArrayList<>();
    for (Object line : (List<?>) requireNonNull(row.get("headers"))) {
      List<?> pair = (List<?>) line;
      if (header.equalsIgnoreCase((String) pair.get(0))) {
        lines.add((String) pair.get(1));
      }
    }
    return lines;
  }

  /** All trusted: the left-most; a hop that is none: unreadable. Suites differ on both. */
  private static String expected(Map<String, Object> row) {
    String recomputed = (String) requireNonNull(row.get("recomputed"));
    return recomputed.startsWith("UNPARSEABLE:")
        ? "hop_not_an_address"
        : recomputed.replace("ALL-TRUSTED leftmost ", "");
  }

  /** Where a suite does not look at the peer, one that is trusted. */
  private static Optional<IpAddress> peer(Map<String, Object> row) {
    Object peer = row.get("peer");
    if (peer == null) {
      return Optional.of(ip("10.0.0.1"));
    }
    String text = (String) peer;
    return IpAddress.find(text, 0, text.length());
  }

  private static Optional<IpSet> trusted(Map<String, Object> row) {
    List<String> rules = new ArrayList<>();
    for (Object rule : (List<?>) requireNonNull(row.get("trusted"))) {
      rules.add((String) rule);
    }
    try {
      return Optional.of(set(rules.toArray(new String[0])));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static List<Map<String, Object>> rows(String file) {
    List<Map<String, Object>> rows = Cases.rows(file);
    assumeThat(rows).as("%s is there", file).isNotEmpty();
    return rows;
  }
}
