package com.example.shop.web;

import com.example.shop.Order;
import com.example.shop.OrderRepository;
import java.io.IOException;
import java.math.BigDecimal;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

/** The clerk's page: all orders of all customers, and what they come to. */
final class ReportServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;
  private final transient OrderRepository orders;

  ReportServlet(OrderRepository orders) {
    this.orders = orders;
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    Page page = new Page("Orders").table("Order", "Customer", "Product", "Total", "Paid");
    BigDecimal sum = BigDecimal.ZERO;
    for (Order order : orders.all()) {
      sum = sum.add(order.getTotal());
      page.row(
          Integer.toString(order.getId()),
          order.getCustomer(),
          order.getProduct().getName(),
          order.getTotal().toPlainString(),
          order.isPaid() ? "yes" : "no");
    }
    page.endTable().paragraph("Sum: " + sum.toPlainString()).send(response, 200);
  }
}
