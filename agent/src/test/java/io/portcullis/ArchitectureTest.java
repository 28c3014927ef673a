package io.portcullis;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.EvaluationResult;
import io.portcullis.gate.Gate;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Production code keeps the rules of {@link House}, and each rule catches who breaks it. */
class ArchitectureTest {
  private static final JavaCompiler COMPILER = ToolProvider.getSystemJavaCompiler();

  // One for all: opening the class path takes longer than compiling a class.
  private static final StandardJavaFileManager FILES =
      COMPILER.getStandardFileManager(null, null, null);

  /** Classes that break a rule, and what the rule says of them. */
  private record Plant(String rule, String says, String... sources) {
    @Override
    public String toString() {
      return rule + ": " + sources[0];
    }
  }

  static List<Plant> plants() {
    return List.of(
        new Plant("table", "io.portcullis.novel", in("novel", "")),
        new Plant("table", "io.portcullis.server.novel", in("server.novel", "")),
        new Plant("table", "io.portcullis.gate.inner", in("gate.inner", "")),
        new Plant("table", "io.portcullis is not", "package io.portcullis; class Planted {}"),
        // up, sideways, and to the top; by field, call, type argument, array, annotation, throws
        new Plant("down", "Gate", in("engine", "Object x = io.portcullis.gate.Gate.class;")),
        new Plant("down", "Gate", in("ip", "java.util.List<io.portcullis.gate.Gate> gates;")),
        new Plant("down", "Gate", in("pattern", "io.portcullis.gate.Gate[] gates;")),
        new Plant(
            "down", "PolicyReader", in("gate", "void f(io.portcullis.policy.PolicyReader r) {}")),
        new Plant("down", "PolicyReader", in("record", "io.portcullis.policy.PolicyReader r;")),
        new Plant(
            "down",
            "PatternSyntax",
            in("ip", "void f() throws io.portcullis.pattern.PatternSyntaxException {}")),
        new Plant("down", "IpAddress", in("source", "io.portcullis.ip.IpAddress a;")),
        new Plant("down", "Entry", in("client", "io.portcullis.engine.Entry e;")),
        new Plant("down", "Entry", in("dns", "io.portcullis.engine.Entry e;")),
        new Plant("down", "DnsName", in("client", "io.portcullis.dns.DnsName n;")),
        new Plant(
            "down",
            "CallerCheck",
            in("engine", "Object x = io.portcullis.caller.CallerCheck.class;")),
        new Plant("down", "HttpExchange", in("caller", "io.portcullis.gate.HttpExchange x;")),
        new Plant("down", "DenialLog", in("server", "io.portcullis.record.DenialLog log;")),
        new Plant("down", "DenialLog", in("policy", "io.portcullis.record.DenialLog log;")),
        new Plant("down", "Other", in("cli", "io.portcullis.agent.Other o;"), other("agent")),
        new Plant("down", "Management", in("wire", "io.portcullis.manage.Management m;")),
        new Plant("down", "Management", in("cli", "io.portcullis.manage.Management m;")),
        new Plant("down", "Management", in("record", "io.portcullis.manage.Management m;")),
        new Plant("down", "Other", in("manage", "io.portcullis.agent.Other o;"), other("agent")),
        new Plant("down", "Commands", in("manage", "io.portcullis.cli.Commands c;")),
        new Plant(
            "down",
            "Other",
            in("server.tomcat", "io.portcullis.server.jetty9.Other o;"),
            other("server.jetty9")),
        new Plant(
            "cycles", "Cycle", in("ip", "io.portcullis.pattern.Other o;"), back("pattern", "ip")),
        new Plant("cycles", "Cycle", in("dns", "io.portcullis.ip.Other o;"), back("ip", "dns")),
        new Plant(
            "cycles",
            "Cycle",
            in("policy", "io.portcullis.record.Other o;"),
            back("record", "policy")),
        new Plant(
            "cycles",
            "Cycle",
            in("server", "io.portcullis.server.tomcat.Other o;"),
            back("server.tomcat", "server")),
        new Plant("libraries", "Logger", in("gate", "org.slf4j.Logger log;")),
        new Plant("libraries", "Node", in("engine", "org.yaml.snakeyaml.nodes.Node node;")),
        new Plant("libraries", "Message", in("ip", "org.xbill.DNS.Message m;")),
        new Plant("libraries", "Logger", in("dns", "org.slf4j.Logger log;")),
        new Plant("libraries", "ClassReader", in("server", "org.objectweb.asm.ClassReader r;")),
        new Plant("libraries", "HttpServer", in("agent", "com.sun.net.httpserver.HttpServer s;")),
        new Plant("libraries", "SSLContext", in("gate", "javax.net.ssl.SSLContext s;")),
        new Plant(
            "strangers", "DenialLog", in("server.tomcat", "io.portcullis.record.DenialLog l;")),
        new Plant(
            "strangers",
            "PolicyReader",
            in("server.undertow", "io.portcullis.policy.PolicyReader r;")),
        new Plant(
            "adapters",
            "Other",
            in("server.tomcat", "io.portcullis.server.jetty12.Other o;"),
            other("server.jetty12")),
        new Plant("pure", "File", in("ip", "java.io.File f;")),
        new Plant("pure", "Path", in("pattern", "java.nio.file.Path p;")),
        new Plant("pure", "InetAddress", in("client", "java.net.InetAddress a;")),
        new Plant("pure", "PrintStream", in("engine", "void f() { System.out.println(); }")),
        new Plant("pure", "URI", in("caller", "java.net.URI u;")),
        new Plant("pure", "FileChannel", in("ip", "java.nio.channels.FileChannel c;")),
        new Plant("clock", "nanoTime", in("ip", "long t = System.nanoTime();")),
        new Plant(
            "clock", "currentTimeMillis", in("engine", "long t = System.currentTimeMillis();")),
        new Plant(
            "clock",
            "currentTimeMillis",
            in("engine", "java.util.function.LongSupplier t = System::currentTimeMillis;")),
        new Plant("clock", "now", in("caller", "Object t = java.time.Instant.now();")),
        new Plant("clock", "systemUTC", in("client", "Object t = java.time.Clock.systemUTC();")),
        new Plant("clock", "Date", in("pattern", "Object t = new java.util.Date();")),
        new Plant("clock", "Date", in("certificate", "Object t = new java.util.Date();")),
        new Plant("memory", "File", in("certificate", "java.io.File f;")),
        new Plant("memory", "URL", in("certificate", "java.net.URL u;")),
        new Plant("down", "Issuers", in("ip", "io.portcullis.certificate.Issuers i;")),
        new Plant("libraries", "SSLSession", in("certificate", "javax.net.ssl.SSLSession s;")),
        new Plant("clock", "getenv", in("engine", "Object t = System.getenv();")),
        new Plant("bare", "Logger", in("launcher", "org.slf4j.Logger log;")),
        new Plant("bare", "Logger", in("launcher", "java.util.logging.Logger log;")),
        new Plant("bare", "Path", in("launcher", "java.nio.file.Path path;")),
        new Plant("bare", "MBeanServer", in("bootstrap", "javax.management.MBeanServer s;")),
        new Plant("bare", "Gate", in("bootstrap", "io.portcullis.gate.Gate g;")),
        new Plant("door", "Dispatcher", in("gate", "io.portcullis.bootstrap.Dispatcher d;")),
        new Plant(
            "door", "Dispatcher", in("server.tomcat", "io.portcullis.bootstrap.Dispatcher d;")),
        new Plant("door", "Other", in("cli", "io.portcullis.launcher.Other o;"), other("launcher")),
        new Plant("logging", "Logger", in("dns", "java.util.logging.Logger log;")),
        new Plant("logging", "Logger", in("record", "java.util.logging.Logger log;")),
        new Plant(
            "logging",
            "ManagementFactory",
            in("agent", "Object x = java.lang.management.ManagementFactory.getRuntimeMXBean();")),
        new Plant("logging", "MBeanServer", in("cli", "javax.management.MBeanServer s;")));
  }

