package com.example.shop.server;

/** A server with the shop in it, on 127.0.0.1. Started once, stopped once. */
public interface WebServer {
  /** Starts it on a port, 0 being any free one, and returns the port. */
  int start(int port) throws Exception;

  /** Finishes what is under way, then frees the port. */
  void stop() throws Exception;
}
