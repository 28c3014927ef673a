package io.portcullis.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.testing.DnsServer;
import io.portcullis.testing.DnsServer.Manner;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The verb {@code dns} against a server on loopback. */
class DnsVerbTest {
  private static final String REVERSE = "10.113.0.203.in-addr.arpa";
  private final DnsServer server = DnsServer.start();

  @AfterEach
  void stop() {
    server.close();
  }

  private CommandRun dns(String... args) {
    CommandRun run =
        CommandRun.of(
            Stream.concat(
                    Stream.of("dns", "203.0.113.10", "--server", server.text(), "--timeout", "10s"),
                    Stream.of(args))
                .toArray(String[]::new));
    assertThat(run.err()).isEmpty();
    return new CommandRun(run.exit(), run.out().replace(server.text(), "SERVER"), "");
  }

  private static CommandRun said(int exit, String... lines) {
    return new CommandRun(exit, String.join("\n", lines) + "\n", "");
  }

  @Test
  void sameNameBothWaysIsFine() {
    server.with(REVERSE + " 60 PTR api.example.com.", "api.example.com 60 A 203.0.113.10");
    assertThat(dns("*.example.com"))
        .isEqualTo(
            said(
                0,
                "address  203.0.113.10",
                "servers  SERVER",
                "ptr      10.113.0.203.in-addr.arpa → 1 name",
                "  api.example.com  expected, leads back to the address",
                "forward  api.example.com → 203.0.113.10  leads to the address",
                "verdict  pass forward_confirmed"));
  }

  @Test
  void missingPtrRecordIsSpelledOut() {
    server.with("api.example.com 60 A 203.0.113.10");
    assertThat(dns("b.example.com", "api.example.com"))
        .isEqualTo(
            said(
                1,
                "address  203.0.113.10",
                "servers  SERVER",
                "ptr      10.113.0.203.in-addr.arpa → no name",
                "forward  b.example.com → no address",
                "forward  api.example.com → 203.0.113.10  leads to the address",
                "verdict  ptr_missing",
                "mend     create the record `10.113.0.203.in-addr.arpa. PTR api.example.com.`; its"
                    + " zone is held by whoever gave you the address, at a cloud provider ask for"
                    + " it there"));
  }

  @Test
  void nameThatAProviderGivesIsToldFromAnother() {
    server.with(REVERSE + " 60 PTR ec2-203-0-113-10.compute.test.");
    assertThat(dns("api.example.com").out())
        .contains("  ec2-203-0-113-10.compute.test  not expected\n")
        .contains("verdict  ptr_not_expected\n")
        .contains("the address has a name that a provider gives by itself; replace it by `")
        .contains("mend     create the record `api.example.com. A 203.0.113.10`\n");
    server.forget(REVERSE);
    server.with(REVERSE + " 60 PTR mail.other.test.");
    assertThat(dns("api.example.com").out())
        .contains("the address has another name; expect that one, or create `");
  }

  @Test
  void missingAddressRecordIsSpelledOut() {
    server
        .with(REVERSE + " 60 CNAME 10.sub." + REVERSE + ".")
        .with("10.sub." + REVERSE + " 60 PTR api.example.com.")
        .with("api.example.com 60 CNAME lb.example.com.", "lb.example.com 60 A 203.0.113.11");
    CommandRun run = dns("api.example.com");
    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.out())
        .contains("ptr      " + REVERSE + " → alias 10.sub." + REVERSE + " → 1 name\n")
        .contains("  api.example.com  expected, does not lead back to the address\n")
        .contains("forward  api.example.com → alias lb.example.com → 203.0.113.11\n")
        .contains("verdict  forward_mismatch\n")
        .endsWith("mend     create the record `api.example.com. A 203.0.113.10`\n");
  }

  @ParameterizedTest
  @CsvSource({"SERVFAIL,servfail", "REFUSED,refused"})
  void noAnswerIsSaidToBeNone(Manner manner, String why) {
    server.with(REVERSE, manner);
    CommandRun run = dns("api.example.com");
    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.out())
        .contains("ptr      " + REVERSE + " → no answer: " + why + "\n")
        .contains("verdict  indeterminate:" + why + "\n")
        .contains("which is neither yes nor no");
  }

  @Test
  void whatDnsHoldsDrivesNoTerminal() {
    server.with(REVERSE + " 60 PTR a\\027[31m.test.");
    assertThat(dns("api.example.com").out()).doesNotContain("\u001b");
  }

  @Test
  void jsonSaysTheSame() {
    server.with(REVERSE + " 60 PTR api.example.com.", "api.example.com 60 A 203.0.113.11");
    assertThat(dns("api.example.com", "--output", "json"))
        .isEqualTo(
            said(
                1,
                "{\"address\":\"203.0.113.10\",\"pass\":false,\"reason\":\"forward_mismatch\","
                    + "\"why\":null,\"servers\":[\"SERVER\"],\"ptr\":{\"question\":\""
                    + REVERSE
                    + "\",\"aliases\":[],\"names\":[{\"name\":\"api.example.com\",\"outcome\":"
                    + "\"elsewhere\"}],\"why\":null},\"forward\":[{\"name\":\"api.example.com\","
                    + "\"aliases\":[],\"addresses\":[\"203.0.113.11\"],\"leadsBack\":false,"
                    + "\"why\":null}],\"mend\":[\"create the record `api.example.com. A"
                    + " 203.0.113.10`\"]}"));
  }

  @ParameterizedTest
  @CsvSource({
    "dns x a.test,invalid IP address `x`",
    "dns 192.0.2.1 *.com,`*` before a single label",
    "dns 192.0.2.1 a.test --server dns.test,invalid DNS server `dns.test`",
    "dns 192.0.2.1 a.test --timeout 2,`--timeout`: `2` has no unit",
    "dns 192.0.2.1 a.test --timeout 2m,`--timeout`: `2m` is none of `1ms` to `60s`"
  })
  void misuseIsExitCode2(String command, String message) {
    CommandRun run = CommandRun.of(command.split(" "));
    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.err()).contains(message);
  }
}