  static Set<String> names() {
    return House.rules().keySet();
  }

  @ParameterizedTest
  @MethodSource("names")
  void productionCodeKeepsTheRule(String name) {
    EvaluationResult result = rule(name).evaluate(production());
    assertThat(result.hasViolation()).as(result.getFailureReport().toString()).isFalse();
  }

  @ParameterizedTest
  @MethodSource("plants")
  void ruleCatchesWhoBreaksIt(Plant plant, @TempDir Path classes) {
    EvaluationResult result = rule(plant.rule()).evaluate(compiled(classes, plant.sources()));
    assertThat(result.hasViolation()).isTrue();
    assertThat(result.getFailureReport().toString()).contains(plant.says());
  }

  @Test
  void everyRuleHasAPlant() {
    assertThat(plants().stream().map(Plant::rule).collect(Collectors.toSet())).isEqualTo(names());
  }

  @Test
  void innocentClassBreaksNoRule(@TempDir Path classes) {
    JavaClasses innocent =
        compiled(
            classes,
            in("gate", "io.portcullis.engine.Verdict v; java.util.List<String> words;"),
            in("engine", "int[] numbers; String s = String.valueOf(1);"));
    House.rules()
        .forEach(
            (name, rule) ->
                assertThat(
                        rule.allowEmptyShould(true)
                            .evaluate(innocent)
                            .getFailureReport()
                            .getDetails())
                    .as(name)
                    .isEmpty());
  }

