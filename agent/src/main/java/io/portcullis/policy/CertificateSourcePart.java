package io.portcullis.policy;

import io.portcullis.caller.NameSource;
import io.portcullis.engine.ClientCertificates;
import java.util.Optional;

/** {@code certificate}: an attribute of the subject. */
final class CertificateSourcePart extends NameSourcePart {
  private final String attribute;

  CertificateSourcePart(Place place, String attribute) {
    super(place);
    this.attribute = attribute;
  }

  @Override
  Optional<NameSource> source(NameSourceCompiler compiler, ClientCertificates certificates) {
    return Optional.of(NameSource.certificate(attribute, certificates));
  }
}
