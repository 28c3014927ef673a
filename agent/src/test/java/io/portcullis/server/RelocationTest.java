package io.portcullis.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.objectweb.asm.ClassReader;

class RelocationTest {
  private static final Relocation THERE = Relocation.NONE.and("io/undertow/", "a/much/longer/u/");
  private static final Relocation BACK = Relocation.NONE.and("a/much/longer/u/", "io/undertow/");

  @ParameterizedTest
  @CsvSource({
    "io/undertow/Handlers, a/much/longer/u/Handlers",
    "io.undertow.Handlers, a.much.longer.u.Handlers",
    "(Lio/undertow/A;[Lio/undertow/B;I)Lio/undertow/C;, "
        + "(La/much/longer/u/A;[La/much/longer/u/B;I)La/much/longer/u/C;",
    "io/under, io/under",
    "io/undertows/X, io/undertows/X",
    "'', ''",
  })
  void everyNameInATextIsRenamed(String text, String renamed) {
    assertThat(THERE.of(text)).isEqualTo(renamed);
  }

  /** Among them long and double constants, calls of interfaces and text beyond ASCII. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "io/undertow/server/Connectors",
        "io/undertow/server/HttpServerExchange",
        "io/undertow/util/DateUtils",
        "io/undertow/UndertowOptions",
        "io/undertow/util/Headers",
      })
  void classIsTheSameThereAndBack(String name) throws IOException {
    byte[] original = bytesOf(name);
    byte[] renamed = THERE.ofClass(original);
    assertThat(new ClassReader(renamed).getClassName()).isEqualTo(THERE.of(name));
    assertThat(new String(renamed, StandardCharsets.ISO_8859_1))
        .doesNotContain("io/undertow/", "io.undertow.");
    assertThat(BACK.ofClass(renamed)).isEqualTo(original);
  }

  @Test
  void serverByItsOwnNameIsLeftAsItIs() throws IOException {
    byte[] original = bytesOf("io/undertow/server/Connectors");
    assertThat(Relocation.NONE.ofClass(original)).isSameAs(original);
  }

  private static byte[] bytesOf(String name) throws IOException {
    try (InputStream in = RelocationTest.class.getResourceAsStream("/" + name + ".class")) {
      return in.readAllBytes();
    }
  }
}
