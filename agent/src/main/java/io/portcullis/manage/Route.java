package io.portcullis.manage;

import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A method and a path, whose segments {@code {name}} stand for any text. Immutable. */
final class Route {
  /** Who may call. */
  enum Access {
    /** Every operator; the resource itself shows each only what is its own. */
    OWN,
    /** Only operators who see the whole platform. */
    PLATFORM
  }

  /** The most bytes of a body, where nothing else is said. */
  static final int USUAL_BODY = 64 << 10;

  private final String method;
  private final String path;
  private final Access access;
  private final Resource resource;
  private final List<String> queries;
  private final int mostBody;
  private final Wording wording;

  Route(String method, String path, Access access, Resource resource, String... queries) {
    this(method, path, access, resource, USUAL_BODY, Arrays.asList(queries), Wording.OWN);
  }

  private Route(
      String method,
      String path,
      Access access,
      Resource resource,
      int mostBody,
      List<String> queries,
      Wording wording) {
    this.wording = wording;
    this.mostBody = mostBody;
    this.method = method;
    this.path = path;
    this.access = access;
    this.resource = resource;
    this.queries = queries;
  }

  /** The same with another bound on its body, in bytes. */
  Route withBodyUpTo(int bytes) {
    return new Route(method, path, access, resource, bytes, queries, wording);
  }

  /** The same as a call of another system: it is there while the policy has the words of that. */
  Route of(Wording system) {
    return new Route(method, path, access, resource, mostBody, queries, system);
  }

  /** In whose words it says what is wrong. */
  Wording wording() {
    return wording;
  }

  /** The most bytes of a body. */
  int mostBody() {
    return mostBody;
  }

  String method() {
    return method;
  }

  String path() {
    return path;
  }

  Access access() {
    return access;
  }

  Resource resource() {
    return resource;
  }

  /** The names that may stand in the query. */
  Collection<String> queries() {
    return queries;
  }

  /** What the segments in braces stand for; empty where the path is another. */
  Optional<Map<String, String>> match(String called) {
    String[] wanted = path.split("/", -1);
    String[] given = called.split("/", -1);
    if (wanted.length != given.length) {
      return Optional.empty();
    }
    Map<String, String> values = new LinkedHashMap<>();
    for (int i = 0; i < wanted.length; i++) {
      if (wanted[i].startsWith("{") && !given[i].isEmpty()) {
        Optional<String> value = PercentText.decode(given[i]);
        if (!value.isPresent()) {
          return Optional.empty();
        }
        values.put(wanted[i].substring(1, wanted[i].length() - 1), value.get());
      } else if (!wanted[i].equals(given[i])) {
        return Optional.empty();
      }
    }
    return Optional.of(values);
  }
}
