package io.portcullis.contract.app;

import java.util.EnumSet;
import java.util.Set;
import javax.servlet.DispatcherType;
import javax.servlet.FilterRegistration;
import javax.servlet.ServletContainerInitializer;
import javax.servlet.ServletContext;
import javax.servlet.ServletRegistration;

/**
 * Puts the application together, whatever the server. What only a server can do is left to its main
 * class: the error page {@link #ERROR_PAGE} for {@link #ERROR_STATUS}.
 */
public final class ContractApplication implements ServletContainerInitializer {
  /** The status for which the application has a page of its own. */
  public static final int ERROR_STATUS = 409;

  public static final String ERROR_PAGE = "/error";

  @Override
  public void onStartup(Set<Class<?>> classes, ServletContext context) {
    install(context);
  }

  public static void install(ServletContext context) {
    context.addListener(new Counters());
    FilterRegistration.Dynamic filter = context.addFilter("counting", new CountingFilter());
    filter.setAsyncSupported(true);
    filter.addMappingForUrlPatterns(EnumSet.allOf(DispatcherType.class), false, "/*");
    ServletRegistration.Dynamic pages = context.addServlet("pages", new PagesServlet());
    pages.setAsyncSupported(true);
    // Not "/": whatever has no page is the server's own 404.
    for (String path : PagesServlet.PATHS) {
      pages.addMapping(path);
    }
    // Servlet 3.0 has no such way to read as some of these.
    if (context.getMajorVersion() > 3 || context.getMinorVersion() > 0) {
      ServletRegistration.Dynamic bodies = context.addServlet("bodies", new BodyServlet());
      bodies.setAsyncSupported(true);
      bodies.addMapping(BodyServlet.PATHS);
    }
    context.addServlet("sessions", new SessionServlet()).addMapping(SessionServlet.PATHS);
    context.addServlet("dispatched", new DispatchServlet()).addMapping(DispatchServlet.PATHS);
  }
}
