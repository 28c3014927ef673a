package io.portcullis.matrix;

import java.util.ArrayList;
import java.util.List;

/** Which servers are supported: those that are run here, and no other. */
final class Matrix {
  private static final String DISTRIBUTION = "distribution";
  private static final String EMBEDDED = "embedded";
  private static final String JAVAX = "javax.war";
  private static final String JAKARTA = "jakarta.war";

  private static final String NO_BODIES = "request bodies cannot be read";
  private static final String NEITHER = "request bodies and sessions cannot be read";
  private static final String NO_LOG = "its access log does not show refused requests";

  private Matrix() {}

  static List<Entry> entries() {
    List<Entry> all = new ArrayList<>();
    all.add(tomcat("7.0.109", JAVAX, 8, 11, 17, 21, 25).noting(NEITHER));
    all.add(tomcat("8.5.100", JAVAX, 8, 11, 17, 21, 25));
    all.add(tomcat("9.0.117", JAVAX, 8, 11, 17, 21, 25).inEachBuild());
    all.add(tomcat("10.1.59", JAKARTA, 11, 17, 21, 25));
    all.add(tomcat("11.0.24", JAKARTA, 17, 21, 25));
    all.add(jetty9("9.2.30.v20200428", 8, 11, 17, 21, 25).noting(NEITHER + "; " + NO_LOG));
    all.add(jetty9("9.3.30.v20211001", 8, 11, 17, 21, 25).noting(NEITHER));
    all.add(jetty9("9.4.58.v20250814", 8, 11, 17, 21, 25).inEachBuild());
    all.add(jetty("10.0.25", "deploy", JAVAX, 11, 17, 21, 25).noting(NO_BODIES));
    all.add(jetty("11.0.26", "deploy", JAKARTA, 11, 17, 21, 25).noting(NO_BODIES));
    for (String version : List.of("12.0.31", "12.1.12")) {
      all.add(jetty(version, "ee8-deploy", JAVAX, 17, 25));
      all.add(jetty(version, "ee9-deploy", JAKARTA, 17, 25));
      all.add(jetty(version, "ee10-deploy", JAKARTA, 17, 21, 25));
    }
    for (String version : List.of("10.0.25", "12.0.31", "12.1.12")) {
      all.add(
          version.equals("10.0.25")
              ? jettyInModules(version, "deploy").noting(NO_BODIES)
              : jettyInModules(version, "ee8-deploy"));
    }
    all.add(wildFly("10.1.0.Final", JAVAX, 8).noting(NO_LOG));
    all.add(wildFly("26.1.3.Final", JAVAX, 8, 11, 17).noting(NO_LOG));
    all.add(wildFly("34.0.1.Final", JAKARTA, 11, 17, 21).noting(NO_LOG));
    all.add(wildFly("39.0.1.Final", JAKARTA, 17, 21, 25).noting(NO_LOG));
    all.add(embeddedTomcat("7.0.109", "tomcat7", "tomcat-javax", 8, 17, 25).noting(NEITHER));
    all.add(embeddedTomcat("8.5.100", "tomcat8", "tomcat-javax", 8, 17, 25));
    all.add(embeddedTomcat("9.0.123", "tomcat9", "tomcat-javax", 8, 17, 25));
    all.add(embeddedTomcat("10.1.61", "tomcat10", "tomcat-jakarta", 11, 17, 25));
    all.add(embeddedTomcat("11.0.27", "tomcat11", "tomcat-jakarta", 17, 25));
    all.add(embeddedJetty("9.2.30.v20200428", "jetty92", "jetty-javax", 8, 17).noting(NEITHER));
    all.add(embeddedJetty("9.3.30.v20211001", "jetty93", "jetty-javax", 8, 17).noting(NEITHER));
    all.add(embeddedJetty("9.4.58.v20250814", "jetty9", "jetty-javax", 8, 17, 25));
    all.add(embeddedJetty("10.0.26", "jetty10", "jetty-javax", 11, 17, 25).noting(NO_BODIES));
    all.add(embeddedJetty("11.0.26", "jetty11", "jetty-jakarta", 11, 17, 25).noting(NO_BODIES));
    all.add(embeddedJetty("12.0.16", "jetty120", "jetty12", 17, 25));
    all.add(embeddedJetty("12.1.14", "jetty12", "jetty12", 17, 25));
    all.add(undertow("1.4.28.Final", "undertow14", 8, 11, 17, 21, 25));
    all.add(undertow("2.0.41.Final", "undertow20", 8, 11, 17, 21, 25));
    all.add(undertow("2.2.40.Final", "undertow22", 8, 11, 17, 21, 25));
    all.add(undertow("2.3.26.Final", "undertow23", 11, 17, 21, 25));
    all.add(undertow("2.4.0.Final", "undertow24", 17, 21, 25));
    all.add(wireMock("2.27.2", 8, 11, 17, 21).inEachBuild());
    all.add(wireMock("3.9.2", 11, 17, 21, 25));
    all.add(boot("1.5.22.RELEASE", "jetty", 8));
    all.add(boot("1.5.22.RELEASE", "undertow", 8));
    for (String server : List.of("tomcat", "jetty", "undertow")) {
      all.add(boot("3.5.16", server, 17, 25));
    }
    for (String server : List.of("tomcat", "jetty")) {
      all.add(boot("4.1.1", server, 17, 25));
    }
    return List.copyOf(all);
  }

