package com.example.shop;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the shop sells. Never changes. */
public final class Catalogue {
  private final Map<String, Product> products = new LinkedHashMap<>();

  private Catalogue(Collection<Product> all) {
    for (Product product : all) {
      products.put(product.getSku(), product);
    }
  }

  public static Catalogue standard() {
    List<Product> all = new ArrayList<>();
    all.add(new Product("rope-10", "Rope, 10 m", "12.50"));
    all.add(new Product("chain-2", "Chain, 2 m", "31.00"));
    all.add(new Product("winch-1", "Winch, \"Old <Faithful>\"", "480.00"));
    return new Catalogue(all);
  }

  public Collection<Product> all() {
    return Collections.unmodifiableCollection(products.values());
  }

  public Optional<Product> bySku(String sku) {
    return Optional.ofNullable(products.get(sku));
  }
}
