package com.example.shop;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;

/** All orders, in memory, by number. Thread-safe. */
public final class OrderRepository {
  private final Map<Integer, Order> orders = new ConcurrentSkipListMap<>();
  private final AtomicInteger lastId = new AtomicInteger(1000);

  /** A repository with the few orders that the shop opens with. */
  public static OrderRepository withFirstOrders(Catalogue catalogue) {
    OrderRepository repository = new OrderRepository();
    for (Product product : catalogue.all()) {
      repository.add("acme", product, 2);
    }
    repository.add("globex", catalogue.all().iterator().next(), 40);
    return repository;
  }

  public Order add(String customer, Product product, int quantity) {
    Order order = new Order(lastId.incrementAndGet(), customer, product, quantity, false);
    orders.put(order.getId(), order);
    return order;
  }

  public Optional<Order> byId(int id) {
    return Optional.ofNullable(orders.get(id));
  }

  public List<Order> all() {
    return new ArrayList<>(orders.values());
  }

  public List<Order> of(String customer) {
    List<Order> found = new ArrayList<>();
    for (Order order : orders.values()) {
      if (order.getCustomer().equals(customer)) {
        found.add(order);
      }
    }
    return found;
  }

  /** Marks an order as paid; empty if there is none of that number. */
  public Optional<Order> pay(int id) {
    return Optional.ofNullable(orders.computeIfPresent(id, (number, order) -> order.pay()));
  }
}
