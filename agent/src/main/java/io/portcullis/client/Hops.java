package io.portcullis.client;

import io.portcullis.ip.IpAddress;
import java.util.Optional;

/** The hops that one header names, as they are walked: from right to left. Used by one thread. */
interface Hops {
  /**
   * How many there are; from {@link HeaderResolver#MAX_HOPS} on only that there are more than that.
   */
  int count();

  /** Moves to the next one to the left, the right-most first; only as often as there are hops. */
  void next();

  /** Its address; nothing where it cannot be read. */
  Optional<IpAddress> address();

  /**
   * Whether it surely is one hop, be there an address in it or not. One of which that is not sure
   * makes the number of hops meaningless.
   */
  boolean isCountable();

  /** The client that it makes unreadable, where it cannot be read or counted. */
  ClientAddress fault();

  /** It as it was received, without the blanks around it. */
  String text();
}
