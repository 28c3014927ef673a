package io.portcullis.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JdkToolTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "jdk.jcmd/sun.tools.jcmd.JCmd 123 help",
        "sun.tools.jps.Jps -l",
        "java.base/sun.security.tools.keytool.Main -list",
        "sun.security.tools.keytool.Main",
        "jdk.compiler/com.sun.tools.javac.Main A.java",
        "com.sun.tools.javac.Main A.java",
        "jdk.jshell/jdk.internal.jshell.tool.JShellToolProvider",
        "/opt/portcullis-agent.jar validate policy.yaml",
      })
  void toolsAreLeftAlone(String command) {
    assertThat(JdkTool.isTool(command)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "org.apache.catalina.startup.Bootstrap start",
        "shop.jar --port 8080",
        "/srv/app/jboss-modules.jar -mp /srv/modules org.jboss.as.standalone",
        "jdk.compiler/com.sun.tools.javac.launcher.Main Shop.java",
        "com.example.app/com.example.Main",
        "",
      })
  void applicationsAreGuarded(String command) {
    assertThat(JdkTool.isTool(command)).isFalse();
  }
}
