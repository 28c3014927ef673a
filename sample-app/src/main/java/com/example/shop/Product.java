package com.example.shop;

import java.math.BigDecimal;

/** Something the shop sells. Immutable. */
public final class Product {
  private final String sku;
  private final String name;
  private final BigDecimal price;

  Product(String sku, String name, String price) {
    this.sku = sku;
    this.name = name;
    this.price = new BigDecimal(price);
  }

  public String getSku() {
    return sku;
  }

  public String getName() {
    return name;
  }

  public BigDecimal getPrice() {
    return price;
  }
}
