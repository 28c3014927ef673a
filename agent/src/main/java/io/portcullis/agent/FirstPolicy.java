package io.portcullis.agent;

import io.portcullis.gate.PolicySnapshot;
import io.portcullis.pattern.PathPattern;
import io.portcullis.pattern.PatternSyntaxException;
import io.portcullis.policy.HostFacts;
import io.portcullis.policy.Place;
import io.portcullis.policy.PolicyLoad;
import io.portcullis.policy.PolicyReader;
import io.portcullis.policy.Problem;
import io.portcullis.source.FileSource;
import io.portcullis.source.ListNames;
import io.portcullis.source.ManagedFile;
import io.portcullis.source.ManagedText;
import io.portcullis.source.PolicyText;
import io.portcullis.source.SourceException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * What the gate starts with: the policy of the file, or what the setting {@code startup} says where
 * there is none. Immutable.
 */
final class FirstPolicy {
  private static final ListNames LIST_NAMES =
      new ListNames() {
        @Override
        public Collection<String> in(byte[] policy) {
          return PolicyReader.listsNamed(policy);
        }
      };

  private final Optional<FileSource> source;
  private final Optional<PolicyText> text;
  private final Optional<PolicyLoad> load;
  private final List<Problem> problems;

  private FirstPolicy(
      Optional<FileSource> source,
      Optional<PolicyText> text,
      Optional<PolicyLoad> load,
      List<Problem> problems) {
    this.source = source;
    this.text = text;
    this.load = load;
    this.problems = problems;
  }

  /**
   * Reads the file that the settings name, and what is managed beside it without looking who may
   * have written that: see {@link #needsALook}. Never fails: what is wrong is among the problems.
   */
  static FirstPolicy read(Settings settings) {
    Optional<ManagedFile> managed = managed(settings);
    return read(
        settings,
        managed.isPresent() ? Optional.of(managed.get().early()) : Optional.<ManagedFile>empty());
  }

  /** The same once it may be looked who has written what is managed. */
  static FirstPolicy readAgain(Settings settings) {
    return read(settings, managed(settings));
  }

  /** What is managed beside the policy; empty where there is no place for it. */
  static Optional<ManagedFile> managed(Settings settings) {
    return settings.state().isPresent()
        ? Optional.of(ManagedFile.in(settings.state().get()))
        : Optional.<ManagedFile>empty();
  }

  private static FirstPolicy read(Settings settings, Optional<ManagedFile> managed) {
    Optional<String> path = settings.policy();
    if (!path.isPresent()) {
      return new FirstPolicy(
          Optional.<FileSource>empty(),
          Optional.<PolicyText>empty(),
          Optional.<PolicyLoad>empty(),
          problem(
              "portcullis",
              "NO_POLICY",
              "no policy is set; add `policy=/path/to/policy.yaml` to the agent's arguments"));
    }
    FileSource source = FileSource.of(path.get(), LIST_NAMES);
    if (managed.isPresent()) {
      source = source.with(managed.get());
    }
    HostFacts host = HostFacts.of(settings.environment());
    try {
      PolicyText text = source.read();
      PolicyLoad load = PolicyReader.read(text, host);
      List<Problem> problems = load.problems();
      Optional<ManagedText> last =
          load.isFit() || !text.managed().isPresent()
              ? Optional.<ManagedText>empty()
              : managed.get().good();
      if (last.isPresent() && !last.equals(text.managed())) {
        // What is managed falls back alone.
        PolicyText beside = text.with(last);
        PolicyLoad other = PolicyReader.read(beside, host);
        text = other.isFit() ? beside : text;
        load = other.isFit() ? other : load;
      }
      return new FirstPolicy(Optional.of(source), Optional.of(text), Optional.of(load), problems);
    } catch (SourceException unreadable) {
      return new FirstPolicy(
          Optional.of(source),
          Optional.<PolicyText>empty(),
          Optional.<PolicyLoad>empty(),
          problem(path.get(), "POLICY_UNREADABLE", String.valueOf(unreadable.getMessage())));
    }
  }

  /**
   * Whether something managed was read that anybody may have written: it has to be looked at once
   * more before the first request.
   */
  boolean needsALook(Settings settings) {
    Optional<ManagedFile> managed = managed(settings);
    return text.isPresent()
        && managed.isPresent()
        && text.get().managed().isPresent()
        && !managed.get().read().equals(text.get().managed());
  }

  private static List<Problem> problem(String file, String code, String message) {
    return Collections.singletonList(Problem.error(Place.of(file, 1, 1), code, message));
  }

  /** Whether the file's policy can be put in force. */
  boolean isFit() {
    return load.isPresent() && load.get().isFit();
  }

  /**
   * The policy to begin with; where the file has none and {@code startup} is {@code refuse}, it
   * refuses everything.
   */
  PolicySnapshot snapshot(Settings settings) {
    if (isFit()) {
      return load.get().snapshot().get();
    }
    return settings.startup() == Settings.Startup.ALLOW
        ? PolicySnapshot.unrestricted()
        : PolicySnapshot.unavailable(exempt(settings));
  }

  /** The patterns of {@code startupExempt}; one that cannot be read exempts nothing. */
  private static List<PathPattern> exempt(Settings settings) {
    List<PathPattern> patterns = new ArrayList<>();
    for (String text : settings.startupExempt()) {
      try {
        patterns.add(PathPattern.parse(text));
      } catch (PatternSyntaxException bad) {
        settings.warnings().add("setting startupExempt: " + bad.getMessage());
      }
    }
    return patterns;
  }

  Optional<FileSource> source() {
    return source;
  }

  Optional<PolicyText> text() {
    return text;
  }

  Optional<PolicyLoad> load() {
    return load;
  }

  /** Everything that is wrong or odd, errors and warnings. */
  List<Problem> problems() {
    return problems;
  }
}
