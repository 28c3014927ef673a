package io.portcullis.contract.app;

import java.io.IOException;
import javax.servlet.Filter;
import javax.servlet.FilterChain;
import javax.servlet.FilterConfig;
import javax.servlet.ServletException;
import javax.servlet.ServletRequest;
import javax.servlet.ServletResponse;
import javax.servlet.http.HttpServletRequest;

/** Counts whatever enters the application, by whichever dispatch. */
public final class CountingFilter implements Filter {
  @Override
  public void init(FilterConfig config) {}

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    if (Counters.counts((HttpServletRequest) request)) {
      Counters.FILTER.incrementAndGet();
    }
    chain.doFilter(request, response);
  }

  @Override
  public void destroy() {}
}
