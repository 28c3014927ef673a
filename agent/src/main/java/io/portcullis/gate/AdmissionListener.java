package io.portcullis.gate;

import io.portcullis.engine.Caller;
import io.portcullis.ip.IpAddress;

/**
 * Hears of each client that the checks of a policy have let through. Called on the request's own
 * thread: an implementation never waits, takes no lock and makes next to no objects. Thread-safe.
 */
public interface AdmissionListener {
  void admitted(IpAddress client, Caller caller);
}
