package io.portcullis.gate;

import io.portcullis.engine.Code;
import io.portcullis.engine.Decision;
import io.portcullis.engine.Request;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/**
 * Words refusals: as the policy's {@code responses} have it for a code, where they are silent as
 * their profile has it, and where that is silent too as problem details, or as a page for a browser
 * that prefers one.
 *
 * <p>Codes between which a caller must not be able to tell are answered as {@link Code#told} is,
 * unless the policy has a template for the very code.
 */
public final class Refusals implements RefusalWriter {
  // By the ordinal of its code; that of a code that does not refuse is never read.
  private final RefusalTemplate[] templates;
  private final ResponseProfile profile;

  private Refusals(ResponseProfile profile, RefusalTemplate[] templates) {
    this.profile = profile;
    this.templates = templates;
  }

  /** The built-in answers, but for these codes. */
  public static Refusals of(Map<Code, RefusalTemplate> templates) {
    return of(ResponseProfile.DEFAULT, templates);
  }

  /** The answers of a profile; what a template of the policy says for its code goes first. */
  public static Refusals of(ResponseProfile profile, Map<Code, RefusalTemplate> templates) {
    RefusalTemplate[] complete = new RefusalTemplate[Code.values().length];
    for (Code code : Code.values()) {
      RefusalTemplate own = templates.get(code);
      if (own == null) {
        own = templates.get(code.told());
      }
      RefusalTemplate base = profile.templateOf(code);
      complete[code.ordinal()] = own == null ? base : own.completedBy(base);
    }
    return new Refusals(profile, complete);
  }

  /** Whose words they have, where the policy says nothing of a code itself. */
  public ResponseProfile profile() {
    return profile;
  }

  @Override
  public Refusal write(Decision decision, Request request, String decisionId) {
    Code code = decision.code().refuses() ? decision.code() : Code.INTERNAL_FAULT;
    RefusalTemplate template = templates[code.ordinal()];
    int status = template.status().orElse(code.status());
    Charset charset = template.charset();
    String type;
    String body;
    if (template.body().isPresent()) {
      type = template.contentType().get();
      body = template.body().get().fill(ContentForm.of(type), decision, request, decisionId);
    } else {
      type = template.contentType().orElse("");
      if (type.isEmpty()) {
        boolean page = AcceptHeader.prefersHtml(request.headerLines("Accept"));
        type = page ? ProblemDetails.HTML_TYPE : ProblemDetails.JSON_TYPE;
        charset = StandardCharsets.UTF_8;
      }
      body = builtIn(ContentForm.of(type), code, status, decision, decisionId);
    }
    return Refusal.of(
        status, type, headers(template, decision, request, decisionId), body.getBytes(charset));
  }

  private static String builtIn(
      ContentForm form, Code code, int status, Decision decision, String decisionId) {
    switch (form) {
      case HTML:
        return ProblemDetails.html(code, status, decision.client(), decisionId);
      case JSON:
        return ProblemDetails.json(code, status, decisionId);
      default:
        return ProblemDetails.text(code, decisionId);
    }
  }

  private static Map<String, String> headers(
      RefusalTemplate template, Decision decision, Request request, String decisionId) {
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    headers.put("Cache-Control", "no-store");
    for (Map.Entry<String, RefusalText> header : template.headers().entrySet()) {
      headers.put(
          header.getKey(),
          header.getValue().fill(ContentForm.HEADER, decision, request, decisionId));
    }
    headers.put(Refusal.DECISION_ID_HEADER, decisionId);
    return headers;
  }
}
