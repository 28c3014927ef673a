package io.portcullis.matrix.app;

import java.util.Set;
import javax.servlet.ServletContainerInitializer;
import javax.servlet.ServletContext;

/** Puts the servlet where an embedded server has no descriptor to read. */
public final class Installation implements ServletContainerInitializer {
  @Override
  public void onStartup(Set<Class<?>> classes, ServletContext context) {
    context.addServlet("pages", new PageServlet()).addMapping("/*");
  }
}
