package io.portcullis.cli;

import io.portcullis.dns.DnsClient;
import io.portcullis.dns.DnsSettings;
import io.portcullis.dns.ExpectedName;
import io.portcullis.dns.ExpectedNames;
import io.portcullis.dns.NameSyntaxException;
import io.portcullis.dns.ServerAddress;
import io.portcullis.dns.ServerSyntaxException;
import io.portcullis.ip.IpAddress;
import io.portcullis.policy.DurationSyntaxException;
import io.portcullis.policy.DurationText;
import io.portcullis.wire.JsonText;
import io.portcullis.wire.RequestSyntaxException;
import io.portcullis.wire.RequestText;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The verb {@code dns}: whether an address carries an expected name in both directions. */
@Command(
    name = "dns",
    header = "Tells whether an address carries one of these names, both ways.",
    description =
        "Asks DNS for the names of the address, and for the addresses of those names that are"
            + " expected (forward-confirmed reverse DNS). Tells what each answer is and which record"
            + " is missing.",
    exitCodeList = {
      "0:an expected name leads to the address, and the address to that name",
      "1:none does, or DNS gives no answer",
      "2:wrong usage"
    })
final class DnsVerb extends Verb {
  @Parameters(index = "0", paramLabel = "ADDRESS", description = "Address of the client.")
  private String address = "";

  @Parameters(
      index = "1",
      arity = "1..*",
      paramLabel = "NAME",
      description =
          "Expected name, such as api.example.com or *.example.com, where the star is one label."
              + " One that fits is enough.")
  private List<String> names = new ArrayList<>();

  @Option(
      names = "--server",
      paramLabel = "ADDRESS[:PORT]",
      description =
          "DNS server to ask, such as 192.0.2.53 or [2001:db8::53]:5353; may be given several"
              + " times, the next is asked where one fails. Default: the servers of the system.")
  private List<String> servers = new ArrayList<>();

  @Option(
      names = "--timeout",
      paramLabel = "DURATION",
      description = "How long one server has for one answer, such as 500ms or 5s. Default: 2s.")
  private String timeout = "2s";

  @Option(
      names = "--output",
      paramLabel = "FORM",
      converter = OutputForm.Converter.class,
      description = "text: for reading; json: one object. Default: text.")
  private OutputForm output = OutputForm.TEXT;

  DnsVerb(Terminal terminal) {
    super(terminal);
  }

  @Override
  public Integer call() {
    DnsFinding finding = finding();
    if (output == OutputForm.JSON) {
      terminal().print(JsonText.write(finding.json()));
    } else {
      for (String line : finding.text()) {
        terminal().print(Terminal.printable(line));
      }
    }
    return finding.isPass() ? ExitCode.FINE : ExitCode.FINDINGS;
  }

  private DnsFinding finding() {
    try {
      IpAddress client = RequestText.address("ADDRESS", address);
      List<ExpectedName> expected = new ArrayList<>();
      for (String name : names) {
        expected.add(ExpectedName.parse(name));
      }
      try (DnsClient dns = DnsClient.of(settings())) {
        return DnsFinding.of(client, ExpectedNames.of(expected), dns);
      }
    } catch (RequestSyntaxException e) {
      throw CommandException.unusable(e.words());
    } catch (NameSyntaxException | ServerSyntaxException e) {
      throw CommandException.unusable(String.valueOf(e.getMessage()));
    } catch (DurationSyntaxException e) {
      throw CommandException.unusable("`--timeout`: " + e.getMessage());
    }
  }

  private DnsSettings settings() throws ServerSyntaxException, DurationSyntaxException {
    List<InetSocketAddress> asked = new ArrayList<>();
    for (String server : servers) {
      asked.add(ServerAddress.parse(server));
    }
    long millis = DurationText.parse(timeout);
    if (millis < 1 || millis > 60_000) {
      throw CommandException.unusable("`--timeout`: `" + timeout + "` is none of `1ms` to `60s`");
    }
    int limit = (int) millis;
    // Nobody is waiting but the user: every server may take its time.
    return DnsSettings.DEFAULTS
        .withServers(asked)
        .withTimeout(limit)
        .withBudget(limit * 4 * Math.max(1, asked.size()));
  }
}
