package io.portcullis.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.InetSocketAddress;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** DNS servers as an operator writes them. */
class ServerAddressTest {
  @ParameterizedTest
  @CsvSource({
    "192.0.2.53,192.0.2.53,53",
    "192.0.2.53:5353,192.0.2.53,5353",
    "2001:db8::53,2001:db8::53,53",
    "[2001:db8::53],2001:db8::53,53",
    "[2001:db8::53]:65535,2001:db8::53,65535"
  })
  void serverIsReadAsWritten(String text, String host, int port) throws ServerSyntaxException {
    assertThat(ServerAddress.parse(text)).isEqualTo(new InetSocketAddress(host, port));
  }

  @ParameterizedTest
  @CsvSource({
    "'',write an address",
    "dns.example.com,write an address",
    "dns.example.com:53,write an address",
    "192.0.2.53:,port ``",
    "192.0.2.53:0,port `0`",
    "192.0.2.53:65536,port `65536`",
    "192.0.2.53:99999999999999,port",
    "192.0.2.53:+5,port `+5`",
    "[2001:db8::53,`]` is missing",
    "[2001:db8::53]5353,behind `]`",
    "[192.0.2.53]:53,brackets are for IPv6"
  })
  void whatIsNoServerSaysWhy(String text, String cause) {
    assertThat(catchThrowableOfType(ServerSyntaxException.class, () -> ServerAddress.parse(text)))
        .hasMessageContaining(cause);
  }
}
