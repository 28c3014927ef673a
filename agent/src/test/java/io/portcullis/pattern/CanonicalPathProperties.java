package io.portcullis.pattern;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.pattern.Targets.Rule;
import io.portcullis.pattern.Targets.Target;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.domains.Domain;
import net.jqwik.api.statistics.Statistics;

class CanonicalPathProperties {
  @Property(tries = 5000)
  void noStringIsTooOdd(@ForAll String target) {
    CanonicalPath path = CanonicalPath.of(target);

    assertThat(path.readings()).isNotEmpty().doesNotHaveDuplicates();
    assertThat(path.readings().get(0)).isEqualTo(path.path());
    assertThat(path.isPlain() && path.readings().size() > 1).isFalse();
  }

  @Property(tries = 10000)
  @Domain(Targets.class)
  void everyServerReadsAPlainTargetAlike(@ForAll Target target) {
    CanonicalPath path = CanonicalPath.of(target.text());
    Statistics.collect(path.isPlain());
    if (!path.isPlain()) {
      return;
    }
    for (ServerOracle server : ServerOracle.values()) {
      String expected = path.path();
      if (server == ServerOracle.UNDERTOW_1_0) {
        expected = expected.replace('+', ' ');
      } else if (server == ServerOracle.TOMCAT_7) {
        expected =
            new String(expected.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
      }
      assertThat(server.path(target.text())).as("%s", server).contains(expected);
    }
  }

  @Property(tries = 20000)
  @Domain(Targets.class)
  void noServerReadsAnExemptTargetAsAnotherPath(@ForAll Target target, @ForAll Rule rule) {
    CanonicalPath path = CanonicalPath.of(target.text());
    boolean exempt = path.isPlain() && rule.pattern().matches("GET", path.path());
    Statistics.collect(exempt);
    if (!exempt) {
      return;
    }
    for (ServerOracle server : ServerOracle.values()) {
      Optional<String> read = server.path(target.text());
      assertThat(read.isEmpty() || SlowPattern.matches(rule.text(), read.get()))
          .as("%s reads %s", server, read)
          .isTrue();
    }
  }

  @Property(tries = 20000)
  @Domain(Targets.class)
  void whatAServerTakesForARestrictedPathTouchesTheRule(@ForAll Target target, @ForAll Rule rule) {
    CanonicalPath path = CanonicalPath.of(target.text());
    PathPattern pattern = rule.pattern();
    boolean touched = path.readings().stream().anyMatch(pattern::touches);
    Statistics.collect(touched);
    for (ServerOracle server : ServerOracle.values()) {
      Optional<String> read = server.path(target.text());
      if (read.isPresent() && SlowPattern.touches(rule.text(), read.get())) {
        assertThat(touched).as("%s reads %s of %s", server, read, path.readings()).isTrue();
      }
    }
  }

  @Property(tries = 5000)
  @Domain(Targets.class)
  void aPlainPathIsItsOwnReading(@ForAll Target target) {
    CanonicalPath path = CanonicalPath.of(target.text());
    if (path.isPlain()) {
      CanonicalPath again = CanonicalPath.of(escaped(path.path()));

      assertThat(again.isPlain()).isTrue();
      assertThat(again.path()).isEqualTo(path.path());
    }
  }

  @Property(tries = 5000)
  @Domain(Targets.class)
  void aPatternMatchesWhatItsRegularExpressionDoes(@ForAll Target target, @ForAll Rule rule) {
    CanonicalPath path = CanonicalPath.of(target.text());
    if (path.isPlain()) {
      assertThat(rule.pattern().matches("GET", path.path()))
          .isEqualTo(SlowPattern.matches(rule.text(), path.path()));
    }
    for (String reading : path.readings()) {
      if (SlowPattern.touches(rule.text(), reading)) {
        assertThat(rule.pattern().touches(reading)).as(reading).isTrue();
      }
    }
  }

  @Property(tries = 5000)
  void anyTextIsAPatternOrAMessage(@ForAll String text) {
    try {
      PathPattern pattern = PathPattern.parse(text);
      assertThat(pattern).hasToString(text);
    } catch (PatternSyntaxException e) {
      assertThat(e.reason()).isNotEmpty().doesNotContain("java");
    }
  }

  @Example
  void theOraclesDiffer() {
    String trick = "/x/..;/admin%2fb";

    assertThat(ServerOracle.TOMCAT.path(trick)).contains("/admin/b");
    assertThat(ServerOracle.JETTY_9_2.path(trick)).contains("/");
    assertThat(ServerOracle.JETTY_12.path(trick)).contains("/admin%2fb");
    assertThat(ServerOracle.UNDERTOW_1_4.path(trick)).contains("/x/..");
    assertThat(ServerOracle.UNDERTOW_2.path(trick)).contains("/x/../admin%2fb");
  }

  private static String escaped(String path) {
    StringBuilder out = new StringBuilder();
    for (byte octet : path.getBytes(StandardCharsets.UTF_8)) {
      boolean bare = Character.isLetterOrDigit(octet & 0xff) && octet > 0 || octet == '/';
      out.append(bare ? String.valueOf((char) octet) : String.format("%%%02x", octet & 0xff));
    }
    return out.toString();
  }
}
