package io.portcullis.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.engine.Code;
import io.portcullis.engine.Decision;
import io.portcullis.engine.Request;
import io.portcullis.gate.DecisionListener;
import io.portcullis.gate.FailureMode;
import io.portcullis.gate.Gate;
import io.portcullis.source.ManagedFile;
import io.portcullis.source.ManagedText;
import io.portcullis.source.PolicyText;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a policy whose file and whose managed part change on their own. */
class ManagedReloadTest {
  private static final String FILE = "portcullis: 1\nglobal: {allow: [192.0.2.1]}\n";

  @TempDir Path folder;
  private final List<String> heard = new ArrayList<>();
  private ManagedFile managed;
  private Gate gate;
  private PolicyReload reload;

  @BeforeEach
  void start() throws Exception {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
    managed = ManagedFile.in(folder.toString());
    write("198.51.100.1");
    PolicyText first = text(FILE);
    PolicyLoad load = PolicyReader.read(first);
    gate = new Gate(load.snapshot().orElseThrow(), FailureMode.DENY, new Deaf());
    reload =
        PolicyReload.of(
            gate,
            "policy.yaml",
            Optional.of(first),
            List.of(),
            HostFacts.NONE,
            new Heard(),
            Optional.of(managed));
  }

  private void write(String address) throws Exception {
    writeText("managed: 1\nglobal: {allow: [{address: " + address + ", id: a}]}\n");
  }

  private void writeText(String yaml) throws Exception {
    Path file = folder.resolve("managed.yaml");
    Files.writeString(file, yaml);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
  }

  private PolicyText text(String file) {
    return PolicyText.of("policy.yaml", file.getBytes(StandardCharsets.UTF_8), Map.of())
        .with(managed.read());
  }

  private String inForce() {
    return new String(
        reload.inForce().orElseThrow().managed().orElseThrow().bytes(), StandardCharsets.UTF_8);
  }

  @Test
  void whatWasReadBeforeAChangeDoesNotUndoIt() throws Exception {
    PolicyText stale = text(FILE);
    write("198.51.100.2");
    PolicyText changed = text(FILE);
    reload.undisturbed(
        () -> {
          reload.install(changed, reload.read(changed));
          return true;
        });
    String revision = gate.policy().revision();
    assertThat(reload.changed(stale, 1)).isTrue();
    assertThat(inForce()).contains("198.51.100.2");
    assertThat(gate.policy().revision()).isEqualTo(revision);
  }

  @Test
  void badManagedPartLeavesTheOldOneBesideAFileThatChanges() throws Exception {
    String before = gate.policy().revision();
    writeText("managed: 1\noops: 1\n");
    assertThat(reload.changed(text(FILE), 1)).isTrue();
    assertThat(gate.policy().revision()).isEqualTo(before);
    assertThat(heard).containsExactly("rejected");
    assertThat(reload.changed(text(FILE.replace("2.1]", "2.3]")), 2)).isTrue();
    assertThat(gate.policy().revision()).isNotEqualTo(before);
    assertThat(inForce()).contains("198.51.100.1");
    assertThat(heard).containsExactly("rejected", "activated", "rejected");
    write("198.51.100.1");
    assertThat(reload.changed(text(FILE.replace("2.1]", "2.3]")), 3)).isTrue();
    assertThat(heard).endsWith("mended");
  }

  @Test
  void managedPartThatIsGoneIsNotTakenForNothing() throws Exception {
    Files.copy(folder.resolve("managed.yaml"), folder.resolve("managed.good.yaml"));
    Files.delete(folder.resolve("managed.yaml"));
    String before = gate.policy().revision();
    assertThat(reload.changed(text(FILE), 1)).isTrue();
    assertThat(gate.policy().revision()).isEqualTo(before);
    assertThat(heard).containsExactly("rejected");
  }

  @Test
  void badFileIsRejectedWhateverIsManaged() {
    String before = gate.policy().revision();
    assertThat(reload.changed(text("portcullis: 1\nmood: x\n"), 1)).isFalse();
    assertThat(gate.policy().revision()).isEqualTo(before);
    Optional<ManagedText> still = reload.inForce().orElseThrow().managed();
    assertThat(still).isEqualTo(managed.read());
  }

  /** Writes down what it hears. */
  private final class Heard implements ReloadListener {
    @Override
    public void activated(String revision, PolicyLoad load) {
      heard.add("activated");
    }

    @Override
    public void rejected(List<Problem> problems) {
      heard.add("rejected");
    }

    @Override
    public void stillRejected(List<Problem> problems, long seconds) {}

    @Override
    public void mended() {
      heard.add("mended");
    }

    @Override
    public void failed(Throwable fault) {
      throw new AssertionError(fault);
    }
  }

  /** Nobody calls here. */
  private static final class Deaf implements DecisionListener {
    @Override
    public void allowed(Code code) {}

    @Override
    public void denied(Decision decision, Request request, String decisionId, String revision) {}

    @Override
    public void failed(String doing, Throwable fault) {}
  }
}
