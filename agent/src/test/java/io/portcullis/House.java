package io.portcullis;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.ArchConfiguration;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaConstructorCall;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Who may use whom: the truth about it, as data, and the rules that hold production code to it. */
final class House {
  private static final String ROOT = "io.portcullis.";

  /** The bottom of the agent realm: values and judgement, told everything by arguments. */
  private static final List<String> PURE = List.of("ip", "pattern", "client", "engine", "caller");

  /** Judges as they do; reads bytes in memory with what the platform has for certificates. */
  private static final List<String> NEARLY_PURE = List.of("certificate");

  /** What is visible to every application, or visible from every class loader. */
  private static final List<String> BARE = List.of("launcher", "bootstrap");

  /** May use java.util.logging, or JMX: the application has to start them, nobody else. */
  private static final List<String> MAY_USE_JUL_OR_JMX = List.of("jmx");

  /** One line for each package: its rank, and the libraries that it may use beside java.*. */
  private static final List<Room> ROOMS =
      List.of(
          // The agent alone may use these two: see the rule "door".
          new Room("launcher", 0),
          new Room("bootstrap", 0),
          new Room("ip", 0),
          new Room("source", 0),
          new Room("pattern", 1),
          new Room("client", 1),
          new Room("dns", 1, "org.xbill.DNS"),
          new Room("certificate", 1, "javax.security.auth.x500"),
          new Room("engine", 2),
          new Room("caller.jwt", 2, "com.nimbusds"),
          new Room("caller", 3),
          new Room("gate", 4),
          new Room("policy", 5, "org.yaml.snakeyaml"),
          new Room("record", 5, "org.slf4j", "com.fasterxml.jackson"),
          new Room("server", 5),
          new Room("wire", 6, "com.fasterxml.jackson"),
          new Room("server.tomcat", 6, "org.apache"),
          new Room("server.jetty9", 6, "org.eclipse.jetty", "javax.net.ssl"),
          new Room("server.jetty12", 6, "org.eclipse.jetty", "javax.net.ssl"),
          new Room("server.undertow", 6, "io.undertow", "org.xnio", "javax.net.ssl"),
          new Room("cli", 7, "picocli", "com.fasterxml.jackson", "org.slf4j"),
          new Room("jmx", 7, "javax.management"),
          // The JDK's own HTTP server: what logs and what waits in it comes with the first start.
          new Room("manage", 7, "com.fasterxml.jackson", "com.sun.net.httpserver", "org.slf4j"),
          new Room("agent", 8, "org.objectweb.asm", "org.slf4j"));

  private House() {}

  private record Room(String name, int rank, String... libraries) {
    boolean mayUseLibrary(String packageName) {
      return Stream.concat(Stream.of("java", "org.jspecify"), Arrays.stream(libraries))
          .anyMatch(library -> isIn(packageName, library));
    }
  }

