package io.portcullis.contract.app;

import java.util.concurrent.atomic.AtomicInteger;
import javax.servlet.ServletRequestEvent;
import javax.servlet.ServletRequestListener;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpSessionEvent;
import javax.servlet.http.HttpSessionListener;

/**
 * How often each part of the application was entered. A look at the counters themselves does not
 * count.
 */
public final class Counters implements ServletRequestListener, HttpSessionListener {
  static final String PAGE = "/counters";

  static final AtomicInteger REQUESTS = new AtomicInteger();
  static final AtomicInteger FILTER = new AtomicInteger();
  static final AtomicInteger SERVLET = new AtomicInteger();
  static final AtomicInteger SESSIONS = new AtomicInteger();

  static String text() {
    return "requests="
        + REQUESTS
        + " filter="
        + FILTER
        + " servlet="
        + SERVLET
        + " sessions="
        + SESSIONS
        + "\n";
  }

  static boolean counts(HttpServletRequest request) {
    return !PAGE.equals(request.getServletPath());
  }

  @Override
  public void requestInitialized(ServletRequestEvent event) {
    HttpServletRequest request = (HttpServletRequest) event.getServletRequest();
    if (!String.valueOf(request.getRequestURI()).endsWith(PAGE)) {
      REQUESTS.incrementAndGet();
    }
  }

  @Override
  public void requestDestroyed(ServletRequestEvent event) {}

  @Override
  public void sessionCreated(HttpSessionEvent event) {
    SESSIONS.incrementAndGet();
  }

  @Override
  public void sessionDestroyed(HttpSessionEvent event) {}
}
