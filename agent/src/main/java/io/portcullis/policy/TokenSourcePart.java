package io.portcullis.policy;

import io.portcullis.caller.NameSource;
import io.portcullis.caller.jwt.JwtReader;
import io.portcullis.engine.ClientCertificates;
import java.util.Optional;

/** {@code jwt}: a claim of a token in a header. */
final class TokenSourcePart extends NameSourcePart {
  private final String header;
  private final TokenPart token;

  TokenSourcePart(Place place, String header, TokenPart token) {
    super(place);
    this.header = header;
    this.token = token;
  }

  @Override
  Optional<NameSource> source(NameSourceCompiler compiler, ClientCertificates certificates) {
    Optional<JwtReader> reader = compiler.reader(place, "in " + Problems.quoted(header), token);
    return reader.isPresent()
        ? Optional.of(compiler.inHeader(header, reader.get()))
        : Optional.<NameSource>empty();
  }

  @Override
  Optional<TokenPart> token() {
    return Optional.of(token);
  }
}
