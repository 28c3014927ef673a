package io.portcullis.record;

import io.portcullis.client.ClientAddress;
import io.portcullis.engine.Request;
import io.portcullis.gate.Printable;
import io.portcullis.ip.IpAddress;
import java.util.Optional;

/**
 * One request that the emergency bypass has let through, as it is written down. Read on the
 * request's thread, worded on the writer's. Immutable; holds on to nothing of the server.
 */
final class BypassedRequest {
  private static final int METHOD_LENGTH = 20;
  private static final int NAME_LENGTH = 64;

  private final Optional<ClientAddress> client;
  private final Optional<IpAddress> peer;
  private final String method;
  private final String path;
  private final String policy;
  private final String id;

  private BypassedRequest(
      Optional<ClientAddress> client,
      Optional<IpAddress> peer,
      String method,
      String path,
      String policy,
      String id) {
    this.client = client;
    this.peer = peer;
    this.method = method;
    this.path = path;
    this.policy = policy;
    this.id = id;
  }

  static BypassedRequest of(
      Request request, Optional<ClientAddress> client, String id, String policy) {
    return new BypassedRequest(
        client,
        request.peer(),
        Printable.word(request.method(), METHOD_LENGTH),
        Printable.path(request.target()),
        policy,
        id);
  }

  /** One line; no part of it holds a blank, a quote or a control character. */
  String line() {
    StringBuilder out = new StringBuilder(200).append("CRITICAL emergency_bypass");
    boolean known = client.isPresent() && client.get().isReadable();
    field("client", known ? client.get().address().toString() : "", out);
    field("peer", peer.isPresent() ? peer.get().toString() : "", out);
    field("method", method, out);
    field("path", path, out);
    field("policy", Printable.word(policy, NAME_LENGTH), out);
    field("id", Printable.word(id, NAME_LENGTH), out);
    return out.toString();
  }

  private static void field(String name, String value, StringBuilder out) {
    out.append(' ').append(name).append('=').append(value.isEmpty() ? "-" : value);
  }
}
