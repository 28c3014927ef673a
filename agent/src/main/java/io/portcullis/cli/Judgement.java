package io.portcullis.cli;

import io.portcullis.engine.Decision;
import io.portcullis.engine.Evaluation;
import io.portcullis.engine.RequestFacts;
import io.portcullis.gate.PolicySnapshot;
import io.portcullis.wire.DecisionObject;
import io.portcullis.wire.JsonText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A request and what a policy decides of it. Immutable. */
final class Judgement {
  private final RequestFacts request;
  private final PolicySnapshot policy;
  private final Evaluation evaluation;
  private final Decision decision;

  private Judgement(
      RequestFacts request, PolicySnapshot policy, Evaluation evaluation, Decision decision) {
    this.request = request;
    this.policy = policy;
    this.evaluation = evaluation;
    this.decision = decision;
  }

  static Judgement of(
      RequestFacts request, PolicySnapshot policy, Evaluation evaluation, Decision decision) {
    return new Judgement(request, policy, evaluation, decision);
  }

  boolean isDenied() {
    return decision.effect() == Decision.Effect.DENY;
  }

  /** The decision object. */
  Map<String, @Nullable Object> object() {
    return DecisionObject.of(decision, request, policy);
  }

  String json() {
    return JsonText.write(object());
  }

  /**
   * The decision object with the fields {@code hops} and, where a check has asked for them, {@code
   * certificate} and {@code reverseDns} more.
   */
  String explainedJson() {
    Map<String, @Nullable Object> object = object();
    List<Map<String, String>> hops = new ArrayList<>();
    for (Hop hop : hops()) {
      Map<String, String> row = new LinkedHashMap<>();
      row.put("hop", hop.text());
      row.put("verdict", hop.verdict());
      hops.add(row);
    }
    object.put("hops", hops);
    evaluation
        .knownCertificate()
        .ifPresent(
            certificate -> {
              Map<String, String> shown = new LinkedHashMap<>();
              CertificateText.rows(certificate).forEach(row -> shown.put(row[0], row[1]));
              object.put("certificate", shown);
            });
    names().ifPresent(names -> object.put("reverseDns", names.found()));
    return JsonText.write(object);
  }

  /** What was found about the names of the client, where a check has asked. */
  private Optional<DnsFinding> names() {
    return evaluation
        .reverseVerdict()
        .map(verdict -> DnsFinding.of(evaluation.client().address(), verdict));
  }

  List<String> text() {
    return ExplanationText.brief(decision, request, policy);
  }

  List<String> explainedText() {
    return ExplanationText.full(
        decision, request, policy, hops(), evaluation.knownCertificate(), names());
  }

  private List<Hop> hops() {
    List<Hop> hops = new ArrayList<>();
    policy
        .clientAddress()
        .resolve(
            request.peer(),
            request::headerLines,
            (text, verdict) -> hops.add(Hop.of(text, verdict)));
    return hops;
  }
}
