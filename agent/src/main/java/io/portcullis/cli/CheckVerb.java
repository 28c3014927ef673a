package io.portcullis.cli;

import io.portcullis.engine.RequestFacts;
import io.portcullis.ip.IpAddress;
import io.portcullis.wire.RequestSyntaxException;
import io.portcullis.wire.RequestText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The verb {@code check}: what a policy decides of one request. */
@Command(
    name = "check",
    header = "Tells what a policy decides of one request.",
    description =
        "Every check is made, also those behind the one that decides. DNS is asked where the policy"
            + " has `reverseDns` for the caller; nothing else is sent anywhere.",
    exitCodeList = {
      "0:allowed, or let through although enforcing would deny it (would-deny)",
      "1:denied",
      "2:wrong usage, or the policy cannot be read or is invalid"
    })
final class CheckVerb extends Verb {
  @Parameters(paramLabel = "POLICY", description = "Policy file.")
  private String path = "";

  @Option(
      names = "--peer",
      required = true,
      paramLabel = "ADDRESS",
      description = "Address of the other end of the connection, such as 203.0.113.9.")
  private String peer = "";

  @Option(names = "--method", paramLabel = "METHOD", description = "Default: GET.")
  private String method = "GET";

  @Option(
      names = "--target",
      paramLabel = "TARGET",
      description =
          "Request target as sent, with its query, such as /api/orders?page=2. Default: /.")
  private String target = "/";

  @Option(
      names = {"-H", "--header"},
      paramLabel = "'NAME: VALUE'",
      description =
          "A header line; may be given several times, lines of one name keep their order.")
  private List<String> headers = new ArrayList<>();

  @Option(
      names = "--key",
      paramLabel = "ID",
      description =
          "The API key that the request carries, by its id in the policy, so that the key itself"
              + " stands on no command line.")
  private String key = "";

  @Option(
      names = "--session",
      paramLabel = "NAME=VALUE",
      description =
          "An attribute of the HTTP session that the request has; may be given several times.")
  private Map<String, String> session = new LinkedHashMap<>();

  @Option(
      names = "--certificate",
      paramLabel = "PEM",
      description =
          "File with the certificate that the other end of the connection shows, and the rest of"
              + " its chain.")
  private String certificate = "";

  @Option(
      names = "--at",
      paramLabel = "INSTANT",
      description =
          "When the request is made, with a zone, such as 2026-11-20T00:00:00Z. Default: now.")
  private String at = "";

  @Option(
      names = "--explain",
      description = "Shows every hop of the client's address and what each check says.")
  private boolean explain;

  @Mixin private HostOptions host = new HostOptions();

  @Option(
      names = "--output",
      paramLabel = "FORM",
      converter = OutputForm.Converter.class,
      description =
          "text: for reading; json: one decision object, with --explain also `hops`."
              + " Default: text.")
  private OutputForm output = OutputForm.TEXT;

  CheckVerb(Terminal terminal) {
    super(terminal);
  }

  @Override
  public Integer call() {
    RequestFacts request = request();
    Judgement judgement;
    try (Judge judge = Judge.of(PolicyFile.readToJudge(path, host.facts(), terminal()))) {
      judgement = judge.explain(request);
    }
    if (output == OutputForm.JSON) {
      terminal().print(explain ? judgement.explainedJson() : judgement.json());
    } else {
      for (String line : explain ? judgement.explainedText() : judgement.text()) {
        terminal().print(line);
      }
    }
    return judgement.isDenied() ? ExitCode.FINDINGS : ExitCode.FINE;
  }

  private RequestFacts request() {
    try {
      IpAddress from = RequestText.address("--peer", peer);
      RequestFacts.Builder facts =
          RequestFacts.from(from)
              .method(RequestText.method(method))
              .target(RequestText.target(target));
      for (String header : headers) {
        RequestText.header(facts, header);
      }
      if (!key.isEmpty()) {
        facts.keyId(key);
      }
      for (Map.Entry<String, String> attribute : session.entrySet()) {
        facts.session(attribute.getKey(), attribute.getValue());
      }
      if (!certificate.isEmpty()) {
        facts.certificate(CertificateText.ofFile(certificate));
      }
      if (!at.isEmpty()) {
        facts.at(RequestText.at("--at", at));
      }
      return facts.build();
    } catch (RequestSyntaxException e) {
      throw CommandException.unusable(e.words());
    }
  }
}
