package io.portcullis.gate;

import io.portcullis.client.ClientAddress;
import io.portcullis.engine.Code;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The built-in answer to a refused caller, in each of its forms: problem details (RFC 9457), a page
 * for a browser, a line of text.
 */
final class ProblemDetails {
  static final String JSON_TYPE = "application/problem+json";
  static final String HTML_TYPE = "text/html; charset=utf-8";

  private ProblemDetails() {}

  /** The answer that is made of constants alone, for when wording a better one has failed. */
  static Refusal bare(Code code, String decisionId) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Cache-Control", "no-store");
    headers.put(Refusal.DECISION_ID_HEADER, decisionId);
    byte[] body = json(code, code.status(), decisionId).getBytes(StandardCharsets.UTF_8);
    return Refusal.of(code.status(), JSON_TYPE, headers, body);
  }

  static String json(Code code, int status, String decisionId) {
    StringBuilder out = new StringBuilder(256);
    out.append("{\"type\":\"about:blank\",\"title\":\"");
    ContentForm.JSON.append(title(code, status), out);
    out.append("\",\"status\":").append(status).append(",\"detail\":\"");
    ContentForm.JSON.append(code.detail(), out);
    out.append("\",\"code\":\"").append(code.told().name()).append("\",\"decisionId\":\"");
    ContentForm.JSON.append(decisionId, out);
    return out.append("\"}").toString();
  }

  static String html(Code code, int status, ClientAddress client, String decisionId) {
    StringBuilder out = new StringBuilder(768);
    // Well-formed, since a policy may have it sent as XHTML.
    out.append(
        "<!DOCTYPE html>\n<html lang=\"en\" xmlns=\"http://www.w3.org/1999/xhtml\">\n<head>\n"
            + "<meta charset=\"utf-8\"/>\n<title>");
    out.append(status).append(' ');
    ContentForm.HTML.append(title(code, status), out);
    out.append(
        "</title>\n<style>body{font:1em/1.5 sans-serif;max-width:40em;margin:4em auto;"
            + "padding:0 1em}dt{color:#666}dd{margin:0 0 .8em;font-family:monospace}</style>\n"
            + "</head>\n<body>\n<h1>");
    ContentForm.HTML.append(title(code, status), out);
    out.append("</h1>\n<p>");
    ContentForm.HTML.append(code.detail(), out);
    out.append("</p>\n<dl>\n<dt>Your address</dt>\n<dd>");
    ContentForm.HTML.append(client.isReadable() ? client.address().toString() : "unknown", out);
    out.append("</dd>\n<dt>Code</dt>\n<dd>").append(code.told().name());
    out.append("</dd>\n<dt>Decision</dt>\n<dd>");
    ContentForm.HTML.append(decisionId, out);
    out.append("</dd>\n</dl>\n");
    out.append("<p>Whoever runs this service can find the reason by the decision.</p>\n");
    return out.append("</body>\n</html>\n").toString();
  }

  static String text(Code code, String decisionId) {
    return code.detail() + "\ncode: " + code.told().name() + "\ndecision: " + decisionId + "\n";
  }

  // With `about:blank` the title is the status in words.
  private static String title(Code code, int status) {
    return status == code.status() ? code.title() : StatusPhrase.of(status);
  }
}
