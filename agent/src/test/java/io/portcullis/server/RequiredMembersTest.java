package io.portcullis.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.portcullis.gate.Gate;
import io.undertow.Undertow;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.Jetty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.objectweb.asm.Type;

/** What an adapter calls is what it looks up before it is trusted with a server. */
class RequiredMembersTest {
  private static final Path CLASSES = placeOf(RequiredMembers.class);

  enum Adapter {
    JETTY_9("jetty9.Jetty9Adapter", "org.eclipse.jetty.", "Jetty/9.4.58.v20250814"),
    JETTY_12("jetty12.Jetty12Adapter", "org.eclipse.jetty.", "Jetty/12.0.16"),
    UNDERTOW("undertow.UndertowAdapter", "io.undertow.", "Undertow/2.2.41.Final");

    private final String className;
    private final String server;
    private final String description;

    Adapter(String className, String server, String description) {
      this.className = "io.portcullis.server." + className;
      this.server = server;
      this.description = description;
    }

    String packageName() {
      return className.substring(0, className.lastIndexOf('.') + 1);
    }

    Set<ServerMember> calls() {
      return ServerMember.calledBy(CLASSES, packageName(), server);
    }

    String describe(Optional<ServerMember> missing) throws Exception {
      try (ServerWithout loader =
          new ServerWithout(missing, List.of(packageName(), server), classPath())) {
        ServerAdapter adapter =
            (ServerAdapter)
                loader
                    .loadClass(className)
                    .getConstructor(Gate.class)
                    .newInstance(new Object[] {null});
        return adapter.describe();
      } catch (InvocationTargetException e) {
        throw (LinkageError) e.getCause();
      }
    }

    /** Whether a type under the server's own has the method too, so that the call links without. */
    boolean linksElsewhere(ServerMember missing) throws Exception {
      try (ServerWithout loader =
          new ServerWithout(Optional.of(missing), List.of(server), classPath())) {
        return Stream.of(loader.loadClass(missing.owner().replace('/', '.')).getMethods())
            .anyMatch(
                m ->
                    m.getName().equals(missing.name())
                        && Type.getMethodDescriptor(m).equals(missing.descriptor()));
      }
    }

    private URL[] classPath() throws IOException {
      List<Path> places = new ArrayList<>(List.of(CLASSES));
      switch (this) {
        case JETTY_9 ->
            Stream.of(Server.class, HttpURI.class, EndPoint.class, Jetty.class)
                .forEach(c -> places.add(placeOf(c)));
        case JETTY_12 -> places.addAll(jarsIn(CLASSES.resolveSibling("jetty12-api")));
        case UNDERTOW -> places.add(placeOf(Undertow.class));
      }
      URL[] urls = new URL[places.size()];
      for (int i = 0; i < urls.length; i++) {
        urls[i] = places.get(i).toUri().toURL();
      }
      return urls;
    }
  }

  @ParameterizedTest
  @EnumSource
  void fittingServerIsNamed(Adapter adapter) throws Exception {
    assertThat(adapter.describe(Optional.empty())).isEqualTo(adapter.description);
  }

  @ParameterizedTest
  @EnumSource
  void serverThatLacksAnyCalledMemberIsFoundOut(Adapter adapter) throws Exception {
    int tried = 0;
    for (ServerMember member : adapter.calls()) {
      if (!adapter.linksElsewhere(member)) {
        AtomicReference<String> described = new AtomicReference<>("");
        Throwable thrown =
            catchThrowable(() -> described.set(adapter.describe(Optional.of(member))));
        // Without some members a server is guarded all the same, and says what it cannot do.
        boolean told = String.valueOf(described.get()).endsWith(" cannot be read here");
        assertThat(told || thrown instanceof LinkageError).as("without %s", member).isTrue();
        tried++;
      }
    }
    assertThat(tried).isGreaterThan(5);
  }

  /** HttpURI and HttpFields are classes in 9 and interfaces in 10, servlets moved in 11. */
  @Test
  void jetty9AdapterNamesNothingThatChangedWithTheVersion() {
    assertThat(Adapter.JETTY_9.calls())
        .extracting(ServerMember::toString)
        .noneMatch(m -> m.contains("servlet") || m.contains("HttpURI") || m.contains("HttpFields"));
  }

  @Test
  void interfaceInPlaceOfAClassIsFoundOut() {
    assertThatThrownBy(() -> RequiredMembers.ofClass(Runnable.class))
        .isInstanceOf(IncompatibleClassChangeError.class);
    assertThatThrownBy(() -> RequiredMembers.ofInterface(String.class))
        .isInstanceOf(IncompatibleClassChangeError.class);
  }

  @Test
  void methodOfAnotherResultIsNotTheOneThatIsCalled() {
    RequiredMembers members = RequiredMembers.ofClass(String.class);
    assertThat(members.method(int.class, "indexOf", String.class)).isSameAs(members);
    assertThatThrownBy(() -> members.method(long.class, "indexOf", String.class))
        .isInstanceOf(NoSuchMethodError.class)
        .hasMessageContaining("java.lang.String.indexOf");
  }

  private static Path placeOf(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<Path> jarsIn(Path folder) {
    try (Stream<Path> jars = Files.list(folder)) {
      return jars.filter(j -> j.toString().endsWith(".jar")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
