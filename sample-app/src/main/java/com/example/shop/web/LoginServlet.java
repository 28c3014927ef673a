package com.example.shop.web;

import java.io.IOException;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import javax.servlet.http.HttpSession;

/** Opens and closes a session: {@code /login} and {@code /logout}. */
final class LoginServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;

  /** The session attribute that holds the name of who is logged in. */
  static final String USER = "user";

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    showForm(request, response, HttpServletResponse.SC_OK, "Who are you?");
  }

  @Override
  protected void doPost(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    if (request.getServletPath().equals("/logout")) {
      HttpSession session = request.getSession(false);
      if (session != null) {
        session.invalidate();
      }
      response.sendRedirect(request.getContextPath() + "/catalogue");
      return;
    }
    // A toy: there is one account, and everybody may know it.
    if ("clerk".equals(request.getParameter("user"))
        && "clerk".equals(request.getParameter("password"))) {
      HttpSession old = request.getSession(false);
      if (old != null) {
        old.invalidate();
      }
      request.getSession(true).setAttribute(USER, "clerk");
      response.sendRedirect(request.getContextPath() + "/admin/report");
      return;
    }
    showForm(request, response, HttpServletResponse.SC_UNAUTHORIZED, "That is not right.");
  }

  private static void showForm(
      HttpServletRequest request, HttpServletResponse response, int status, String text)
      throws IOException {
    new Page("Log in")
        .paragraph(text)
        .form(request.getContextPath() + "/login", "user", "password")
        .send(response, status);
  }
}
