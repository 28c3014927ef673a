package io.portcullis.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.engine.Code;
import io.portcullis.engine.Decision;
import io.portcullis.engine.Request;
import io.portcullis.gate.DecisionListener;
import io.portcullis.gate.FailureMode;
import io.portcullis.gate.Gate;
import io.portcullis.gate.PolicySnapshot;
import io.portcullis.source.PolicyText;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PolicyReloadTest {
  private static final PolicyText START = text("portcullis: 1\n");
  private static final PolicyText NEXT = text("portcullis: 1\nmode: monitor\n");
  private static final PolicyText BAD = text("portcullis: 1\nmode: none\n");
  private static final PolicyText CRASH = text("crash");
  private static final PolicyText UNTESTED =
      text(
          """
          portcullis: 1
          global: {allow: [192.0.2.1]}
          tests:
            - name: a stranger is let in
              request: {peer: 198.51.100.1}
              expect: {decision: allow}
          """);

  private final List<String> told = new ArrayList<>();
  private final Gate gate = new Gate(snapshot(START), FailureMode.DENY, new DeafListener());
  private final PolicyReload reload = reload(Optional.of(START), List.of());

  @Test
  void goodTextIsPutInForce() {
    assertThat(reload.changed(NEXT, 1)).isTrue();
    assertThat(gate.policy().revision()).isEqualTo(revision(NEXT));
    assertThat(told).containsExactly("activated " + revision(NEXT));
  }

  @Test
  void textInForceChangesNothing() {
    PolicySnapshot before = gate.policy();
    assertThat(reload.changed(text(content(START)), 1)).isTrue();
    assertThat(gate.policy()).isSameAs(before);
    assertThat(told).isEmpty();
  }

  @Test
  void badTextLeavesThePolicyInForce() {
    PolicySnapshot before = gate.policy();
    for (PolicyText bad : List.of(BAD, UNTESTED, CRASH)) {
      assertThat(reload.changed(bad, 1)).isFalse();
      assertThat(gate.policy()).isSameAs(before);
    }
    assertThat(told)
        .satisfiesExactly(
            line -> assertThat(line).startsWith("rejected p.yaml:2:7: error "),
            line -> assertThat(line).startsWith("rejected p.yaml:4:5: error "),
            line -> assertThat(line).isEqualTo("failed IllegalStateException"),
            line ->
                assertThat(line)
                    .isEqualTo(
                        "rejected p.yaml:1:1: error INTERNAL_FAULT reading it failed, which is a"
                            + " fault of ours"));
  }

  @Test
  void badTextIsToldOnceAMinuteUntilItIsMended() {
    pass(0, 200_000);
    assertThat(told).isEmpty();
    reload.changed(CRASH, 200_000);
    pass(200_000, 330_000);
    String problem = "p.yaml:1:1: error INTERNAL_FAULT reading it failed, which is a fault of ours";
    assertThat(told)
        .containsExactly(
            "failed IllegalStateException",
            "rejected " + problem,
            "still rejected after 60 s " + problem,
            "still rejected after 120 s " + problem);

    told.clear();
    reload.changed(NEXT, 330_000);
    pass(330_000, 600_000);
    assertThat(told).containsExactly("mended", "activated " + revision(NEXT));
  }

  @Test
  void wayBackToTheTextInForceMends() {
    reload.changed(BAD, 1);
    reload.changed(START, 2);
    reload.changed(START, 3);
    assertThat(told)
        .satisfiesExactly(
            line -> assertThat(line).startsWith("rejected "),
            line -> assertThat(line).isEqualTo("mended"));
  }

  @Test
  void missingFileIsToldUntilItIsBack() {
    reload.unavailable("cannot read `p.yaml`: no such file", 0);
    pass(0, 70_000);
    reload.available(70_000);
    pass(70_000, 200_000);
    String problem = "p.yaml:1:1: error POLICY_UNREADABLE cannot read `p.yaml`: no such file";
    assertThat(told)
        .containsExactly("rejected " + problem, "still rejected after 60 s " + problem, "mended");
  }

  @Test
  void fileThatComesBackBadIsNotMended() {
    reload.changed(BAD, 0);
    String bad = told.get(0);
    reload.unavailable("gone", 1);
    reload.available(2);
    pass(2, 60_200);
    assertThat(told)
        .containsExactly(
            bad,
            "rejected p.yaml:1:1: error POLICY_UNREADABLE gone",
            bad,
            bad.replace("rejected", "still rejected after 60 s"));
  }

  @Test
  void whatWasBadAtStartIsRemindedOfFromTheFirstLook() {
    PolicyReload bad =
        reload(Optional.empty(), List.of(Problem.error(Place.of("p.yaml", 3, 1), "X", "odd")));
    bad.tick(5_000_000);
    assertThat(told).isEmpty();
    bad.tick(5_060_000);
    bad.changed(START, 5_060_001);
    assertThat(told)
        .containsExactly(
            "still rejected after 60 s p.yaml:3:1: error X odd",
            "mended",
            "activated " + revision(START));
  }

  private void pass(long from, long to) {
    for (long now = from; now < to; now += 100) {
      reload.tick(now);
    }
  }

  private PolicyReload reload(Optional<PolicyText> inForce, List<Problem> problems) {
    return PolicyReload.of(gate, "p.yaml", inForce, problems, new Told(), PolicyReloadTest::read);
  }

  private static PolicyLoad read(PolicyText text) {
    if (content(text).contains("crash")) {
      throw new IllegalStateException();
    }
    return PolicyReader.read(text);
  }

  private static String content(PolicyText text) {
    return new String(text.bytes(), StandardCharsets.UTF_8);
  }

  private static PolicyText text(String content) {
    return PolicyText.of("p.yaml", content.getBytes(StandardCharsets.UTF_8), Map.of());
  }

  private static String revision(PolicyText text) {
    return snapshot(text).revision();
  }

  private static PolicySnapshot snapshot(PolicyText text) {
    return PolicyReader.read(text).snapshot().orElseThrow();
  }

  private final class Told implements ReloadListener {
    @Override
    public void activated(String revision, PolicyLoad load) {
      told.add("activated " + revision);
    }

    @Override
    public void rejected(List<Problem> problems) {
      told.add("rejected " + line(problems));
    }

    @Override
    public void stillRejected(List<Problem> problems, long seconds) {
      told.add("still rejected after " + seconds + " s " + line(problems));
    }

    @Override
    public void mended() {
      told.add("mended");
    }

    @Override
    public void failed(Throwable fault) {
      told.add("failed " + fault.getClass().getSimpleName());
    }

    private String line(List<Problem> problems) {
      return String.join("; ", problems.stream().map(Problem::toString).toList());
    }
  }

  private static final class DeafListener implements DecisionListener {
    @Override
    public void allowed(Code code) {}

    @Override
    public void denied(Decision decision, Request request, String decisionId, String revision) {}

    @Override
    public void failed(String doing, Throwable fault) {}
  }
}
