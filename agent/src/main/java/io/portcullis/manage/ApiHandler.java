package io.portcullis.manage;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.portcullis.policy.Operator;
import io.portcullis.policy.Operators;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * What every call goes through, whatever it is for: where it comes from, who makes it, how large it
 * is; then its resource. Thread-safe.
 */
final class ApiHandler implements HttpHandler {
  private static final int LONGEST_TOKEN = 1_024;

  private final Watched watched;
  private final Logger log;
  private final List<Route> routes;
  private final FailedLogins failures = new FailedLogins();

  ApiHandler(Watched watched, Logger log) {
    this.watched = watched;
    this.log = log;
    this.routes = Routes.of(watched);
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try {
      Answer answer;
      try {
        answer = worded(answer(exchange), exchange.getRequestURI().getRawPath());
      } catch (IOException | RuntimeException | Error fault) {
        if (Thread.currentThread().isInterrupted()) {
          return; // given up: whoever calls is too slow
        }
        // Neither the target nor a header is said: a token may be in them.
        log.error("a call of the management API failed", fault);
        answer =
            Answer.problem(
                500,
                "Internal Server Error",
                "INTERNAL_FAULT",
                "the call failed, which is a fault of the agent; its log says more");
      }
      send(answer, exchange);
    } finally {
      exchange.close();
    }
  }

  private Answer answer(HttpExchange exchange) throws IOException {
    Headers headers = exchange.getRequestHeaders();
    if (!isOwnHost(headers.get("Host"))
        || exchange.getRequestURI().isAbsolute()
        || exchange.getRequestURI().getRawAuthority() != null) {
      return Answer.forbidden(
          "FOREIGN_HOST", "call it by a loopback address or as localhost, such as 127.0.0.1");
    }
    if (headers.containsKey("Origin")) {
      return Answer.forbidden("FOREIGN_ORIGIN", "pages of browsers may not call it");
    }
    String path = String.valueOf(exchange.getRequestURI().getRawPath());
    String method = methodOf(exchange);
    if (path.equals("/healthz")) {
      return method.equals("GET") ? Answer.text("text/plain; charset=utf-8", "ok\n") : wrong("GET");
    }
    Operators operators = watched.policy.inForce().operators();
    if (operators.isEmpty()) {
      return Answer.forbidden("NO_OPERATORS", "the policy in force names nobody under `operators`");
    }
    long wait = failures.secondsToWait(exchange.getRemoteAddress().getAddress(), System.nanoTime());
    if (wait > 0) {
      return Answer.problem(
              429, "Too Many Requests", "TOO_MANY_FAILURES", "too many wrong tokens; wait")
          .with("Retry-After", Long.toString(wait));
    }
    Optional<Operator> operator = operator(headers, operators);
    if (!operator.isPresent()) {
      failures.failed(exchange.getRemoteAddress().getAddress(), System.nanoTime());
      return Answer.problem(
              401,
              "Unauthorized",
              "UNAUTHORIZED",
              "send the token of an operator as `Authorization: Bearer TOKEN`")
          .with("WWW-Authenticate", "Bearer realm=\"portcullis\"");
    }
    return route(exchange, method, path, operator.get());
  }

  private Answer route(HttpExchange exchange, String method, String path, Operator operator)
      throws IOException {
    String allowed = "";
    for (Route route : routes) {
      Optional<Map<String, String>> values = match(route, path);
      if (values.isPresent()) {
        if (route.method().equals(method)) {
          return call(exchange, route, values.get(), operator);
        }
        allowed += (allowed.isEmpty() ? "" : ", ") + route.method();
      }
    }
    return allowed.isEmpty() ? Answer.notFound("there is nothing here") : wrong(allowed);
  }

  /** What the path's segments stand for, where a route is there now. */
  private Optional<Map<String, String>> match(Route route, String path) {
    Optional<Map<String, String>> values = route.match(path);
    return values.isPresent() && route.wording().isOf(watched.policy.inForce().profile())
        ? values
        : Optional.<Map<String, String>>empty();
  }

  /** An answer in the words of those whose path was called. */
  private Answer worded(Answer answer, @Nullable String path) {
    if (path != null && answer.problem().isPresent()) {
      for (Route route : routes) {
        if (match(route, path).isPresent()) {
          return route.wording().of(answer);
        }
      }
    }
    return answer;
  }

