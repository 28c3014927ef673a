package io.portcullis.policy;

import io.portcullis.caller.BodyForm;
import io.portcullis.caller.NameSource;
import io.portcullis.caller.jwt.JwtReader;
import io.portcullis.engine.ClientCertificates;
import io.portcullis.pattern.PathPattern;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** {@code body}: in which requests, and where in their bodies. */
final class BodySourcePart extends NameSourcePart {
  private final List<PathPattern> match;
  private final BodyForm form;
  private final String field;
  private final Optional<TokenPart> token;
  private final int maxBytes;
  private final long timeoutMillis;

  /** A part whose {@code token} is empty where the field is the name itself. */
  BodySourcePart(
      Place place,
      List<PathPattern> match,
      BodyForm form,
      String field,
      Optional<TokenPart> token,
      int maxBytes,
      long timeoutMillis) {
    super(place);
    this.match = Collections.unmodifiableList(new ArrayList<>(match));
    this.form = form;
    this.field = field;
    this.token = token;
    this.maxBytes = maxBytes;
    this.timeoutMillis = timeoutMillis;
  }

  @Override
  Optional<NameSource> source(NameSourceCompiler compiler, ClientCertificates certificates) {
    if (!token.isPresent()) {
      return Optional.of(NameSource.body(match, form, field, maxBytes, timeoutMillis));
    }
    Optional<JwtReader> reader =
        compiler.reader(place, "in " + Problems.quoted(field) + " of bodies", token.get());
    return reader.isPresent()
        ? Optional.of(
            NameSource.tokenInBody(match, form, field, maxBytes, timeoutMillis, reader.get()))
        : Optional.<NameSource>empty();
  }

  @Override
  List<PathPattern> pathRules() {
    return match;
  }

  @Override
  Optional<TokenPart> token() {
    return token;
  }
}
