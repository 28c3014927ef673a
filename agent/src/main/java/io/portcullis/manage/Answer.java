package io.portcullis.manage;

import io.portcullis.wire.JsonText;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One answer of the API, before it is sent. Immutable. */
final class Answer {
  private final int status;
  private final String type;
  private final byte[] body;
  private final Map<String, String> headers;
  private final Optional<Map<String, @Nullable Object>> problem;

  private Answer(
      int status,
      String type,
      byte[] body,
      Map<String, String> headers,
      Optional<Map<String, @Nullable Object>> problem) {
    this.status = status;
    this.type = type;
    this.body = body;
    this.headers = headers;
    this.problem = problem;
  }

  private Answer(int status, String type, byte[] body, Map<String, String> headers) {
    this(status, type, body, headers, Optional.<Map<String, @Nullable Object>>empty());
  }

  /** A text as it is. */
  static Answer text(String type, String text) {
    return new Answer(
        200, type, text.getBytes(StandardCharsets.UTF_8), Collections.<String, String>emptyMap());
  }

  /** A resource. */
  static Answer json(Map<String, @Nullable Object> object) {
    return text("application/json", JsonText.write(object) + "\n");
  }

  /** A list of resources. */
  static Answer json(List<Map<String, @Nullable Object>> list) {
    return text("application/json", JsonText.write(list) + "\n");
  }

  /** What is wrong, as RFC 9457 has it. */
  static Answer problem(int status, String title, String code, String detail) {
    return problem(status, title, code, detail, Collections.<String, @Nullable Object>emptyMap());
  }

  /** The same with one more member. */
  static Answer problem(
      int status, String title, String code, String detail, String name, Object value) {
    return problem(
        status,
        title,
        code,
        detail,
        Collections.<String, @Nullable Object>singletonMap(name, value));
  }

  /** The same with more members. */
  static Answer problem(
      int status, String title, String code, String detail, Map<String, @Nullable Object> more) {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    object.put("type", "about:blank");
    object.put("title", title);
    object.put("status", status);
    object.put("detail", detail);
    object.put("code", code);
    object.putAll(more);
    byte[] body = (JsonText.write(object) + "\n").getBytes(StandardCharsets.UTF_8);
    return new Answer(
        status,
        "application/problem+json",
        body,
        Collections.<String, String>emptyMap(),
        Optional.of(Collections.unmodifiableMap(object)));
  }

  /** A resource that was made, and its tag. */
  static Answer created(Map<String, @Nullable Object> object, String tag) {
    Answer made = json(object);
    return new Answer(201, made.type, made.body, made.headers).with("ETag", tag);
  }

  /** It is done, and there is nothing to show. */
  static Answer done() {
    return new Answer(204, "application/json", new byte[0], Collections.<String, String>emptyMap());
  }

  static Answer forbidden(String code, String detail) {
    return problem(403, "Forbidden", code, detail);
  }

  static Answer notFound(String detail) {
    return problem(404, "Not Found", "NOT_FOUND", detail);
  }

  static Answer invalid(String detail) {
    return problem(422, "Unprocessable Content", "VALIDATION_ERROR", detail);
  }

  /** The same with one more header. */
  Answer with(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(name, value);
    return new Answer(status, type, body, Collections.unmodifiableMap(more), problem);
  }

  /** The same with another status and other words; its headers stay. */
  Answer reworded(int otherStatus, Map<String, @Nullable Object> object) {
    Answer said = json(object);
    return new Answer(otherStatus, said.type, said.body, headers);
  }

  /** The members of what is wrong; empty where nothing is. */
  Optional<Map<String, @Nullable Object>> problem() {
    return problem;
  }

  int status() {
    return status;
  }

  String type() {
    return type;
  }

  /** Not to be changed. */
  byte[] body() {
    return body;
  }

  Map<String, String> headers() {
    return headers;
  }
}
