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
import io.portcullis.source.LastGoodFile;
import io.portcullis.source.ListNames;
import io.portcullis.source.ManagedFile;
import io.portcullis.source.ManagedText;
import io.portcullis.source.PolicyText;
import io.portcullis.source.SourceException;
import io.portcullis.source.TextArchive;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What the gate starts with: the policy of the file, else the last good one that the state
 * directory has, else what the setting {@code startup} says. Immutable.
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
  private final Optional<PolicyText> found;
  private final Optional<PolicyLoad> load;
  private final List<Problem> problems;
  private final OptionalLong lastGoodSince;

  private FirstPolicy(
      Optional<FileSource> source,
      Optional<PolicyText> found,
      Optional<PolicyLoad> load,
      List<Problem> problems,
      OptionalLong lastGoodSince) {
    this.source = source;
    this.found = found;
    this.load = load;
    this.problems = problems;
    this.lastGoodSince = lastGoodSince;
  }

  /**
   * Reads the file that the settings name, and what there is of use in the state directory without
   * looking who may have written that: see {@link #needsALook}. Never fails: what is wrong is among
   * the problems.
   */
  static FirstPolicy read(Settings settings) {
    Optional<ManagedFile> managed = managed(settings);
    return read(
        settings,
        managed.isPresent() ? Optional.of(managed.get().early()) : Optional.<ManagedFile>empty());
  }

  /** The same once it may be looked who has written what is in the state directory. */
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
              "no policy is set; add `policy=/path/to/policy.yaml` to the agent's arguments"),
          OptionalLong.empty());
    }
    FileSource source = FileSource.of(path.get(), LIST_NAMES);
    if (managed.isPresent()) {
      source = source.with(managed.get());
    }
    HostFacts host = HostFacts.of(settings.environment());
    FirstPolicy ofFile = ofFile(source, path.get(), managed, host);
    return ofFile.isFit() || !managed.isPresent()
        ? ofFile
        : ofFile.orLastGood(settings.state().get(), managed.get(), host);
  }

  private static FirstPolicy ofFile(
      FileSource source, String path, Optional<ManagedFile> managed, HostFacts host) {
    try {
      PolicyText text = source.read();
      PolicyLoad load = PolicyReader.read(text, host);
      PolicyLoad beside = besideLastManaged(text, load, managed, host);
      return new FirstPolicy(
          Optional.of(source),
          beside.isFit() ? beside.text() : Optional.of(text),
          Optional.of(beside),
          load.problems(),
          OptionalLong.empty());
    } catch (SourceException unreadable) {
      return new FirstPolicy(
          Optional.of(source),
          Optional.<PolicyText>empty(),
          Optional.<PolicyLoad>empty(),
          problem(path, "POLICY_UNREADABLE", String.valueOf(unreadable.getMessage())),
          OptionalLong.empty());
    }
  }

  /** What is managed falls back alone: the policy with what was managed last, if that mends it. */
  private static PolicyLoad besideLastManaged(
      PolicyText text, PolicyLoad load, Optional<ManagedFile> managed, HostFacts host) {
    Optional<ManagedText> last =
        load.isFit() || !managed.isPresent() || !text.managed().isPresent()
            ? Optional.<ManagedText>empty()
            : managed.get().good();
    if (!last.isPresent() || last.equals(text.managed())) {
      return load;
    }
    PolicyLoad other = PolicyReader.read(text.with(last), host);
    return other.isFit() ? other : load;
  }

  /**
   * The newest policy that has been in force, where the file's is bad and that one is still fit.
   */
  private FirstPolicy orLastGood(String state, ManagedFile managed, HostFacts host) {
    List<Problem> told = new ArrayList<>(problems);
    try {
      Optional<TextArchive> kept = LastGoodFile.in(state, managed.isEarly()).read();
      if (kept.isPresent()) {
        PolicyText text = kept.get().text().with(managed.read());
        PolicyLoad good =
            besideLastManaged(text, PolicyReader.read(text, host), Optional.of(managed), host);
        if (good.isFit()) {
          return new FirstPolicy(
              source, found, Optional.of(good), told, OptionalLong.of(kept.get().since()));
        }
        told.add(lastGoodUnusable(state, "it is not fit for this host any more"));
      }
    } catch (SourceException unusable) {
      told.add(lastGoodUnusable(state, String.valueOf(unusable.getMessage())));
    }
    return new FirstPolicy(source, found, load, told, OptionalLong.empty());
  }

  private static Problem lastGoodUnusable(String state, String cause) {
    return Problem.warning(
        Place.of(state + (state.endsWith("/") ? "" : "/") + LastGoodFile.FILE, 1, 1),
        "LAST_GOOD_UNUSABLE",
        "the last good policy is not used: " + cause);
  }

  /**
   * Whether something was read from the state directory that anybody may have written: it has to be
   * looked at once more before the first request.
   */
  boolean needsALook(Settings settings) {
    Optional<ManagedFile> managed = managed(settings);
    if (!managed.isPresent() || !text().isPresent()) {
      return false;
    }
    boolean managedIsLookedAt =
        !text().get().managed().isPresent() || managed.get().read().equals(text().get().managed());
    return !managedIsLookedAt
        || lastGoodSince.isPresent() && !isLastGood(settings.state().get(), text().get());
  }

  /** Whether a text is the last good one of the state directory, written by nobody else. */
  private static boolean isLastGood(String state, PolicyText text) {
    try {
      Optional<TextArchive> kept = LastGoodFile.in(state, false).read();
      return kept.isPresent() && kept.get().text().with(text.managed()).isSameContent(text);
    } catch (SourceException distrusted) {
      return false;
    }
  }

  private static List<Problem> problem(String file, String code, String message) {
    return Collections.singletonList(Problem.error(Place.of(file, 1, 1), code, message));
  }

  /** Whether there is a policy that can be put in force: the file's, or the last good one. */
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

  /**
   * What is read of the file, good or bad, beside what was managed last where that falls back
   * alone; empty where it cannot be read.
   */
  Optional<PolicyText> found() {
    return found;
  }

  /** The text of the policy that can be put in force. */
  Optional<PolicyText> text() {
    return isFit() ? load.get().text() : Optional.<PolicyText>empty();
  }

  /** Where the last good policy stands in for the file's: since when that has been in force. */
  OptionalLong lastGoodSince() {
    return lastGoodSince;
  }

  /** Why the file's policy cannot be put in force; empty where it can. */
  List<Problem> failing() {
    return isFit() && !lastGoodSince.isPresent() ? Collections.<Problem>emptyList() : problems;
  }

  Optional<PolicyLoad> load() {
    return load;
  }

  /** Everything that is wrong or odd, errors and warnings. */
  List<Problem> problems() {
    return problems;
  }
}
