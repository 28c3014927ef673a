package io.portcullis.contract.app;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import javax.servlet.http.HttpSession;

/**
 * Makes sessions, tells what it sees of that of a request, and tells of all that it has made
 * without touching one.
 */
public final class SessionServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;

  static final String[] PATHS = {"/login", "/who", "/logout", "/sessions"};

  private static final Map<String, HttpSession> MADE = new ConcurrentHashMap<>();

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    HttpSession session = request.getSession(false);
    switch (request.getServletPath()) {
      case "/login":
        HttpSession made = request.getSession(true);
        made.setAttribute("orgId", orgOf(request));
        if (request.getParameter("seconds") != null) {
          made.setMaxInactiveInterval(Integer.parseInt(request.getParameter("seconds")));
        }
        MADE.put(made.getId(), made);
        text(response, made.getId());
        break;
      case "/logout":
        session.invalidate();
        text(response, "out");
        break;
      case "/sessions":
        HttpSession asked = MADE.get(request.getParameter("of"));
        text(response, "last accessed " + asked.getLastAccessedTime());
        break;
      default:
        text(response, "who " + (session == null ? "nobody" : session.getAttribute("orgId")));
    }
  }

  private static Object orgOf(HttpServletRequest request) {
    String org = request.getParameter("org");
    return "7".equals(org) ? (Object) 7 : org;
  }

  private static void text(HttpServletResponse response, String text) throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    response.setContentType("text/plain;charset=utf-8");
    response.setContentLength(body.length);
    response.getOutputStream().write(body);
  }
}
