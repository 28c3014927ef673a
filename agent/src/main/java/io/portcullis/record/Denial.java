package io.portcullis.record;

import io.portcullis.engine.Decision;
import io.portcullis.engine.Request;
import io.portcullis.engine.Verdict;
import io.portcullis.gate.Printable;
import io.portcullis.ip.IpAddress;

/**
 * One denial as it is written down. It is made on the request's thread, since the request is gone
 * afterwards, and worded on the writer's. Immutable; holds on to nothing of the server.
 */
final class Denial implements DenialRecord {
  static final int NAME_LENGTH = 64;
  private static final int METHOD_LENGTH = 20;

  private final Decision decision;
  private final String method;
  private final String path;
  private final String policy;
  private final String id;
  private final long time;

  private Denial(
      Decision decision, String method, String path, String policy, String id, long time) {
    this.decision = decision;
    this.method = method;
    this.path = path;
    this.policy = policy;
    this.id = id;
    this.time = time;
  }

  /** A denial at a time, in milliseconds since 1970. */
  static Denial of(Decision decision, Request request, String id, String policy, long time) {
    return new Denial(
        decision,
        Printable.word(request.method(), METHOD_LENGTH),
        Printable.path(request.target()),
        policy,
        id,
        time);
  }

  Decision decision() {
    return decision;
  }

  /** The method, made fit to be shown. */
  String method() {
    return method;
  }

  /** The path without query and parameters, made fit to be shown. */
  String path() {
    return path;
  }

  /** The revision of the policy. */
  String policy() {
    return policy;
  }

  String id() {
    return id;
  }

  /** Milliseconds since 1970. */
  long time() {
    return time;
  }

  FoldKey key() {
    return FoldKey.of(decision);
  }

  @Override
  public void putBack(DenialStream stream) {
    stream.count(key(), id, time);
  }

  @Override
  public String line() {
    Verdict settling = decision.settling();
    StringBuilder out = new StringBuilder(256).append("ip_allowlist_blocked");
    field("decision", decision.effect().word(), out);
    field("code", decision.code().name(), out);
    field("client", client(), out);
    field("peer", peer(), out);
    field("tenant", decision.caller().hasTenant() ? name(decision.caller().tenant()) : "", out);
    field("program", decision.caller().hasProgram() ? name(decision.caller().program()) : "", out);
    field("key", decision.caller().hasKey() ? name(decision.caller().key()) : "", out);
    field("method", method, out);
    field("path", path, out);
    field("policy", name(policy), out);
    field("id", name(id), out);
    field("scope", name(settling.scope()), out);
    field("reason", name(settling.reason()), out);
    return out.toString();
  }

  private String client() {
    return decision.client().isReadable() ? decision.client().address().toString() : "";
  }

  private String peer() {
    IpAddress peer = decision.peer().orElse(null);
    return peer == null ? "" : peer.toString();
  }

  private static String name(String text) {
    return Printable.word(text, NAME_LENGTH);
  }

  private static void field(String name, String value, StringBuilder out) {
    out.append(' ').append(name).append('=').append(value.isEmpty() ? "-" : value);
  }
}
