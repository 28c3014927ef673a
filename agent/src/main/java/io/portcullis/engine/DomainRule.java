package io.portcullis.engine;

import io.portcullis.pattern.DomainPattern;
import io.portcullis.pattern.Origin;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * Domains that may call, and where a request names its own: the first source that the request has
 * decides, whatever the ones behind it say. Immutable.
 */
public final class DomainRule {
  /** What a rule finds. */
  enum Finding {
    MATCH,
    OTHER_DOMAIN,
    UNREADABLE,
    NO_DOMAIN
  }

  private static final DomainRule NONE =
      new DomainRule(Collections.<DomainPattern>emptyList(), Collections.<DomainSource>emptyList());

  private final List<DomainPattern> patterns;
  private final List<DomainSource> sources;

  private DomainRule(List<DomainPattern> patterns, List<DomainSource> sources) {
    this.patterns = patterns;
    this.sources = sources;
  }

  /** A rule; without patterns one that restricts nobody. */
  public static DomainRule of(List<DomainPattern> patterns, List<DomainSource> sources) {
    return patterns.isEmpty()
        ? NONE
        : new DomainRule(
            Collections.unmodifiableList(new ArrayList<>(patterns)),
            Collections.unmodifiableList(new ArrayList<>(sources)));
  }

  /** The rule that restricts nobody. */
  public static DomainRule none() {
    return NONE;
  }

  public List<DomainPattern> patterns() {
    return patterns;
  }

  public List<DomainSource> sources() {
    return sources;
  }

  /** Whether it goes by the host that is called. */
  boolean readsHost() {
    return sources.contains(DomainSource.HOST);
  }

  Finding find(Evaluation evaluation) {
    for (int i = 0; i < sources.size(); i++) {
      Optional<Origin> named = named(sources.get(i), evaluation);
      if (named.isPresent()) {
        return find(named.get());
      }
    }
    return Finding.NO_DOMAIN;
  }

  private Finding find(Origin named) {
    for (int i = 0; i < patterns.size(); i++) {
      if (patterns.get(i).matches(named)) {
        return Finding.MATCH;
      }
    }
    return named.host().isPresent() || named.isNull() ? Finding.OTHER_DOMAIN : Finding.UNREADABLE;
  }

  private static Optional<Origin> named(DomainSource source, Evaluation evaluation) {
    switch (source) {
      case ORIGIN:
        return header(source, evaluation.request().headerLines("Origin"));
      case REFERER:
        return header(source, evaluation.request().headerLines("Referer"));
      default:
        RequestHost host = evaluation.host();
        return host.isConflict() ? Optional.of(Origin.unreadable()) : host.named();
    }
  }

  private static Optional<Origin> header(DomainSource source, List<String> lines) {
    if (lines.isEmpty()) {
      return Optional.empty();
    }
    if (lines.size() > 1) {
      return Optional.of(Origin.unreadable());
    }
    String line = lines.get(0);
    return Optional.of(
        source == DomainSource.ORIGIN ? Origin.ofOrigin(line) : Origin.ofReferer(line));
  }
}
