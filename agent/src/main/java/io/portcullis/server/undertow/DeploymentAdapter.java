package io.portcullis.server.undertow;

import io.portcullis.gate.Gate;
import io.portcullis.server.ServerAdapter;
import io.portcullis.server.SessionStores;

/** Sees what each deployment of Undertow is to keep its sessions in. Judges nothing. */
public final class DeploymentAdapter implements ServerAdapter {
  /** An adapter like any other, though it needs no gate. */
  public DeploymentAdapter(Gate gate) {}

  /** Notes; {@code a} is the deployment, {@code b} the manager of its sessions. */
  @Override
  public boolean admit(Object a, Object b, Object c) {
    if (b != null) {
      SessionStores.OF_THIS_JVM.add(a, b);
    }
    return true;
  }

  @Override
  public String describe() {
    return "deployments of Undertow";
  }
}
