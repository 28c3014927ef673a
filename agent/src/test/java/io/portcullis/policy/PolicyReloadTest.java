package io.portcullis.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.client.ClientAddress;
import io.portcullis.client.ClientAddressResolver;
import io.portcullis.engine.Code;
import io.portcullis.engine.Decision;
import io.portcullis.engine.Mode;
import io.portcullis.engine.Pipeline;
import io.portcullis.engine.Request;
import io.portcullis.gate.DecisionListener;
import io.portcullis.gate.FailureMode;
import io.portcullis.gate.Gate;
import io.portcullis.gate.PolicySnapshot;
import io.portcullis.gate.Refusal;
import io.portcullis.gate.RefusalWriter;
import io.portcullis.ip.IpAddress;
import io.portcullis.source.PolicyText;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * A text here is good unless it begins with {@code bad}, {@code untested}, {@code crash}, {@code
 * huge} or {@code unlinked}.
 */
class PolicyReloadTest {
  private static final PolicyText START = text("start");

  private final List<String> told = new ArrayList<>();
  private final Gate gate = new Gate(snapshot("start"), FailureMode.DENY, new DeafListener());
  private final PolicyReload reload = reload(Optional.of(START), List.of());

  @Test
  void goodTextIsPutInForce() {
    assertThat(reload.changed(text("next"), 1)).isTrue();
    assertThat(gate.policy().revision()).isEqualTo("next");
    assertThat(told).containsExactly("activated next");
  }

  @Test
  void textInForceChangesNothing() {
    PolicySnapshot before = gate.policy();
    assertThat(reload.changed(text("start"), 1)).isTrue();
    assertThat(gate.policy()).isSameAs(before);
    assertThat(told).isEmpty();
  }

  @Test
  void listAloneMakesAnotherText() {
    PolicyText other = PolicyText.of("p.yaml", START.bytes(), Map.of("a", new byte[] {1}));
    assertThat(reload.changed(other, 1)).isTrue();
    assertThat(told).containsExactly("activated start");
  }

  @Test
  void badTextLeavesThePolicyInForce() {
    for (String bad : List.of("bad syntax", "untested", "crash")) {
      assertThat(reload.changed(text(bad), 1)).isFalse();
      assertThat(gate.policy().revision()).isEqualTo("start");
    }
    assertThat(told)
        .containsExactly(
            "rejected p.yaml:1:1: error BAD bad syntax",
            "rejected p.yaml:1:1: error TEST_FAILED untested",
            "failed IllegalStateException",
            "rejected p.yaml:1:1: error INTERNAL_FAULT reading it failed, which is a fault of"
                + " ours");
  }

  @Test
  void errorOfTheJvmWhileReadingIsARejectionToo() {
    for (String bad : List.of("huge", "unlinked")) {
      assertThat(reload.changed(text(bad), 1)).isFalse();
      assertThat(gate.policy().revision()).isEqualTo("start");
    }
    assertThat(told)
        .containsExactly(
            "failed OutOfMemoryError",
            "rejected p.yaml:1:1: error POLICY_TOO_LARGE the JVM has not enough memory for it;"
                + " shorten its lists or raise -Xmx",
            "failed NoClassDefFoundError",
            "rejected p.yaml:1:1: error INTERNAL_FAULT reading it failed, which is a fault of"
                + " ours");
  }

  @Test
  void badTextIsToldOnceAMinuteUntilItIsMended() {
    pass(0, 200_000);
    assertThat(told).isEmpty();
    reload.changed(text("bad"), 200_000);
    pass(200_000, 330_000);
    assertThat(told)
        .containsExactly(
            "rejected p.yaml:1:1: error BAD bad",
            "still rejected after 60 s p.yaml:1:1: error BAD bad",
            "still rejected after 120 s p.yaml:1:1: error BAD bad");

    told.clear();
    reload.changed(text("good"), 330_000);
    pass(330_000, 600_000);
    assertThat(told).containsExactly("mended", "activated good");
  }

  @Test
  void wayBackToTheTextInForceMends() {
    reload.changed(text("bad"), 1);
    reload.changed(text("start"), 2);
    reload.changed(text("start"), 3);
    assertThat(told).containsExactly("rejected p.yaml:1:1: error BAD bad", "mended");
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
    reload.changed(text("bad"), 0);
    reload.unavailable("gone", 1);
    reload.available(2);
    pass(2, 60_200);
    assertThat(told)
        .containsExactly(
            "rejected p.yaml:1:1: error BAD bad",
            "rejected p.yaml:1:1: error POLICY_UNREADABLE gone",
            "rejected p.yaml:1:1: error BAD bad",
            "still rejected after 60 s p.yaml:1:1: error BAD bad");
  }

  @Test
  void whatWasBadAtStartIsRemindedOfFromTheFirstLook() {
    PolicyReload bad =
        reload(Optional.empty(), List.of(Problem.error(Place.of("p.yaml", 3, 1), "X", "odd")));
    bad.tick(5_000_000);
    assertThat(told).isEmpty();
    bad.tick(5_060_000);
    bad.changed(text("start"), 5_060_001);
    assertThat(told)
        .containsExactly(
            "still rejected after 60 s p.yaml:3:1: error X odd", "mended", "activated start");
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
    String content = new String(text.bytes(), StandardCharsets.UTF_8);
    Place place = Place.of(text.name(), 1, 1);
    if (content.startsWith("crash")) {
      throw new IllegalStateException();
    }
    if (content.startsWith("huge")) {
      throw new OutOfMemoryError();
    }
    if (content.startsWith("unlinked")) {
      throw new NoClassDefFoundError();
    }
    if (content.startsWith("bad")) {
      return PolicyLoad.of(
          Optional.empty(), List.of(Problem.error(place, "BAD", content)), List.of(), 0, 0);
    }
    if (content.startsWith("untested")) {
      return PolicyLoad.of(
          Optional.of(snapshot(content)),
          List.of(Problem.error(place, "TEST_FAILED", content)),
          List.of(TestOutcome.failed("a test", place, "another outcome")),
          0,
          0);
    }
    return PolicyLoad.of(Optional.of(snapshot(content)), List.of(), List.of(), 0, 0);
  }

  private static PolicyText text(String content) {
    return PolicyText.of("p.yaml", content.getBytes(StandardCharsets.UTF_8), Map.of());
  }

  private static PolicySnapshot snapshot(String revision) {
    return PolicySnapshot.of(
        revision, Mode.ENFORCE, new NoResolver(), Pipeline.of(Mode.OFF), new NoRefusals(), 0);
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

  private static final class NoResolver implements ClientAddressResolver {
    @Override
    public String header() {
      return "";
    }

    @Override
    public ClientAddress resolve(Optional<IpAddress> peer, HeaderLines lines) {
      return ClientAddress.unreadable("not_asked");
    }

    @Override
    public ClientAddress resolve(
        Optional<IpAddress> peer, HeaderLines lines, HopListener listener) {
      return resolve(peer, lines);
    }
  }

  private static final class NoRefusals implements RefusalWriter {
    @Override
    public Refusal write(Decision decision, Request request, String decisionId) {
      return Refusal.of(403, "text/plain", Map.of(), new byte[0]);
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
