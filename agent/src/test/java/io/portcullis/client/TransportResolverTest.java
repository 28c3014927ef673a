package io.portcullis.client;

import static io.portcullis.client.Clients.ip;
import static io.portcullis.client.Clients.resolver;
import static io.portcullis.client.Clients.set;
import static io.portcullis.client.Clients.told;
import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.ip.IpAddress;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TransportResolverTest {
  private static final String TRUSTED = "10.0.0.0/8";

  /** The peer, what the transport tells, the header, and the client; {@code -} is nothing. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          -           | ajp 203.0.113.7           | -           | 203.0.113.7
          -           | ajp 10.0.0.6              | 203.0.113.7 | 203.0.113.7
          -           | ajp 203.0.113.7           | 192.0.2.1   | 203.0.113.7
          -           | ajp 0.0.0.0               | -           | peer_not_an_address
          -           | proxyProtocol 203.0.113.7 | -           | peer_hidden
          -           | -                         | 203.0.113.7 | peer_hidden
          10.0.0.5    | ajp 203.0.113.7           | -           | 203.0.113.7
          10.0.0.5    | ajp 203.0.113.7           | 192.0.2.1   | 203.0.113.7
          10.0.0.5    | proxyProtocol 192.0.2.9   | 203.0.113.7 | 203.0.113.7
          192.0.2.66  | ajp 203.0.113.7           | -           | 192.0.2.66
          192.0.2.66  | -                         | -           | 192.0.2.66
          """)
  void believedTransportStandsForThePeer(
      String peer, String transport, String header, String client) {
    Optional<IpAddress> socket = peer.equals("-") ? Optional.empty() : Optional.of(ip(peer));
    ClientAddressResolver resolver =
        TransportResolver.of(resolver(TRUSTED), EnumSet.of(Transport.AJP), set(TRUSTED));
    ClientAddressResolver.HeaderLines lines = lines(transport, header);

    assertThat(told(resolver.resolve(socket, lines))).isEqualTo(client);
    List<String> hops = new ArrayList<>();
    ClientAddress explained =
        resolver.resolve(socket, lines, (text, verdict) -> hops.add(text + " " + verdict));
    assertThat(told(explained)).isEqualTo(client);
    assertThat(resolver.header()).isEqualTo("X-Forwarded-For");
  }

  @Test
  void explanationShowsTheSocketBeforeWhatTheTransportTells() {
    ClientAddressResolver resolver =
        TransportResolver.of(PeerOnly.INSTANCE, EnumSet.of(Transport.PROXY_PROTOCOL), set(TRUSTED));
    List<String> hops = new ArrayList<>();

    resolver.resolve(
        Optional.of(ip("10.0.0.5")),
        lines("proxyProtocol 203.0.113.7", "-"),
        (text, verdict) -> hops.add(text + " " + verdict));

    assertThat(hops).containsExactly("10.0.0.5 trusted", "203.0.113.7 client");
  }

  private static ClientAddressResolver.HeaderLines lines(String transport, String header) {
    return new ClientAddressResolver.HeaderLines() {
      @Override
      public List<String> lines(String name) {
        return header.equals("-") ? List.of() : List.of(header);
      }

      @Override
      public Optional<ReportedPeer> reportedPeer() {
        if (transport.equals("-")) {
          return Optional.empty();
        }
        String[] words = transport.split(" ");
        Transport named = words[0].equals("ajp") ? Transport.AJP : Transport.PROXY_PROTOCOL;
        return Optional.of(ReportedPeer.of(named, ip(words[1])));
      }
    };
  }
}
