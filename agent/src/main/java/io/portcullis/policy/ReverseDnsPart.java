package io.portcullis.policy;

import io.portcullis.dns.ExpectedName;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** {@code reverseDns} of a scope: which names the client's address has to carry. Immutable. */
final class ReverseDnsPart {
  final Place place;
  final boolean ofCertificate;
  final List<ExpectedName> names;

  private ReverseDnsPart(Place place, boolean ofCertificate, List<ExpectedName> names) {
    this.place = place;
    this.ofCertificate = ofCertificate;
    this.names = Collections.unmodifiableList(new ArrayList<>(names));
  }

  /** The names of the client's certificate. */
  static ReverseDnsPart ofCertificate(Place place) {
    return new ReverseDnsPart(place, true, Collections.<ExpectedName>emptyList());
  }

  static ReverseDnsPart listed(Place place, List<ExpectedName> names) {
    return new ReverseDnsPart(place, false, names);
  }
}
