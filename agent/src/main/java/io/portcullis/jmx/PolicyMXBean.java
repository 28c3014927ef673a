package io.portcullis.jmx;

import java.util.List;

/** {@code io.portcullis:type=Policy}: what is in force in this JVM. */
public interface PolicyMXBean {
  /** The version of the agent. */
  String getVersion();

  /** Where the policy is read from. */
  String getSource();

  /** The first 12 digits of the hash over the policy and its lists. */
  String getRevision();

  /** {@code enforce}, {@code monitor} or {@code off}. */
  String getMode();

  /** Whether the newest text of the policy is in force. */
  boolean isLastReloadSuccessful();

  /** What is wrong with the newest text; empty where it is in force. */
  List<String> getProblems();

  /** Whether every request is let through. */
  boolean isEmergencyBypassActive();

  /** The servers that are guarded now. */
  List<String> getGuardedServers();
}
