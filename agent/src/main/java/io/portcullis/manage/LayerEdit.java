package io.portcullis.manage;

import io.portcullis.engine.Caller;
import io.portcullis.policy.ManagedLayer;
import io.portcullis.record.Change;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * What a change makes of what is managed: the new layer, what is recorded of it, and the callers as
 * whom whoever asks for it must still get in. Immutable.
 */
final class LayerEdit {
  private final String target;
  private final ManagedLayer layer;
  private final List<Change> changes;
  private final List<Caller> callers;

  LayerEdit(String target, ManagedLayer layer, List<Change> changes, List<Caller> callers) {
    this.target = target;
    this.layer = layer;
    this.changes = Collections.unmodifiableList(new ArrayList<>(changes));
    this.callers = Collections.unmodifiableList(new ArrayList<>(callers));
  }

  /** What is changed, as the records name it. */
  String target() {
    return target;
  }

  ManagedLayer layer() {
    return layer;
  }

  List<Change> changes() {
    return changes;
  }

  List<Caller> callers() {
    return callers;
  }
}
