package com.example.shop.web;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.util.Collections;
import java.util.Map;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

/** JSON in and out of a request. */
final class Json {
  private Json() {}

  static void send(HttpServletResponse response, int status, Object value) throws IOException {
    byte[] body = JSON.std.asBytes(value);
    response.setStatus(status);
    response.setContentType("application/json");
    response.setContentLength(body.length);
    response.getOutputStream().write(body);
  }

  static void sendError(HttpServletResponse response, int status, String message)
      throws IOException {
    send(response, status, Collections.singletonMap("error", message));
  }

  /** The members of a request's body; none where it is not a JSON object. */
  static Map<String, Object> read(HttpServletRequest request) throws IOException {
    try {
      Map<String, Object> members = JSON.std.mapFrom(request.getInputStream());
      return members == null ? Collections.emptyMap() : members;
    } catch (JacksonException e) {
      return Collections.emptyMap();
    }
  }
}
