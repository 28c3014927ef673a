package io.portcullis.caller;

import io.portcullis.engine.Evaluation;
import io.portcullis.pattern.CanonicalPath;
import io.portcullis.pattern.PathTemplate;
import java.util.Optional;

/**
 * A segment of the path as a name. It is read where the target has one reading, which the server
 * shares, and which is exactly like the template. A target that only some server would find like it
 * is unreadable: its application may serve a tenant whose name we have not read.
 */
final class InPath extends NameSource {
  private final PathTemplate template;

  InPath(PathTemplate template) {
    this.template = template;
  }

  @Override
  Claim claimOf(Evaluation evaluation) {
    CanonicalPath path = evaluation.path();
    Optional<String> container = evaluation.request().containerPath();
    boolean agreed = !container.isPresent() || container.get().equals(path.path());
    if (path.isPlain() && agreed) {
      return ofPlain(path.path());
    }
    boolean touched = !agreed && template.pattern().touches(container.get());
    for (String reading : path.readings()) {
      touched = touched || template.pattern().touches(reading);
    }
    return touched ? Claim.unreadable("path_ambiguous") : Claim.NONE;
  }

  private Claim ofPlain(String path) {
    if (!template.matches(path)) {
      return template.pattern().touches(path) ? Claim.unreadable("path_resembles") : Claim.NONE;
    }
    return Carried.printable(template.nameIn(path), "path_not_printable");
  }

  @Override
  public String toString() {
    return "path " + template;
  }
}
