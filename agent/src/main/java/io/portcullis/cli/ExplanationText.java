package io.portcullis.cli;

import io.portcullis.certificate.ClientCertificate;
import io.portcullis.engine.Decision;
import io.portcullis.engine.Entry;
import io.portcullis.engine.Request;
import io.portcullis.engine.TimeSpan;
import io.portcullis.engine.Verdict;
import io.portcullis.gate.PolicySnapshot;
import io.portcullis.ip.IpAddress;
import io.portcullis.policy.InstantText;
import io.portcullis.wire.DecisionObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A decision in lines for a person, in brief or with every hop and every check. */
final class ExplanationText {
  private final List<String> lines = new ArrayList<>();

  private ExplanationText() {}

  /** What was decided, for whom and by what. */
  static List<String> brief(Decision decision, Request request, PolicySnapshot policy) {
    ExplanationText text = new ExplanationText();
    text.summary(decision, request, policy);
    return text.lines;
  }

  /**
   * The same, each hop of the client's address, the client's certificate where one was asked for,
   * and what each check says.
   */
  static List<String> full(
      Decision decision,
      Request request,
      PolicySnapshot policy,
      List<Hop> hops,
      Optional<ClientCertificate> certificate,
      Optional<DnsFinding> names) {
    ExplanationText text = new ExplanationText();
    text.summary(decision, request, policy);
    text.hops(policy.clientAddress().header(), hops);
    certificate.ifPresent(text::certificate);
    names.ifPresent(text::names);
    text.checks(decision);
    return text.lines;
  }

  private void summary(Decision decision, Request request, PolicySnapshot policy) {
    Verdict settling = decision.settling();
    lines.add(decision.effect().word() + " " + decision.code().name());
    field(
        "client",
        decision.client().isReadable()
            ? decision.client().address().toString()
            : "cannot be read: " + words(decision.client().reason()));
    field("peer", decision.peer().map(IpAddress::toString).orElse("hidden"));
    field("request", request.method() + " " + request.target());
    if (decision.caller().hasTenant()) {
      field("tenant", decision.caller().tenant());
    }
    if (decision.caller().hasProgram()) {
      field("program", decision.caller().program());
    }
    if (decision.caller().hasKey()) {
      field("key", decision.caller().key());
    }
    if (!settling.scope().isEmpty()) {
      field("scope", settling.scope());
    }
    if (settling.entry().isPresent()) {
      field("entry", entry(settling.entry().get()));
    }
    Integer status = DecisionObject.status(decision, request, policy);
    if (status != null) {
      field("status", status.toString());
    }
    field("mode", decision.mode().word());
    field("policy", policy.revision());
  }

  private static String entry(Entry entry) {
    StringBuilder shown = new StringBuilder(entry.toString());
    if (!entry.description().isEmpty()) {
      shown.append(", ").append(entry.description());
    }
    TimeSpan times = entry.times();
    times.from().ifPresent(from -> shown.append(", from ").append(InstantText.of(from)));
    times.until().ifPresent(until -> shown.append(", until ").append(InstantText.of(until)));
    return shown.append(", at ").append(entry.place()).toString();
  }

  private void hops(String header, List<Hop> hops) {
    lines.add("");
    lines.add(
        header.isEmpty()
            ? "client address: the peer, since the policy names no header"
            : "client address, from the peer back through " + header + ":");
    table(hops, hop -> new String[] {hop.text(), hop.words()});
  }

  private void certificate(ClientCertificate certificate) {
    lines.add("");
    lines.add("client certificate, as it was given:");
    table(CertificateText.rows(certificate), row -> row);
  }

  private void names(DnsFinding names) {
    lines.add("");
    lines.add("reverse DNS of the client, both directions:");
    for (String line : names.directions()) {
      lines.add("  " + Terminal.printable(line));
    }
  }

  private void checks(Decision decision) {
    lines.add("");
    if (decision.verdicts().isEmpty()) {
      lines.add("checks: none is made, the mode is " + decision.mode().word());
      return;
    }
    lines.add("checks, in order:");
    table(
        decision.verdicts(),
        verdict ->
            new String[] {
              verdict.check().word(),
              verdict.kind().word(),
              why(verdict),
              verdict == decision.settling() ? "<- decides" : ""
            });
  }

  private static String why(Verdict verdict) {
    List<String> parts = new ArrayList<>();
    verdict.code().ifPresent(code -> parts.add(code.name()));
    if (!verdict.scope().isEmpty()) {
      parts.add(verdict.scope());
    }
    verdict.entry().ifPresent(entry -> parts.add(entry.toString()));
    if (!verdict.reason().isEmpty()) {
      parts.add(words(verdict.reason()));
    }
    return String.join(", ", parts);
  }

  private static String words(String token) {
    return token.replace('_', ' ');
  }

  private void field(String name, String value) {
    lines.add(String.format("  %-8s %s", name, Terminal.printable(value)));
  }

  /** What becomes a row of cells. */
  private interface Row<T> {
    String[] of(T value);
  }

  /** Adds rows whose columns stand below each other. */
  private <T> void table(List<T> values, Row<T> row) {
    List<String[]> rows = new ArrayList<>();
    int[] widths = new int[8];
    for (T value : values) {
      String[] cells = row.of(value);
      for (int i = 0; i < cells.length; i++) {
        cells[i] = Terminal.printable(cells[i]);
        widths[i] = Math.max(widths[i], cells[i].length());
      }
      rows.add(cells);
    }
    for (String[] cells : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < cells.length; i++) {
        line.append("  ").append(pad(cells[i], widths[i]));
      }
      int end = line.length();
      while (end > 0 && line.charAt(end - 1) == ' ') {
        end--;
      }
      lines.add(line.substring(0, end));
    }
  }

  private static String pad(String text, int width) {
    StringBuilder padded = new StringBuilder(text);
    while (padded.length() < width) {
      padded.append(' ');
    }
    return padded.toString();
  }
}
