package io.portcullis.cli;

import io.portcullis.engine.Decision;
import io.portcullis.engine.Evaluation;
import io.portcullis.engine.Request;
import io.portcullis.gate.PolicySnapshot;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A request and what a policy decides of it. Immutable. */
final class Judgement {
  private final Request request;
  private final PolicySnapshot policy;
  private final Decision decision;

  private Judgement(Request request, PolicySnapshot policy, Decision decision) {
    this.request = request;
    this.policy = policy;
    this.decision = decision;
  }

  static Judgement of(Request request, PolicySnapshot policy) {
    Evaluation evaluation = new Evaluation(request, policy.clientAddress());
    return new Judgement(request, policy, policy.pipeline().explain(evaluation));
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

  /** The decision object with a field {@code hops} more. */
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
    return JsonText.write(object);
  }

  List<String> text() {
    return ExplanationText.brief(decision, request, policy);
  }

  List<String> explainedText() {
    return ExplanationText.full(decision, request, policy, hops());
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
