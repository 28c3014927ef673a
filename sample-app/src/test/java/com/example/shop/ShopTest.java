package com.example.shop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.example.shop.server.WebServer;
import com.fasterxml.jackson.jr.ob.JSON;
import java.net.ConnectException;
import java.net.CookieManager;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The shop over a real socket, the same on every server. */
class ShopTest {
  private WebServer server;
  private int port;
  private final HttpClient client =
      HttpClient.newBuilder()
          .cookieHandler(new CookieManager())
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();

  static Stream<String> servers() {
    return Stream.of("tomcat", "jetty", "undertow");
  }

  @AfterEach
  void stop() throws Exception {
    if (server != null) {
      server.stop();
    }
  }

  @ParameterizedTest
  @MethodSource("servers")
  void catalogueIsAPageWithEscapedNames(String name) throws Exception {
    start(name);
    for (String path : List.of("/", "/catalogue")) {
      HttpResponse<String> page = send(request(path));
      assertThat(page.statusCode()).isEqualTo(200);
      assertThat(page.headers().firstValue("Content-Type"))
          .get()
          .asString()
          .startsWith("text/html");
      assertThat(page.body())
          .contains("Rope, 10 m")
          .contains("Old &lt;Faithful&gt;")
          .doesNotContain("<Faithful>");
    }
  }

  @ParameterizedTest
  @MethodSource("servers")
  void healthIsUp(String name) throws Exception {
    start(name);
    HttpResponse<String> health = send(request("/health"));
    assertThat(health.statusCode()).isEqualTo(200);
    assertThat(health.body()).isEqualTo("{\"status\":\"up\"}");
  }

  @ParameterizedTest
  @MethodSource("servers")
  void customerSeesOnlyItsOwnOrders(String name) throws Exception {
    start(name);
    assertThat(orders("acme"))
        .hasSize(3)
        .allSatisfy(o -> assertThat(o).containsEntry("customer", "acme"));
    assertThat(orders("globex")).hasSize(1);
    Object foreign = orders("globex").get(0).get("id");
    assertThat(send(request("/api/orders/" + foreign).header("X-Tenant-Id", "globex")).statusCode())
        .isEqualTo(200);
    assertThat(send(request("/api/orders/" + foreign).header("X-Tenant-Id", "acme")).statusCode())
        .isEqualTo(404);
    assertThat(send(request("/api/orders/first")).statusCode()).isEqualTo(404);
  }

  @ParameterizedTest
  @MethodSource("servers")
  void orderIsPlacedAndThenPaid(String name) throws Exception {
    start(name);
    HttpResponse<String> placed =
        send(
            request("/api/orders")
                .header("X-Tenant-Id", "initech")
                .POST(BodyPublishers.ofString("{\"sku\":\"rope-10\",\"quantity\":3}")));
    assertThat(placed.statusCode()).isEqualTo(201);
    Map<String, Object> order = JSON.std.mapFrom(placed.body());
    assertThat(order).containsEntry("total", 37.50).containsEntry("paid", false);
    assertThat(placed.headers().firstValue("Location"))
        .get()
        .asString()
        .endsWith("/api/orders/" + order.get("id"));

    HttpResponse<String> paid =
        send(
            request("/webhooks/payment")
                .POST(BodyPublishers.ofString("{\"order\":" + order.get("id") + "}")));
    assertThat(paid.statusCode()).isEqualTo(204);
    assertThat(orders("initech"))
        .singleElement()
        .satisfies(o -> assertThat(o).containsEntry("paid", true));
  }

  @ParameterizedTest
  @MethodSource("servers")
  void orderThatMakesNoSenseIsRefused(String name) throws Exception {
    start(name);
    for (String body :
        List.of(
            "",
            "no json",
            "[]",
            "{}",
            "{\"sku\":\"rope-10\",\"quantity\":0}",
            "{\"sku\":\"gold\",\"quantity\":1}")) {
      HttpResponse<String> answer =
          send(request("/api/orders").POST(BodyPublishers.ofString(body)));
      assertThat(answer.statusCode()).as(body).isEqualTo(400);
      assertThat(answer.body()).contains("sku");
    }
  }

  @ParameterizedTest
  @MethodSource("servers")
  void adminReportNeedsALogin(String name) throws Exception {
    start(name);
    HttpResponse<String> stranger = send(request("/admin/report"));
    assertThat(stranger.statusCode()).isEqualTo(302);
    assertThat(stranger.headers().firstValue("Location")).get().asString().endsWith("/login");

    assertThat(logIn("clerk", "wrong").statusCode()).isEqualTo(401);
    assertThat(logIn("clerk", "clerk").statusCode()).isEqualTo(302);
    HttpResponse<String> report = send(request("/admin/report"));
    assertThat(report.statusCode()).isEqualTo(200);
    assertThat(report.body()).contains("acme").contains("globex").contains("Sum: 1547.00");

    assertThat(send(request("/logout").POST(BodyPublishers.noBody())).statusCode()).isEqualTo(302);
    assertThat(send(request("/admin/report")).statusCode()).isEqualTo(302);
  }

  @ParameterizedTest
  @MethodSource("servers")
  void stoppedServerFreesThePort(String name) throws Exception {
    start(name);
    assertThat(send(request("/health")).statusCode()).isEqualTo(200);
    server.stop();
    server = null;
    assertThatThrownBy(() -> new Socket("127.0.0.1", port).close())
        .isInstanceOf(ConnectException.class);
  }

  private void start(String name) throws Exception {
    server = Main.server(name);
    port = server.start(0);
    assertThat(port).isPositive();
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
  }

  private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return client.send(request.build(), BodyHandlers.ofString());
  }

  private HttpResponse<String> logIn(String user, String password) throws Exception {
    return send(
        request("/login")
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString("user=" + user + "&password=" + password)));
  }

  @SuppressWarnings("unchecked")
  private List<Map<String, Object>> orders(String customer) throws Exception {
    HttpResponse<String> answer = send(request("/api/orders").header("X-Tenant-Id", customer));
    assertThat(answer.statusCode()).isEqualTo(200);
    return (List<Map<String, Object>>) (List<?>) JSON.std.listFrom(answer.body());
  }
}
