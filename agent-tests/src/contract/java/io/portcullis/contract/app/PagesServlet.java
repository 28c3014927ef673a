package io.portcullis.contract.app;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.TreeSet;
import javax.servlet.AsyncContext;
import javax.servlet.ServletException;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

/** The pages of the application, one method each. */
public final class PagesServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;

  static final String[] PATHS = {
    Counters.PAGE,
    "/plain",
    "/health",
    "/echo",
    "/session",
    "/async",
    "/async-complete",
    "/fails",
    ContractApplication.ERROR_PAGE,
    "/forward",
    "/redirect",
    "/chunked",
    "/big",
    "/empty"
  };

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException, ServletException {
    if (Counters.counts(request)) {
      Counters.SERVLET.incrementAndGet();
    }
    switch (request.getServletPath()) {
      case Counters.PAGE:
        text(response, Counters.text());
        break;
      case "/echo":
        echo(request, response);
        break;
      case "/session":
        request.getSession(true);
        text(response, "session\n");
        break;
      case "/async":
        dispatchAsync(request);
        break;
      case "/async-complete":
        completeAsync(request);
        break;
      case "/fails":
        response.sendError(ContractApplication.ERROR_STATUS);
        break;
      case "/forward":
        request.getRequestDispatcher("/plain").forward(request, response);
        break;
      case "/redirect":
        response.sendRedirect("/plain");
        break;
      case "/chunked":
        chunked(response);
        break;
      case "/big":
        big(response);
        break;
      case "/empty":
        response.setStatus(HttpServletResponse.SC_NO_CONTENT);
        break;
      default:
        text(response, request.getServletPath().substring(1) + "\n");
        break;
    }
  }

  /** What the application sees of the request: its headers sorted, its body as it was read. */
  private static void echo(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    StringBuilder seen = new StringBuilder();
    seen.append(request.getMethod()).append(' ').append(request.getRequestURI());
    if (request.getQueryString() != null) {
      seen.append('?').append(request.getQueryString());
    }
    seen.append(' ').append(request.getProtocol()).append('\n');
    seen.append("remote ").append(request.getRemoteAddr()).append('\n');
    seen.append("length ").append(request.getContentLength()).append('\n');
    for (String name : new TreeSet<>(Collections.list(request.getHeaderNames()))) {
      for (String value : Collections.list(request.getHeaders(name))) {
        seen.append(name).append(": ").append(value).append('\n');
      }
    }
    byte[] body = all(request.getInputStream());
    seen.append("body ").append(body.length).append('\n');
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    answer.write(seen.toString().getBytes(StandardCharsets.ISO_8859_1));
    answer.write(body);
    response.setContentType("application/octet-stream");
    response.setContentLength(answer.size());
    answer.writeTo(response.getOutputStream());
  }

  private static byte[] all(InputStream in) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] buffer = new byte[8192];
    for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
      out.write(buffer, 0, n);
    }
    return out.toByteArray();
  }

  private static void dispatchAsync(HttpServletRequest request) {
    AsyncContext async = request.startAsync();
    async.start(
        new Runnable() {
          @Override
          public void run() {
            async.dispatch("/plain");
          }
        });
  }

  private static void completeAsync(HttpServletRequest request) {
    AsyncContext async = request.startAsync();
    async.start(
        new Runnable() {
          @Override
          public void run() {
            try {
              text((HttpServletResponse) async.getResponse(), "completed\n");
            } catch (IOException e) {
              throw new IllegalStateException(e);
            } finally {
              async.complete();
            }
          }
        });
  }

  /** Of no announced length, in three pieces. */
  private static void chunked(HttpServletResponse response) throws IOException {
    response.setContentType("text/plain;charset=utf-8");
    for (String piece : new String[] {"one\n", "two\n", "three\n"}) {
      response.getOutputStream().write(piece.getBytes(StandardCharsets.UTF_8));
      response.flushBuffer();
    }
  }

  /** More than any buffer holds. */
  private static void big(HttpServletResponse response) throws IOException {
    byte[] body = new byte[300_000];
    for (int i = 0; i < body.length; i++) {
      body[i] = (byte) ('a' + i % 23);
    }
    response.setContentType("application/octet-stream");
    response.setContentLength(body.length);
    response.getOutputStream().write(body);
  }

  private static void text(HttpServletResponse response, String text) throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    response.setContentType("text/plain;charset=utf-8");
    response.setContentLength(body.length);
    response.getOutputStream().write(body);
  }
}
