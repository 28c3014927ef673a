package com.example.shop.web;

import com.example.shop.Catalogue;
import com.example.shop.OrderRepository;
import java.util.EnumSet;
import java.util.Set;
import javax.servlet.DispatcherType;
import javax.servlet.ServletContainerInitializer;
import javax.servlet.ServletContext;

/** The shop's web.xml, in code: which servlet answers where, and the filters before them. */
public final class ShopInitializer implements ServletContainerInitializer {
  @Override
  public void onStartup(Set<Class<?>> classes, ServletContext context) {
    Catalogue catalogue = Catalogue.standard();
    OrderRepository orders = OrderRepository.withFirstOrders(catalogue);

    context.addServlet("catalogue", new CatalogueServlet(catalogue)).addMapping("", "/catalogue");
    context.addServlet("health", new HealthServlet()).addMapping("/health");
    context
        .addServlet("orders", new OrdersServlet(catalogue, orders))
        .addMapping("/api/orders", "/api/orders/*");
    context.addServlet("login", new LoginServlet()).addMapping("/login", "/logout");
    context
        .addServlet("webhook", new PaymentWebhookServlet(orders))
        .addMapping("/webhooks/payment");
    context.addServlet("report", new ReportServlet(orders)).addMapping("/admin/report");

    context
        .addFilter("log", new RequestLogFilter())
        .addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), false, "/*");
    context
        .addFilter("admin", new AdminFilter())
        .addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), false, "/admin/*");
  }
}
