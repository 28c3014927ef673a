package io.portcullis.jmx;

import io.portcullis.engine.HostBypass;
import io.portcullis.engine.TimeSource;
import io.portcullis.gate.Gate;
import io.portcullis.policy.Problem;
import io.portcullis.policy.ReloadListener;
import io.portcullis.record.DecisionCounts;
import java.util.List;
import java.util.function.Supplier;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.MBeanServerFactory;
import javax.management.ObjectName;
import org.jspecify.annotations.Nullable;

/**
 * Shows the policy in force and the counts by JMX, in the platform's own server of MBeans.
 *
 * <p>It never makes that server, and never asks the platform for it, which would make it: some
 * applications choose its class and refuse to start if it is there already. Call {@link #register}
 * again until it has found one. Thread-safe.
 */
public final class JmxExport implements AutoCloseable {
  private static final String DECISIONS = "io.portcullis:type=Decisions";
  private static final String POLICY = "io.portcullis:type=Policy";
  // What tells the platform's own server from others.
  private static final String OF_PLATFORM = "java.lang:type=Runtime";

  private final PolicyInForce policy;
  private final Decisions decisions;
  private @Nullable MBeanServer registered;
  private boolean closed;

  private JmxExport(PolicyInForce policy, Decisions decisions) {
    this.policy = policy;
    this.decisions = decisions;
  }

  /**
   * What is to be shown.
   *
   * @param servers the servers that are guarded now, in words
   * @param next whom the changes of the policy are passed on to
   * @param failing why the source's policy is not in force; empty where it is
   */
  public static JmxExport of(
      String version,
      String source,
      Gate gate,
      HostBypass bypass,
      TimeSource time,
      DecisionCounts counts,
      Supplier<List<String>> servers,
      ReloadListener next,
      List<Problem> failing) {
    return new JmxExport(
        new PolicyInForce(version, source, gate, bypass, time, servers, next, failing),
        new Decisions(counts));
  }

  /** Has to be told of each change of the policy. */
  public ReloadListener listener() {
    return policy;
  }

  /** Registers once there is a server to register with; false as long as there is none. */
  public synchronized boolean register() throws JMException {
    if (closed || registered != null) {
      return true;
    }
    ObjectName platform = new ObjectName(OF_PLATFORM);
    for (MBeanServer server : MBeanServerFactory.findMBeanServer(null)) {
      if (server.isRegistered(platform)) {
        registered = server;
        server.registerMBean(policy, new ObjectName(POLICY));
        server.registerMBean(decisions, new ObjectName(DECISIONS));
        return true;
      }
    }
    return false;
  }

  /** Takes back what was registered; nothing is registered from now on. */
  @Override
  public synchronized void close() {
    closed = true;
    MBeanServer server = registered;
    if (server != null) {
      unregister(server, POLICY);
      unregister(server, DECISIONS);
    }
  }

  private static void unregister(MBeanServer server, String name) {
    try {
      ObjectName bean = new ObjectName(name);
      if (server.isRegistered(bean)) {
        server.unregisterMBean(bean);
      }
    } catch (JMException gone) {
      // Somebody else was faster.
    }
  }
}
