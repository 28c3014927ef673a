package io.portcullis.policy;

import io.portcullis.caller.NameSource;
import io.portcullis.engine.ClientCertificates;
import io.portcullis.pattern.PathPattern;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** One item of {@code callers.tenant} or {@code callers.program} as it is written. Immutable. */
abstract class NameSourcePart {
  final Place place;

  NameSourcePart(Place place) {
    this.place = place;
  }

  /** The source that it is; nothing where that cannot be made, which has been told then. */
  abstract Optional<NameSource> source(
      NameSourceCompiler compiler, ClientCertificates certificates);

  /** The path rules that it brings into the policy. */
  List<PathPattern> pathRules() {
    return Collections.emptyList();
  }

  /** The token that it reads, if it reads one. */
  Optional<TokenPart> token() {
    return Optional.empty();
  }

  /** Whether the name is one of the host, which is in lower case. */
  boolean isHost() {
    return false;
  }
}