  private static Answer call(
      HttpExchange exchange, Route route, Map<String, String> values, Operator operator)
      throws IOException {
    if (route.access() == Route.Access.PLATFORM && !operator.isOfPlatform()) {
      return Answer.forbidden(
          "FORBIDDEN", "this shows the whole platform, and the token is one of certain tenants");
    }
    Optional<Map<String, String>> query = query(exchange.getRequestURI(), route);
    if (!query.isPresent()) {
      return Answer.invalid(
          route.queries().isEmpty()
              ? "this takes no query"
              : "the query takes " + route.queries() + ", each once, as `name=value`");
    }
    Optional<String> body = body(exchange, route.mostBody());
    if (!body.isPresent()) {
      return Answer.problem(
              413,
              "Content Too Large",
              "BODY_TOO_LARGE",
              "a body has at most " + route.mostBody() + " bytes")
          .with("Connection", "close");
    }
    return route
        .resource()
        .answer(new Call(operator, values, query.get(), body.get(), CallOrigin.of(exchange)));
  }

  /** HEAD is answered as GET, whose body is then left out. */
  private static String methodOf(HttpExchange exchange) {
    String method = exchange.getRequestMethod();
    return method.equals("HEAD") ? "GET" : method;
  }

  private static Answer wrong(String allowed) {
    return Answer.problem(405, "Method Not Allowed", "METHOD_NOT_ALLOWED", "this takes " + allowed)
        .with("Allow", allowed);
  }

  /**
   * Whether a call names us as one on this machine does: a page in a browser that has its own
   * name's address changed to ours names itself. The port may be that of a tunnel.
   */
  static boolean isOwnHost(@Nullable List<String> lines) {
    if (lines == null || lines.size() != 1) {
      return false;
    }
    String host = lines.get(0).trim().toLowerCase(Locale.ROOT);
    return host.matches("(localhost|127\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}|\\[::1\\])(:\\d{1,5})?");
  }

  private static Optional<Operator> operator(Headers headers, Operators operators) {
    List<String> lines = headers.get("Authorization");
    if (lines == null || lines.size() != 1 || lines.get(0).length() > LONGEST_TOKEN) {
      return Optional.empty();
    }
    String line = lines.get(0).trim();
    return line.regionMatches(true, 0, "Bearer ", 0, 7)
        ? operators.withToken(line.substring(7).trim())
        : Optional.<Operator>empty();
  }

  /** The query by names; empty where one is not known, stands twice or has no value. */
  private static Optional<Map<String, String>> query(URI target, Route route) {
    String text = target.getRawQuery();
    if (text == null) {
      return Optional.of(Collections.<String, String>emptyMap());
    }
    Map<String, String> query = new LinkedHashMap<>();
    for (String part : text.split("&", -1)) {
      int equals = part.indexOf('=');
      String name = equals < 0 ? part : part.substring(0, equals);
      if (equals < 0 || !route.queries().contains(name) || query.containsKey(name)) {
        return Optional.empty();
      }
      Optional<String> value = PercentText.decode(part.substring(equals + 1));
      if (!value.isPresent()) {
        return Optional.empty();
      }
      query.put(name, value.get());
    }
    return Optional.of(query);
  }

  /** The body; empty where it is too large. */
  private static Optional<String> body(HttpExchange exchange, int most) throws IOException {
    String announced = exchange.getRequestHeaders().getFirst("Content-Length");
    if (announced != null && (announced.length() > 9 || Long.parseLong(announced) > most)) {
      return Optional.empty();
    }
    InputStream in = exchange.getRequestBody();
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    byte[] buffer = new byte[8192];
    for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
      body.write(buffer, 0, n);
      if (body.size() > most) {
        return Optional.empty();
      }
    }
    return Optional.of(new String(body.toByteArray(), StandardCharsets.UTF_8));
  }

  private static void send(Answer answer, HttpExchange exchange) throws IOException {
    Headers headers = exchange.getResponseHeaders();
    headers.set("Content-Type", answer.type());
    headers.set("Cache-Control", "no-store");
    headers.set("X-Content-Type-Options", "nosniff");
    for (Map.Entry<String, String> header : answer.headers().entrySet()) {
      headers.set(header.getKey(), header.getValue());
    }
    boolean head = exchange.getRequestMethod().equals("HEAD");
    boolean tagged = answer.status() == 200 && methodOf(exchange).equals("GET");
    if (tagged) {
      String tag = EntityTag.of(answer.body());
      headers.set("ETag", tag);
      if (EntityTag.isAmong(tag, exchange.getRequestHeaders().get("If-None-Match"))) {
        exchange.sendResponseHeaders(304, -1);
        return;
      }
    }
    if (head) {
      headers.set("Content-Length", Integer.toString(answer.body().length));
    }
    boolean bare = head || answer.status() == 204;
    exchange.sendResponseHeaders(answer.status(), bare ? -1 : answer.body().length);
    if (!bare) {
      try (OutputStream out = exchange.getResponseBody()) {
        out.write(answer.body());
      }
    }
  }
}