  /** The rules by their names. */
  static Map<String, ArchRule> rules() {
    // What a name says is enough here, and each look at the class path takes its time.
    ArchConfiguration.get().setResolveMissingDependenciesFromClassPath(false);
    Map<String, ArchRule> rules = new LinkedHashMap<>();
    rules.put("table", classes().should(haveARoom()));
    rules.put("down", classes().should(useLowerRanksOnly()));
    rules.put("cycles", slices().matching(ROOT + "(**)").should().beFreeOfCycles());
    rules.put("libraries", classes().should(useTheirOwnLibrariesOnly()));
    rules.put(
        "strangers",
        noClasses().that(areIn("server.")).should().dependOnClassesThat(otherAdapter()));
    rules.put("adapters", slices().matching(ROOT + "server.(*)..").should().notDependOnEachOther());
    rules.put(
        "pure",
        noClasses()
            .that(areIn(PURE))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                "java.io..",
                "java.nio.file..",
                "java.nio.channels..",
                "java.net..",
                "java.sql..",
                "java.util.logging..",
                "javax.."));
    rules.put(
        "memory",
        noClasses()
            .that(areIn(NEARLY_PURE))
            .should()
            .dependOnClassesThat(
                describe(
                    "reach out of the memory",
                    used ->
                        isIn(used.getPackageName(), "java.io")
                                && !Set.of("java.io.ByteArrayInputStream", "java.io.InputStream")
                                    .contains(used.getName())
                            || isIn(used.getPackageName(), "java.nio.file")
                            || isIn(used.getPackageName(), "java.nio.channels")
                            || isIn(used.getPackageName(), "java.net"))));
    rules.put(
        "clock",
        noClasses()
            .that(areIn(Stream.concat(PURE.stream(), NEARLY_PURE.stream()).toList()))
            .should()
            .accessTargetWhere(readsTheClockOrTheHost()));
    rules.put(
        "bare",
        noClasses()
            .that(areIn(BARE))
            .should()
            .dependOnClassesThat(
                describe(
                    "are neither java.* nor their own, or are java.util.logging or java.nio.file",
                    used ->
                        !isIn(used.getPackageName(), "java") && !isAmong(used, BARE)
                            || isIn(used.getPackageName(), "java.util.logging")
                            || isIn(used.getPackageName(), "java.nio.file"))));
    rules.put(
        "door",
        noClasses()
            .that(
                describe(
                    "are not the agent",
                    one -> !isAmong(one, List.of("agent", "launcher", "bootstrap"))))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(ROOT + "bootstrap..", ROOT + "launcher.."));
    rules.put(
        "logging",
        noClasses()
            .that(describe("may not", one -> !isAmong(one, MAY_USE_JUL_OR_JMX)))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                "java.util.logging..", "java.lang.management..", "javax.management.."));
    return rules;
  }

  private static Optional<Room> roomOf(JavaClass one) {
    return ROOMS.stream()
        .filter(room -> one.getPackageName().equals(ROOT + room.name()))
        .findFirst();
  }

  private static ArchCondition<JavaClass> haveARoom() {
    return new ArchCondition<>("be in a package that the table names") {
      @Override
      public void check(JavaClass one, ConditionEvents events) {
        boolean known = roomOf(one).isPresent();
        events.add(
            new SimpleConditionEvent(one, known, one.getPackageName() + " is not in the table"));
      }
    };
  }

  private static ArchCondition<JavaClass> useLowerRanksOnly() {
    return new ArchCondition<>("use packages of lower ranks only") {
      @Override
      public void check(JavaClass one, ConditionEvents events) {
        for (Dependency use : one.getDirectDependenciesFromSelf()) {
          JavaClass used = use.getTargetClass().getBaseComponentType();
          if (isOurs(used) && !used.getPackageName().equals(one.getPackageName())) {
            boolean down =
                roomOf(one).isPresent()
                    && roomOf(used).isPresent()
                    && roomOf(used).get().rank() < roomOf(one).get().rank();
            events.add(new SimpleConditionEvent(one, down, use.getDescription()));
          }
        }
      }
    };
  }

  private static ArchCondition<JavaClass> useTheirOwnLibrariesOnly() {
    return new ArchCondition<>("use java.*, and of libraries those that the table names") {
      @Override
      public void check(JavaClass one, ConditionEvents events) {
        for (Dependency use : one.getDirectDependenciesFromSelf()) {
          JavaClass used = use.getTargetClass().getBaseComponentType();
          if (!isOurs(used) && !used.isPrimitive()) {
            boolean fine =
                roomOf(one).isPresent() && roomOf(one).get().mayUseLibrary(used.getPackageName());
            events.add(new SimpleConditionEvent(one, fine, use.getDescription()));
          }
        }
      }
    };
  }

  // An adapter knows its contract in `server`, and the gate, and no package beside its own.
  private static DescribedPredicate<JavaClass> otherAdapter() {
    Set<String> others = Set.of("policy", "record", "source", "wire", "cli", "manage", "agent");
    return describe("are of no business to an adapter", used -> isAmong(used, List.copyOf(others)));
  }

  private static DescribedPredicate<JavaAccess<?>> readsTheClockOrTheHost() {
    return describe(
        "read the clock, the process or the host",
        call -> {
          String owner = call.getTargetOwner().getName();
          String method = call.getName();
          return switch (owner) {
            case "java.lang.System" ->
                Set.of("currentTimeMillis", "nanoTime", "getenv", "getProperty", "setProperty")
                    .contains(method);
            case "java.lang.Thread" -> method.equals("sleep");
            case "java.util.Date" ->
                method.equals("<init>")
                    && (!(call instanceof JavaConstructorCall made)
                        || made.getTarget().getRawParameterTypes().isEmpty());
            case "java.util.Timer" -> method.equals("<init>");
            // Without a date it takes that of the clock.
            case "java.security.cert.X509Certificate" -> method.equals("checkValidity");
            case "java.util.Calendar" -> method.equals("getInstance");
            case "java.lang.Runtime", "java.lang.ProcessBuilder" -> true;
            default ->
                owner.startsWith("java.time.") && method.startsWith("now")
                    || owner.equals("java.time.Clock");
          };
        });
  }

  private static DescribedPredicate<JavaClass> areIn(String prefix) {
    return describe("are in " + prefix, one -> one.getPackageName().startsWith(ROOT + prefix));
  }

  private static DescribedPredicate<JavaClass> areIn(List<String> names) {
    return describe("are in " + names, one -> isAmong(one, names));
  }

  private static boolean isAmong(JavaClass one, List<String> names) {
    return names.stream().anyMatch(name -> isIn(one.getPackageName(), ROOT + name));
  }

  private static boolean isOurs(JavaClass one) {
    return one.getPackageName().startsWith(ROOT);
  }

  private static boolean isIn(String packageName, String root) {
    return packageName.equals(root) || packageName.startsWith(root + ".");
  }
}
