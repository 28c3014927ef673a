package io.portcullis.agent;

import io.portcullis.server.ServerAdapter;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What stands before one server: its adapter, or what was decided where the adapter does not fit.
 * Thread-safe.
 */
final class ServerGuard {
  private final @Nullable ServerAdapter adapter;
  private final String server;
  private final boolean closed;
  private final Optional<Throwable> misfit;

  private ServerGuard(
      @Nullable ServerAdapter adapter, String server, boolean closed, Optional<Throwable> misfit) {
    this.adapter = adapter;
    this.server = server;
    this.closed = closed;
    this.misfit = misfit;
  }

  static ServerGuard of(ServerAdapter adapter, String server) {
    return new ServerGuard(adapter, server, false, Optional.<Throwable>empty());
  }

  /** No guard, because the adapter does not fit and the operator has said that this is to be so. */
  static ServerGuard absent(Throwable misfit) {
    return new ServerGuard(null, "unsupported", false, Optional.of(misfit));
  }

  /** No way in, because the adapter does not fit. */
  static ServerGuard closed(Throwable misfit) {
    return new ServerGuard(null, "unsupported", true, Optional.of(misfit));
  }

  boolean admit(Object a, Object b, Object c) {
    if (adapter != null) {
      return adapter.admit(a, b, c);
    }
    if (closed) {
      throw new IllegalStateException(
          "portcullis: this version of the server is not supported, so its requests are refused",
          misfit.orElse(null));
    }
    return true;
  }

  /** The server's name and version. */
  String server() {
    return server;
  }

  /** Why there is no adapter, where there is none. */
  Optional<Throwable> misfit() {
    return misfit;
  }
}
