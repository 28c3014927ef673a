package com.example.shop;

import java.math.BigDecimal;

/** One order of a customer. Immutable: paying it makes a new one. */
public final class Order {
  private final int id;
  private final String customer;
  private final Product product;
  private final int quantity;
  private final boolean paid;

  Order(int id, String customer, Product product, int quantity, boolean paid) {
    this.id = id;
    this.customer = customer;
    this.product = product;
    this.quantity = quantity;
    this.paid = paid;
  }

  Order pay() {
    return new Order(id, customer, product, quantity, true);
  }

  public int getId() {
    return id;
  }

  /** The organisation that ordered. */
  public String getCustomer() {
    return customer;
  }

  public Product getProduct() {
    return product;
  }

  public int getQuantity() {
    return quantity;
  }

  public boolean isPaid() {
    return paid;
  }

  public BigDecimal getTotal() {
    return product.getPrice().multiply(BigDecimal.valueOf(quantity));
  }
}
