package io.portcullis.machine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/**
 * The JDKs that tests can fork.
 *
 * <p>JDK n is the running one if that is n, else {@code JAVAn_HOME}, else what {@code /usr/lib/jvm}
 * holds. A missing one skips the test, but fails it where the system property {@code
 * portcullis.requireJdks} or the environment's {@code PORTCULLIS_REQUIRE_JDKS}, a list such as
 * {@code 8,17,25}, names it.
 */
public final class Jdks {
  private static final Map<Integer, Optional<Jdk>> FOUND = new ConcurrentHashMap<>();
  private static final Path SYSTEM = Path.of("/usr/lib/jvm");
  private static final Pattern VERSION = Pattern.compile(" version \"(?:1\\.)?(\\d+)");

  private Jdks() {}

  /** The JDK of a feature version; without it the calling test is skipped, or fails. */
  public static Jdk of(int feature) {
    Optional<Jdk> jdk = FOUND.computeIfAbsent(feature, Jdks::find);
    if (jdk.isEmpty()) {
      String missing =
          "no JDK " + feature + " here: set JAVA" + feature + "_HOME to run this test on it";
      if (isRequired(feature)) {
        Assertions.fail(missing);
      }
      Assumptions.abort(missing);
    }
    return jdk.orElseThrow();
  }

  private static boolean isRequired(int feature) {
    String list =
        System.getProperty(
            "portcullis.requireJdks", System.getenv().getOrDefault("PORTCULLIS_REQUIRE_JDKS", ""));
    return List.of(list.split("[,\\s]+")).contains(String.valueOf(feature));
  }

  private static Optional<Jdk> find(int feature) {
    Optional<Jdk> jdk =
        candidates(feature)
            .filter(home -> Jdk.isAt(home) && featureOf(home) == feature)
            .findFirst()
            .map(home -> new Jdk(feature, home));
    System.out.println(
        "[machine] " + jdk.map(Jdk::toString).orElse("JDK " + feature + " is missing"));
    return jdk;
  }

  private static Stream<Path> candidates(int feature) {
    Stream<Path> running = Stream.of(Path.of(System.getProperty("java.home")));
    Stream<Path> told =
        Stream.ofNullable(System.getenv("JAVA" + feature + "_HOME"))
            .filter(home -> !home.isEmpty())
            .map(Path::of);
    return Stream.of(running, told, installed()).flatMap(s -> s);
  }

  private static Stream<Path> installed() {
    if (!Files.isDirectory(SYSTEM)) {
      return Stream.empty();
    }
    try (Stream<Path> homes = Files.list(SYSTEM)) {
      return homes.sorted().toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The feature version that a home's own {@code java} tells; its {@code release} file is not
   * always there.
   */
  private static int featureOf(Path home) {
    try {
      Process java =
          new ProcessBuilder(home.resolve("bin/java").toString(), "-version")
              .redirectErrorStream(true)
              .start();
      String said = new String(java.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      Matcher version = VERSION.matcher(said);
      return java.waitFor() == 0 && version.find() ? Integer.parseInt(version.group(1)) : 0;
    } catch (IOException unusable) {
      return 0;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
