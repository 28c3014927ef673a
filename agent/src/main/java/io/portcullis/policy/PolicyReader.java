package io.portcullis.policy;

import io.portcullis.gate.PolicySnapshot;
import io.portcullis.source.PolicyText;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Reads a policy: its text to a {@link PolicyLoad}. The same text gives the same answer, but for
 * warnings of entries that are over.
 */
public final class PolicyReader {
  private PolicyReader() {}

  /**
   * The names of the lists ({@code {file: …}}) and of the files with certificates that a policy's
   * text names; none where it cannot be parsed. Each is a relative path that does not leave the
   * folder it starts from.
   */
  public static Collection<String> listsNamed(byte[] policy) {
    Problems ignored = new Problems("");
    Optional<YamlNode> root = YamlReader.read("", policy, ignored);
    Set<String> names = new LinkedHashSet<>();
    if (root.isPresent()) {
      PolicyDocument document = PolicyDocumentReader.read(root.get(), ignored);
      for (NameSourcePart source : document.callers.nameSources()) {
        if (source.token().isPresent() && source.token().get().verify.isPresent()) {
          names.add(source.token().get().verify.get().file);
        }
      }
      for (AddressList list : document.lists()) {
        for (ListItem item : list.items()) {
          if (item.kind() == ListItem.Kind.FILE) {
            names.add(item.name());
          }
        }
      }
      for (PolicyDocument.FileReference file : document.certificateFiles()) {
        names.add(file.name);
      }
    }
    return Collections.unmodifiableSet(names);
  }

  /**
   * Parses, validates, compiles and tests a policy. Never throws for anything that the text holds.
   */
  public static PolicyLoad read(PolicyText text) {
    return read(text, HostFacts.NONE);
  }

  /** The same for a host: a policy that is for another one is wrong. */
  public static PolicyLoad read(PolicyText text, HostFacts host) {
    return read(text, host, System.currentTimeMillis());
  }

  /**
   * The same as of a time in milliseconds since the epoch, of which nothing depends but warnings of
   * entries that are over.
   */
  static PolicyLoad read(PolicyText text, long now) {
    return read(text, HostFacts.NONE, now);
  }

  private static PolicyLoad read(PolicyText text, HostFacts host, long now) {
    Problems problems = new Problems(text.name());
    Optional<YamlNode> root = YamlReader.read(text.name(), text.bytes(), problems);
    if (!root.isPresent()) {
      return PolicyLoad.of(
          Optional.<PolicySnapshot>empty(),
          problems.inOrder(),
          Collections.<TestOutcome>emptyList());
    }
    PolicyDocument written = PolicyDocumentReader.read(root.get(), problems, host);
    Optional<PolicyDocument> merged = merged(written, text, problems);
    if (!merged.isPresent()) {
      // What is managed cannot be told: whatever is said of the lists without it would mislead.
      return PolicyLoad.of(
              Optional.<PolicySnapshot>empty(),
              problems.inOrder(),
              Collections.<TestOutcome>emptyList(),
              written.sets.size(),
              written.tenants.byName.size())
          .with(written.operators, written.responses.profile(), text);
    }
    PolicyDocument document = merged.get();
    ListResolver lists = new ListResolver(text, document.sets, problems);
    Optional<PolicySnapshot> snapshot =
        new PolicyCompiler(
                document,
                lists,
                new CertificateCompiler(text, problems, now),
                new NameSourceCompiler(text, document.callers.bearer, problems),
                problems,
                now)
            .compile(revisionOf(text));
    List<TestOutcome> tests =
        snapshot.isPresent()
            ? PolicyTestRunner.run(document.tests, snapshot.get(), problems)
            : Collections.<TestOutcome>emptyList();
    return PolicyLoad.of(
            snapshot,
            problems.inOrder(),
            tests,
            document.sets.size(),
            document.tenants.byName.size())
        .with(document.operators, document.responses.profile(), text);
  }

  /**
   * The document with what is managed beside it; empty where that cannot be used, which is told.
   */
  static Optional<PolicyDocument> merged(
      PolicyDocument written, PolicyText text, Problems problems) {
    if (!text.managed().isPresent()) {
      return Optional.of(written);
    }
    Problems own = new Problems(text.managed().get().name());
    Optional<ManagedLayer> layer = ManagedLayerReader.read(text.managed().get(), own);
    for (Problem problem : own.inOrder()) {
      if (problem.isError()) {
        problems.error(problem.place(), problem.code(), problem.message());
      }
    }
    return layer.isPresent() && !own.hasErrors()
        ? Optional.of(ManagedMerge.of(written, layer.get(), problems))
        : Optional.<PolicyDocument>empty();
  }

  /**
   * The first 12 hex digits of the SHA-256 over the file, its lists and what is managed. Of a file
   * alone it is what {@code sha256sum} prints; each other part follows with its name and length, so
   * that no line can move from one to another unseen.
   */
  static String revisionOf(PolicyText text) {
    MessageDigest digest = sha256();
    digest.update(text.bytes());
    for (Map.Entry<String, byte[]> list : new TreeMap<>(text.lists()).entrySet()) {
      String head = "\0" + list.getKey() + "\0" + list.getValue().length + "\0";
      digest.update(head.getBytes(StandardCharsets.UTF_8));
      digest.update(list.getValue());
    }
    if (text.managed().isPresent()) {
      byte[] managed = text.managed().get().bytes();
      // No list has a name that begins so.
      digest.update(("\0/managed\0" + managed.length + "\0").getBytes(StandardCharsets.UTF_8));
      digest.update(managed);
    }
    return firstOf(digest);
  }

  /** The first 12 hex digits of the SHA-256 over some bytes. */
  static String firstOfHash(byte[] bytes) {
    MessageDigest digest = sha256();
    digest.update(bytes);
    return firstOf(digest);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private static String firstOf(MessageDigest digest) {
    byte[] hash = digest.digest();
    StringBuilder hex = new StringBuilder(12);
    for (int i = 0; i < 6; i++) {
      hex.append(Character.forDigit(hash[i] >> 4 & 0xf, 16));
      hex.append(Character.forDigit(hash[i] & 0xf, 16));
    }
    return hex.toString();
  }
}
