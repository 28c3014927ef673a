package io.portcullis.pattern;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.pattern.Targets.Target;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.domains.Domain;
import net.jqwik.api.statistics.Statistics;
import org.apache.tomcat.util.buf.UDecoder;
import org.apache.tomcat.util.http.RequestUtil;
import org.eclipse.jetty.http.HttpURI;

/** Holds our readings against the classes of real servers, and the oracles too. */
class RealServerProperties {
  @Property(tries = 10000)
  @Domain(Targets.class)
  void whatJettyReadsIsAmongOurReadings(@ForAll Target target) {
    Optional<String> read = jetty(target.text());
    Statistics.collect(read.isPresent());
    read.ifPresent(path -> isAmongOurs(target.text(), path));
  }

  @Property(tries = 10000)
  @Domain(Targets.class)
  void whatTomcatReadsIsAmongOurReadings(@ForAll Target target) {
    Optional<String> read = tomcat(target.text());
    Statistics.collect(read.isPresent());
    read.ifPresent(path -> isAmongOurs(target.text(), path));
    if (read.isPresent()) {
      assertThat(ServerOracle.TOMCAT.path(target.text()).map(RealServerProperties::simple))
          .contains(simple(read.get()));
    }
  }

  private static void isAmongOurs(String target, String read) {
    CanonicalPath ours = CanonicalPath.of(target);
    if (ours.isPlain()) {
      assertThat(ours.path()).isEqualTo(read);
    } else {
      assertThat(ours.readings().stream().map(RealServerProperties::simple)).contains(simple(read));
    }
  }

  // Servers disagree on how many characters malformed UTF-8 is, and Jetty 9.4 leaves some of the
  // parameters; to a rule these make no difference, nor do slashes.
  private static String simple(String path) {
    return path.replaceAll(";[^/]*", ";")
        .replaceAll("[^\\x00-\\x7f]+", "?")
        .replaceAll("/+", "/")
        .replaceAll("(?s)(?<=.)/\\z", "");
  }

  private static Optional<String> jetty(String target) {
    try {
      return Optional.ofNullable(new HttpURI(target).getDecodedPath());
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static Optional<String> tomcat(String target) {
    String path = target.startsWith("http://h") ? target.substring(8) : target;
    String raw = path.split("\\?", 2)[0].replaceAll(";[^/]*", "");
    try {
      String decoded = UDecoder.URLDecode(raw, StandardCharsets.UTF_8);
      return decoded.indexOf('\0') >= 0
          ? Optional.empty()
          : Optional.ofNullable(RequestUtil.normalize(decoded, true));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
