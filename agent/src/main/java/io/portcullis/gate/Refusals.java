package io.portcullis.gate;

import io.portcullis.engine.Code;
import io.portcullis.engine.Decision;
import io.portcullis.engine.Request;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * Words refusals: as the policy's {@code responses} have it for a code, and where they are silent
 * as problem details, or as a page for a browser that prefers one.
 *
 * <p>Codes between which a caller must not be able to tell are answered as {@link Code#told} is,
 * unless the policy has a template for the very code.
 */
public final class Refusals implements RefusalWriter {
  private static final RefusalTemplate BUILT_IN = RefusalTemplate.builder().build();

  private final Map<Code, RefusalTemplate> templates;

  private Refusals(Map<Code, RefusalTemplate> templates) {
    this.templates = templates;
  }

  public static Refusals of(Map<Code, RefusalTemplate> templates) {
    Map<Code, RefusalTemplate> copy = new EnumMap<>(Code.class);
    copy.putAll(templates);
    return new Refusals(copy);
  }

  @Override
  public Refusal write(Decision decision, Request request, String decisionId) {
    Code code = decision.code().refuses() ? decision.code() : Code.INTERNAL_FAULT;
    RefusalTemplate template = templateOf(code);
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

  private RefusalTemplate templateOf(Code code) {
    RefusalTemplate template = templates.get(code);
    if (template == null) {
      template = templates.get(code.told());
    }
    return template == null ? BUILT_IN : template;
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
