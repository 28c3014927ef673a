package com.example.shop.web;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import javax.servlet.http.HttpServletResponse;

/** One HTML page in the making: text is escaped, markup is written here. */
final class Page {
  private final StringBuilder html = new StringBuilder();

  Page(String title) {
    html.append("<!doctype html>\n<html lang=\"en\">\n<head><meta charset=\"utf-8\"><title>")
        .append(escape(title))
        .append("</title></head>\n<body>\n<h1>")
        .append(escape(title))
        .append("</h1>\n");
  }

  Page paragraph(String text) {
    html.append("<p>").append(escape(text)).append("</p>\n");
    return this;
  }

  Page table(String... headings) {
    html.append("<table>\n");
    return row("th", headings);
  }

  Page row(String... cells) {
    return row("td", cells);
  }

  Page endTable() {
    html.append("</table>\n");
    return this;
  }

  /** A form that posts the named fields; one called {@code password} is not shown. */
  Page form(String action, String... fields) {
    html.append("<form method=\"post\" action=\"").append(escape(action)).append("\">\n");
    for (String field : fields) {
      html.append("<label>")
          .append(escape(field))
          .append(" <input name=\"")
          .append(escape(field))
          .append("\" type=\"")
          .append(field.equals("password") ? "password" : "text")
          .append("\"></label>\n");
    }
    html.append("<button>Send</button>\n</form>\n");
    return this;
  }

  void send(HttpServletResponse response, int status) throws IOException {
    byte[] body = (html + "</body>\n</html>\n").getBytes(StandardCharsets.UTF_8);
    response.setStatus(status);
    response.setContentType("text/html;charset=UTF-8");
    response.setContentLength(body.length);
    response.getOutputStream().write(body);
  }

  private Page row(String tag, String[] cells) {
    html.append("<tr>");
    for (String cell : cells) {
      html.append('<').append(tag).append('>').append(escape(cell));
      html.append("</").append(tag).append('>');
    }
    html.append("</tr>\n");
    return this;
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
