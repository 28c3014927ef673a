package io.portcullis.server;

/**
 * What stands between one server's classes and the gate. Made once per class loader of a server, by
 * reflection, from a class with a public constructor that takes the {@link
 * io.portcullis.gate.Gate}. Thread-safe.
 */
public interface ServerAdapter {
  /**
   * Judges the exchange whose woven method was entered with these arguments.
   *
   * @return whether the server's own method goes on; {@code false} once the exchange is refused and
   *     answered
   */
  boolean admit(Object a, Object b, Object c);

  /**
   * The server's name and version, such as {@code Apache Tomcat/9.0.98}; touches every class of the
   * server that {@link #admit} will need, so that an unsupported version fails here, with a {@link
   * LinkageError}, and not at a request.
   */
  String describe();
}
