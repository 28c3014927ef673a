package io.portcullis.cli;

import io.portcullis.engine.Decision;
import io.portcullis.engine.Evaluation;
import io.portcullis.engine.RequestFacts;
import io.portcullis.engine.TimeSource;
import io.portcullis.gate.PolicySnapshot;
import io.portcullis.gate.SystemTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

  /** What a policy decides of a request that is made when its facts say, else now. */
  static Judgement of(RequestFacts request, PolicySnapshot policy) {
    TimeSource time =
        request.at().isPresent() ? () -> request.at().getAsLong() : SystemTime.INSTANCE;
    Evaluation evaluation = new Evaluation(request, policy.clientAddress(), time);
    return new Judgement(request, policy, evaluation, policy.pipeline().explain(evaluation));
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
   * The decision object with the fields {@code hops} and, where a check has asked for it, {@code
   * certificate} more.
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
    return JsonText.write(object);
  }

  List<String> text() {
    return ExplanationText.brief(decision, request, policy);
  }

  List<String> explainedText() {
    return ExplanationText.full(decision, request, policy, hops(), evaluation.knownCertificate());
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
