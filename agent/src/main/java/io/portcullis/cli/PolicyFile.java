package io.portcullis.cli;

import io.portcullis.gate.PolicySnapshot;
import io.portcullis.policy.HostFacts;
import io.portcullis.policy.PolicyLoad;
import io.portcullis.policy.PolicyOutline;
import io.portcullis.policy.PolicyReader;
import io.portcullis.policy.Problem;
import io.portcullis.policy.TestOutcome;
import io.portcullis.source.FileSource;
import io.portcullis.source.PolicyText;
import io.portcullis.source.SourceException;
import java.util.List;
import java.util.Optional;

/** A policy file that a verb is given, and what became of reading it. */
final class PolicyFile {
  private final String path;
  private final PolicyText text;
  private final PolicyLoad load;

  private PolicyFile(String path, PolicyText text, PolicyLoad load) {
    this.path = path;
    this.text = text;
    this.load = load;
  }

  /** Reads a policy, valid or not; ends the verb where there is nothing to read. */
  static PolicyFile read(String path, HostFacts host) {
    try {
      PolicyText text = FileSource.of(path, PolicyReader::listsNamed).read();
      return new PolicyFile(path, text, PolicyReader.read(text, host));
    } catch (SourceException e) {
      throw CommandException.unusable(String.valueOf(e.getMessage()));
    }
  }

  /**
   * Reads a policy to judge requests by; ends the verb, with all problems told, where it is
   * invalid. One whose own tests fail can judge, so that the reason can be looked for.
   */
  static PolicySnapshot readToJudge(String path, HostFacts host, Terminal terminal) {
    return read(path, host).snapshotToJudge(terminal);
  }

  /** The same of a policy that is read already. */
  PolicySnapshot snapshotToJudge(Terminal terminal) {
    PolicySnapshot snapshot = snapshotOrEnd(terminal);
    long failed = load.tests().stream().filter(test -> !test.passed()).count();
    if (failed > 0) {
      terminal.complain(
          "`"
              + path
              + "` would not be put in force: "
              + failed
              + " of its own tests "
              + (failed == 1 ? "fails" : "fail"));
    }
    return snapshot;
  }

  /** The outcomes of its own tests; ends the verb where it is invalid. */
  List<TestOutcome> testsOrEnd(Terminal terminal) {
    snapshotOrEnd(terminal);
    return load.tests();
  }

  private PolicySnapshot snapshotOrEnd(Terminal terminal) {
    Optional<PolicySnapshot> snapshot = load.snapshot();
    if (snapshot.isPresent()) {
      return snapshot.get();
    }
    for (Problem problem : load.problems()) {
      terminal.err().print(Terminal.printable(problem.toString()) + "\n");
    }
    throw CommandException.unusable("`" + path + "` is not a valid policy");
  }

  String path() {
    return path;
  }

  /** What it says, to be compared; only of a policy that is valid. */
  PolicyOutline outline() {
    return PolicyOutline.of(text);
  }

  PolicyLoad load() {
    return load;
  }
}
