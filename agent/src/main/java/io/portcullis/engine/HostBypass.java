package io.portcullis.engine;

import java.util.Collections;
import java.util.List;

/**
 * What lets requests through on this host whatever policy is in force: the emergency bypass, and
 * the clients of the setting {@code bypassCidrs}. It belongs to the host and not to a policy, so
 * that a policy's own tests and the command line judge without it.
 */
public final class HostBypass {
  /** The scope of an admission by {@code bypassCidrs}. */
  public static final String SCOPE = "setting:bypassCidrs";

  /** Lets nothing through. */
  public static final HostBypass NONE = of(EmergencyBypass.never(), Collections.<Entry>emptyList());

  private final EmergencyBypass emergency;
  private final EntryTable addresses;

  private HostBypass(EmergencyBypass emergency, EntryTable addresses) {
    this.emergency = emergency;
    this.addresses = addresses;
  }

  /** A bypass of a switch and of clients, to whom neither endpoints nor allowlists apply. */
  public static HostBypass of(EmergencyBypass emergency, List<Entry> addresses) {
    return new HostBypass(
        emergency, EntryTable.of(addresses, CheckName.EXEMPT_ADDRESS, Code.EXEMPT_ADDRESS, SCOPE));
  }

  public EmergencyBypass emergency() {
    return emergency;
  }

  EntryTable addresses() {
    return addresses;
  }
}
