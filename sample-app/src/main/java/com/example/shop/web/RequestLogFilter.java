package com.example.shop.web;

import java.io.IOException;
import javax.servlet.Filter;
import javax.servlet.FilterChain;
import javax.servlet.FilterConfig;
import javax.servlet.ServletException;
import javax.servlet.ServletRequest;
import javax.servlet.ServletResponse;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

/** The shop's own log: one line for each request that reaches it. */
final class RequestLogFilter implements Filter {
  @Override
  public void init(FilterConfig config) {}

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    HttpServletRequest http = (HttpServletRequest) request;
    try {
      chain.doFilter(request, response);
    } finally {
      System.out.println(
          "shop: "
              + http.getMethod()
              + " "
              + http.getServletPath()
              + " -> "
              + ((HttpServletResponse) response).getStatus());
    }
  }

  @Override
  public void destroy() {}
}
