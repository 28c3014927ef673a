package io.portcullis.jmx;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.engine.Code;
import io.portcullis.engine.HostBypass;
import io.portcullis.gate.FailureMode;
import io.portcullis.gate.Gate;
import io.portcullis.gate.PolicySnapshot;
import io.portcullis.policy.PolicyLoad;
import io.portcullis.policy.PolicyReader;
import io.portcullis.policy.Problem;
import io.portcullis.policy.ReloadListener;
import io.portcullis.record.DenialLog;
import io.portcullis.source.PolicyText;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.openmbean.TabularData;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.helpers.NOPLogger;

class JmxExportTest {
  private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();
  private final List<String> heard = new ArrayList<>();
  private final DenialLog log = DenialLog.to(NOPLogger.NOP_LOGGER);
  private final Gate gate = new Gate(PolicySnapshot.unrestricted(), FailureMode.DENY, log);
  private final JmxExport export =
      JmxExport.of(
          "1.2.3",
          "policy.yaml",
          gate,
          HostBypass.NONE,
          () -> 0,
          log.counts(),
          () -> List.of("Tomcat 9"),
          new Hears(),
          List.of());

  @AfterEach
  void close() {
    export.close();
    log.close();
  }

  @Test
  void beansTellWhatIsInForceAndWhatWasDecided() throws Exception {
    assertThat(export.register()).isTrue();
    assertThat(attribute("Policy", "Version")).isEqualTo("1.2.3");
    assertThat(attribute("Policy", "Source")).isEqualTo("policy.yaml");
    assertThat(attribute("Policy", "Revision")).isEqualTo(gate.policy().revision());
    assertThat(attribute("Policy", "Mode")).isEqualTo(gate.policy().mode().word());
    assertThat(attribute("Policy", "EmergencyBypassActive")).isEqualTo(false);
    assertThat((String[]) attribute("Policy", "GuardedServers")).containsExactly("Tomcat 9");

    log.failed("planted", new Error("planted"));
    assertThat(attribute("Decisions", "Errors")).isEqualTo(1L);
    assertThat(attribute("Decisions", "AllowedCount")).isEqualTo(0L);
    log.allowed(Code.ADMITTED);
    assertThat(attribute("Decisions", "AllowedCount")).isEqualTo(1L);
    TabularData allowed = (TabularData) attribute("Decisions", "Allowed");
    assertThat(allowed.get(new Object[] {"ADMITTED"}).get("value")).isEqualTo(1L);
    assertThat(allowed.size()).isEqualTo(1);
  }

  @Test
  void eachAttributeCanBeRead() throws Exception {
    export.register();
    for (String bean : List.of("Policy", "Decisions")) {
      ObjectName name = new ObjectName("io.portcullis:type=" + bean);
      for (var attribute : server.getMBeanInfo(name).getAttributes()) {
        assertThat(attribute.isWritable()).as(attribute.getName()).isFalse();
        assertThat(server.getAttribute(name, attribute.getName())).isNotNull();
      }
      assertThat(server.getMBeanInfo(name).getOperations()).isEmpty();
    }
  }

  @Test
  void rejectedPolicyIsShownUntilItIsMended() throws Exception {
    export.register();
    assertThat(attribute("Policy", "LastReloadSuccessful")).isEqualTo(true);
    PolicyLoad bad =
        PolicyReader.read(
            PolicyText.of("p.yaml", "portcullis: 2".getBytes(StandardCharsets.UTF_8), Map.of()));
    export.listener().rejected(bad.errors());
    assertThat(attribute("Policy", "LastReloadSuccessful")).isEqualTo(false);
    assertThat((String[]) attribute("Policy", "Problems")).hasSize(1);
    export.listener().stillRejected(bad.errors(), 60);
    export.listener().mended();
    assertThat(attribute("Policy", "LastReloadSuccessful")).isEqualTo(true);
    export.listener().rejected(bad.errors());
    // What is managed can change beside a file that is bad still.
    export.listener().activated("rev", bad);
    assertThat((String[]) attribute("Policy", "Problems")).hasSize(1);
    export.listener().mended();
    assertThat((String[]) attribute("Policy", "Problems")).isEmpty();
    export.listener().failed(new Error());
    assertThat(heard)
        .containsExactly(
            "rejected", "still", "mended", "rejected", "activated", "mended", "failed");
  }

  @Test
  void closedOnesAreGoneAndStayAway() throws Exception {
    export.register();
    assertThat(export.register()).isTrue();
    assertThat(server.queryNames(new ObjectName("io.portcullis:*"), null)).hasSize(2);
    export.close();
    export.close();
    assertThat(server.queryNames(new ObjectName("io.portcullis:*"), null)).isEmpty();
    assertThat(export.register()).isTrue();
    assertThat(server.queryNames(new ObjectName("io.portcullis:*"), null)).isEmpty();
  }

  private Object attribute(String bean, String name) throws Exception {
    return server.getAttribute(new ObjectName("io.portcullis:type=" + bean), name);
  }

  /** Whom the export passes on to. */
  private final class Hears implements ReloadListener {
    @Override
    public void activated(String revision, PolicyLoad load) {
      heard.add("activated");
    }

    @Override
    public void rejected(List<Problem> problems) {
      heard.add("rejected");
    }

    @Override
    public void stillRejected(List<Problem> problems, long seconds) {
      heard.add("still");
    }

    @Override
    public void mended() {
      heard.add("mended");
    }

    @Override
    public void failed(Throwable fault) {
      heard.add("failed");
    }
  }
}
