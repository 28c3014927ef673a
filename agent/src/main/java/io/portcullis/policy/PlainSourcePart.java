package io.portcullis.policy;

import io.portcullis.caller.NameSource;
import io.portcullis.engine.ClientCertificates;
import io.portcullis.pattern.HostTemplate;
import io.portcullis.pattern.PathPattern;
import io.portcullis.pattern.PathTemplate;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** A source that needs nothing but what is written: a header, a host, a path, a session. */
final class PlainSourcePart extends NameSourcePart {
  private final NameSource source;
  private final boolean host;
  private final List<PathPattern> pathRules;

  private PlainSourcePart(
      Place place, NameSource source, boolean host, List<PathPattern> pathRules) {
    super(place);
    this.source = source;
    this.host = host;
    this.pathRules = pathRules;
  }

  static NameSourcePart header(Place place, String name) {
    return of(place, NameSource.header(name));
  }

  static NameSourcePart host(Place place, HostTemplate template) {
    return new PlainSourcePart(
        place, NameSource.host(template), true, Collections.<PathPattern>emptyList());
  }

  static NameSourcePart path(Place place, PathTemplate template) {
    return new PlainSourcePart(
        place, NameSource.path(template), false, Collections.singletonList(template.pattern()));
  }

  static NameSourcePart session(Place place, String attribute) {
    return of(place, NameSource.session(attribute));
  }

  private static NameSourcePart of(Place place, NameSource source) {
    return new PlainSourcePart(place, source, false, Collections.<PathPattern>emptyList());
  }

  @Override
  Optional<NameSource> source(NameSourceCompiler compiler, ClientCertificates certificates) {
    return Optional.of(source);
  }

  @Override
  List<PathPattern> pathRules() {
    return pathRules;
  }

  @Override
  boolean isHost() {
    return host;
  }
}
