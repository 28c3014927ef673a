package io.portcullis.contract.app;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

/** Says that a request was dispatched to it, and by which of its paths. */
public final class DispatchServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;

  static final String[] PATHS = {
    "/admin/*", "/a/*", "/foo/*", "/abc/*", "/b/*", "/bar/*", "/path/*", "/something/*"
  };

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    byte[] body = ("dispatched " + request.getServletPath()).getBytes(StandardCharsets.UTF_8);
    response.setContentType("text/plain;charset=utf-8");
    response.setContentLength(body.length);
    response.getOutputStream().write(body);
  }
}