  @Test
  void productionIsAllOfItAndNothingElse() {
    assertThat(production().stream().map(JavaClass::getName))
        .contains(
            "io.portcullis.ip.IpTable",
            "io.portcullis.bootstrap.Dispatcher",
            "io.portcullis.record.DenialLog")
        .doesNotContain(ArchitectureTest.class.getName());
  }

  private static JavaClasses production() {
    try {
      URI classes = Gate.class.getProtectionDomain().getCodeSource().getLocation().toURI();
      return withoutPackageInfo(new ClassFileImporter().importPath(Path.of(classes)));
    } catch (java.net.URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  // Its annotation is for the compiler and is loaded by nobody.
  private static JavaClasses withoutPackageInfo(JavaClasses classes) {
    return classes.that(
        com.tngtech.archunit.base.DescribedPredicate.describe(
            "are no package-info", one -> !one.getSimpleName().equals("package-info")));
  }

  private static ArchRule rule(String name) {
    ArchRule rule =
        Optional.ofNullable(House.rules().get(name))
            .orElseThrow(() -> new AssertionError("no rule " + name));
    return rule.allowEmptyShould(true);
  }

  private static String in(String room, String member) {
    return "package io.portcullis." + room + "; class Planted { " + member + " }";
  }

  private static String other(String room) {
    return "package io.portcullis." + room + "; public class Other {}";
  }

  private static String back(String room, String to) {
    return "package io.portcullis."
        + room
        + "; public class Other { Object o = io.portcullis."
        + to
        + ".Gateway.class; }#package io.portcullis."
        + to
        + "; public class Gateway {}";
  }

  private static JavaClasses compiled(Path target, String... sources) {
    List<JavaFileObject> units =
        Arrays.stream(sources)
            .flatMap(source -> Stream.of(source.split("#")))
            .map(ArchitectureTest::unit)
            .toList();
    StringWriter said = new StringWriter();
    List<String> options =
        List.of(
            "-d",
            target.toString(),
            "-proc:none",
            "-nowarn",
            "-classpath",
            System.getProperty("java.class.path"));
    assertThat(COMPILER.getTask(said, FILES, null, options, null, units).call())
        .as(said.toString())
        .isTrue();
    return new ClassFileImporter().importPath(target);
  }

  private static JavaFileObject unit(String source) {
    String room = source.substring("package ".length(), source.indexOf(';'));
    String name = source.replaceAll(".*?class (\\w+).*", "$1");
    URI uri = URI.create("string:///" + room.replace('.', '/') + "/" + name + ".java");
    return new SimpleJavaFileObject(uri, JavaFileObject.Kind.SOURCE) {
      @Override
      public CharSequence getCharContent(boolean ignoreEncodingErrors) {
        return source;
      }
    };
  }
}
