package com.example.shop.web;

import com.example.shop.Catalogue;
import com.example.shop.Order;
import com.example.shop.OrderRepository;
import com.example.shop.Product;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

/** The orders of the organisation that the caller names: list, read one, place one. */
final class OrdersServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;
  private static final int MOST = 1000;

  private final transient Catalogue catalogue;
  private final transient OrderRepository orders;

  OrdersServlet(Catalogue catalogue, OrderRepository orders) {
    this.catalogue = catalogue;
    this.orders = orders;
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    String path = request.getPathInfo();
    if (path == null || path.equals("/")) {
      Json.send(response, HttpServletResponse.SC_OK, orders.of(customer(request)));
      return;
    }
    Optional<Order> order = byPath(path);
    if (order.isPresent() && order.get().getCustomer().equals(customer(request))) {
      Json.send(response, HttpServletResponse.SC_OK, order.get());
    } else {
      Json.sendError(response, HttpServletResponse.SC_NOT_FOUND, "no such order");
    }
  }

  @Override
  protected void doPost(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    Map<String, Object> body = Json.read(request);
    Optional<Product> product = catalogue.bySku(String.valueOf(body.get("sku")));
    Object quantity = body.get("quantity");
    if (!product.isPresent()
        || !(quantity instanceof Integer)
        || (Integer) quantity < 1
        || (Integer) quantity > MOST) {
      Json.sendError(
          response,
          HttpServletResponse.SC_BAD_REQUEST,
          "an order needs a known `sku` and a `quantity` from 1 to " + MOST);
      return;
    }
    Order order = orders.add(customer(request), product.get(), (Integer) quantity);
    response.setHeader("Location", request.getContextPath() + "/api/orders/" + order.getId());
    Json.send(response, HttpServletResponse.SC_CREATED, order);
  }

  private Optional<Order> byPath(String path) {
    try {
      return orders.byId(Integer.parseInt(path.substring(1)));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static String customer(HttpServletRequest request) {
    String tenant = request.getHeader("X-Tenant-Id");
    return tenant == null ? "walk-in" : tenant;
  }
}
