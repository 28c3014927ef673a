package com.example.shop.web;

import com.example.shop.Order;
import com.example.shop.OrderRepository;
import java.io.IOException;
import java.util.Optional;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

/** Where the payment provider says that an order was paid. */
final class PaymentWebhookServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;
  private final transient OrderRepository orders;

  PaymentWebhookServlet(OrderRepository orders) {
    this.orders = orders;
  }

  @Override
  protected void doPost(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    Object number = Json.read(request).get("order");
    Optional<Order> paid =
        number instanceof Integer ? orders.pay((Integer) number) : Optional.empty();
    if (paid.isPresent()) {
      response.setStatus(HttpServletResponse.SC_NO_CONTENT);
    } else {
      Json.sendError(response, HttpServletResponse.SC_NOT_FOUND, "no such order");
    }
  }
}
