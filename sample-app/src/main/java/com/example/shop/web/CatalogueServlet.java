package com.example.shop.web;

import com.example.shop.Catalogue;
import com.example.shop.Product;
import java.io.IOException;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

/** The page that shows what the shop sells. */
final class CatalogueServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;
  private final transient Catalogue catalogue;

  CatalogueServlet(Catalogue catalogue) {
    this.catalogue = catalogue;
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    Page page = new Page("Catalogue").table("Number", "Name", "Price");
    for (Product product : catalogue.all()) {
      page.row(product.getSku(), product.getName(), product.getPrice().toPlainString());
    }
    page.endTable().send(response, HttpServletResponse.SC_OK);
  }
}
