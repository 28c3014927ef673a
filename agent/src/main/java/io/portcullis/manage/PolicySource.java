package io.portcullis.manage;

import io.portcullis.policy.PolicyReload;
import io.portcullis.source.FileSource;

/** Where the policy comes from, and what puts it in force. */
final class PolicySource {
  final FileSource source;
  final PolicyReload reload;

  PolicySource(FileSource source, PolicyReload reload) {
    this.source = source;
    this.reload = reload;
  }
}