  private static Entry tomcat(String version, String war, Integer... features) {
    Launcher launcher = new TomcatDistribution(version, war);
    return Entry.of("Apache Tomcat", version, DISTRIBUTION, launcher, features);
  }

  private static Entry jetty9(String version, Integer... features) {
    JettyDistribution launcher =
        JettyDistribution.of("jetty-distribution-" + version, "deploy", JAVAX);
    return Entry.of(
        "Eclipse Jetty",
        version,
        DISTRIBUTION,
        version.startsWith("9.2.") ? launcher.withOldProperties() : launcher,
        features);
  }

  private static Entry jetty(String version, String deploy, String war, Integer... features) {
    String delivery =
        deploy.equals("deploy")
            ? DISTRIBUTION
            : DISTRIBUTION + ", " + deploy.substring(0, 4).replace("-", "");
    return Entry.of(
        "Eclipse Jetty",
        version,
        delivery,
        JettyDistribution.of("jetty-home-" + version, deploy, war),
        features);
  }

  private static Entry jettyInModules(String version, String deploy) {
    return Entry.of(
        "Eclipse Jetty",
        version,
        DISTRIBUTION + ", `--jpms`",
        JettyDistribution.of("jetty-home-" + version, deploy, JAVAX).withModules(),
        17,
        25);
  }

  private static Entry wildFly(String version, String war, Integer... features) {
    return Entry.of("WildFly", version, DISTRIBUTION, new WildFly(version, war), features);
  }

  private static Entry embeddedTomcat(
      String version, String jars, String classes, Integer... features) {
    Launcher launcher = new Embedded(jars, classes, "tomcat.TomcatMain");
    return Entry.of("Apache Tomcat", version, EMBEDDED, launcher, features);
  }

  private static Entry embeddedJetty(
      String version, String jars, String classes, Integer... features) {
    String main = classes.equals("jetty12") ? "jetty12.Jetty12Main" : "jetty.JettyMain";
    return Entry.of(
        "Eclipse Jetty", version, EMBEDDED, new Embedded(jars, classes, main), features);
  }

  private static Entry undertow(String version, String jars, Integer... features) {
    Launcher launcher = new Embedded(jars, "undertow", "undertow.UndertowMain");
    return Entry.of("Undertow", version, EMBEDDED, launcher, features).noting(NO_LOG);
  }

  private static Entry wireMock(String version, Integer... features) {
    return Entry.of("WireMock", version, "one jar", new WireMock(version), features)
        .noting(
            "a Jetty whose packages were renamed; "
                + (version.startsWith("2.") ? NEITHER : NO_BODIES));
  }

  private static Entry boot(String version, String server, Integer... features) {
    return Entry.of(
        "Spring Boot", version, "one jar, " + server, new BootJar(version, server), features);
  }
}
