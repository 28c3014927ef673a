package io.portcullis.caller;

import io.portcullis.engine.BodyReading;
import io.portcullis.engine.Evaluation;
import io.portcullis.engine.RequestBody;
import io.portcullis.pattern.PathPattern;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * A field of the body as a name, for the requests that some patterns are about. Whatever may come
 * to mean such a request has its body read.
 *
 * <p>A body that is there and is not of the form that was expected is unreadable: the application
 * may know how to read it.
 */
final class InBody extends NameSource {
  private final List<PathPattern> match;
  private final BodyForm form;
  private final String field;
  private final int maxBytes;
  private final long timeoutMillis;
  private final Optional<TokenName> token;

  /** A field that is the name, or that holds a token which has it. */
  InBody(
      List<PathPattern> match,
      BodyForm form,
      String field,
      int maxBytes,
      long timeoutMillis,
      Optional<TokenName> token) {
    this.token = token;
    this.match = Collections.unmodifiableList(new ArrayList<>(match));
    this.form = form;
    this.field = field;
    this.maxBytes = maxBytes;
    this.timeoutMillis = timeoutMillis;
  }

  int maxBytes() {
    return maxBytes;
  }

  long timeoutMillis() {
    return timeoutMillis;
  }

  /** Whether the body has to be there before {@link #claimOf} can tell. */
  boolean asksForBody(Evaluation evaluation) {
    return evaluation.touches(match)
        && !BodyHeaders.of(evaluation.request()).refusal(form).isPresent();
  }

  @Override
  Claim claimOf(Evaluation evaluation) {
    if (!evaluation.touches(match)) {
      return Claim.NONE;
    }
    BodyHeaders headers = BodyHeaders.of(evaluation.request());
    Optional<String> refusal = headers.refusal(form);
    if (refusal.isPresent()) {
      return Claim.unreadable(refusal.get());
    }
    Optional<BodyReading> reading = evaluation.knownBody();
    Optional<RequestBody> body =
        reading.isPresent() ? reading.get().body() : Optional.<RequestBody>empty();
    if (!body.isPresent()) {
      throw new IllegalStateException("nobody has read the body");
    }
    Claim held = said(headers, body.get()).and(form.beside(evaluation.request().target(), field));
    return token.isPresent() && held.isPresent()
        ? token.get().claimOf(held.text(), evaluation)
        : held;
  }

  private Claim said(BodyHeaders headers, RequestBody body) {
    if (body.isUnreadable()) {
      return Claim.unreadable(body.reason());
    }
    byte[] bytes = body.bytes();
    if (bytes.length == 0) {
      return Claim.NONE;
    }
    if (bytes.length > maxBytes) {
      return Claim.unreadable("body_too_large");
    }
    if (!headers.isOf(form)) {
      return Claim.unreadable("body_type");
    }
    return headers.isCharsetUnknown() ? Claim.unreadable("body_charset") : form.claim(bytes, field);
  }

  @Override
  public String toString() {
    return "body " + form.word() + " " + field;
  }
}
