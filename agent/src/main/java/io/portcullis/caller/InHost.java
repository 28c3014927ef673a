package io.portcullis.caller;

import io.portcullis.engine.Code;
import io.portcullis.engine.Evaluation;
import io.portcullis.engine.RequestHost;
import io.portcullis.pattern.HostName;
import io.portcullis.pattern.HostTemplate;
import java.util.Optional;

/** A label of the host as a name, in lower case as hosts are compared. */
final class InHost extends NameSource {
  private final HostTemplate template;

  InHost(HostTemplate template) {
    this.template = template;
  }

  @Override
  Claim claimOf(Evaluation evaluation) {
    RequestHost host = evaluation.host();
    if (host.isConflict()) {
      return Claim.refused(Code.HOST_CONFLICT, "hosts_differ");
    }
    if (!host.named().isPresent()) {
      return Claim.NONE;
    }
    Optional<HostName> named = host.named().get().host();
    if (!named.isPresent()) {
      return Claim.unreadable("host_unreadable");
    }
    Optional<String> name = template.nameIn(named.get());
    return name.isPresent() ? Claim.of(name.get()) : Claim.NONE;
  }

  @Override
  public String toString() {
    return "host " + template;
  }
}
