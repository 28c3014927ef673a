package io.portcullis.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.server.Instrumentation;
import io.portcullis.server.Relocation;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Which classes are taken for a server's, which are left alone, and which are told of. */
class WeaverTest {
  private static final String JETTY = "org/eclipse/jetty/server/Server";
  private static final String TOMCAT = "org/apache/catalina/connector/CoyoteAdapter";
  private static final String UNDERTOW = "io/undertow/server/Connectors";

  private final Heard heard = new Heard();
  private final Instrumentations instrumentations = Servers.all();
  private final Weaver weaver = new Weaver(instrumentations, heard);

  private static final class Heard implements Weaver.Listener {
    private final List<String> all = new ArrayList<>();

    @Override
    public void managed() {}

    @Override
    public void beforeWeaving(Instrumentation instrumentation) {}

    @Override
    public void heralded(Instrumentation instrumentation, ClassLoader loader) {
      all.add("heralded " + instrumentation.className());
    }

    @Override
    public void woven(Instrumentation instrumentation, ClassLoader loader) {
      all.add("woven " + instrumentation.family() + " " + instrumentation.className());
    }

    @Override
    public void unguarded(Instrumentation instrumentation, ClassLoader loader, String why) {
      all.add("unguarded " + instrumentation.family());
    }
  }

  private byte @Nullable [] transform(String name, byte[] classFile) {
    return weaver.transform(getClass().getClassLoader(), name, null, null, classFile);
  }

  /** The JVM would drop what is thrown, and run the class unguarded without a word. */
  @ParameterizedTest
  @ValueSource(strings = {JETTY, TOMCAT, UNDERTOW, "shaded/org/eclipse/jetty/server/Server"})
  @SuppressWarnings("NullAway") // no class file: the fault
  void faultWhileAClassIsLookedUpIsToldOf(String name) {
    assertThat(transform(name, null)).isNull();
    assertThat(heard.all).singleElement().asString().startsWith("unguarded");
  }

  @ParameterizedTest
  @ValueSource(strings = {JETTY, TOMCAT, UNDERTOW})
  void serverByItsOwnNameIsWoven(String name) throws IOException {
    assertThat(transform(name, bytesOf(name))).isNotNull();
    assertThat(heard.all).singleElement().asString().startsWith("woven").endsWith(name);
  }

  @ParameterizedTest
  @CsvSource({
    "org/eclipse/jetty/, wiremock/org/eclipse/jetty/, " + JETTY,
    "org/eclipse/jetty/, com/acme/web/, " + JETTY,
    "org/eclipse/jetty/, j/, " + JETTY,
    "org/apache/, shaded/org/apache/, " + TOMCAT,
    "org/apache/, com/acme/t/, " + TOMCAT,
    "io/undertow/, hidden/io/undertow/, " + UNDERTOW,
    "io/undertow/, u/, " + UNDERTOW,
  })
  void serverByOtherNamesIsWovenByItsShape(String from, String to, String name) throws IOException {
    Relocation relocation = Relocation.NONE.and(from, to);
    String renamed = relocation.of(name);
    assertThat(transform(renamed, relocation.ofClass(bytesOf(name)))).isNotNull();
    assertThat(heard.all).singleElement().asString().startsWith("woven").endsWith(renamed);
    assertThat(instrumentations.mayBe(renamed)).isTrue();
  }

  @Test
  void librariesThatWereRenamedAlongAreKnown() throws IOException {
    Relocation both =
        Relocation.NONE.and("io/undertow/", "h/io/undertow/").and("org/xnio/", "h/org/xnio/");
    String name = both.of(UNDERTOW);
    byte[] classFile = both.ofClass(bytesOf(UNDERTOW));
    Instrumentation found = instrumentations.relocated(name, classFile).get(0);
    assertThat(found.relocation().of("Lorg/xnio/XnioIoThread;"))
        .isEqualTo("Lh/org/xnio/XnioIoThread;");
    byte[] alone = Relocation.NONE.and("io/undertow/", "h/io/undertow/").ofClass(bytesOf(UNDERTOW));
    assertThat(instrumentations.relocated(name, alone).get(0).relocation().of("org/xnio/X"))
        .isEqualTo("org/xnio/X");
  }

  @Test
  void heraldByAnotherNameAnnouncesTheCopy() {
    transform("h/io/undertow/server/protocol/http/HttpOpenListener", new byte[0]);
    assertThat(heard.all).containsExactly("heralded h/io/undertow/server/Connectors");
  }

  /** Payara's has the name and the method of Tomcat's, and Grizzly's types. */
  @Test
  void anothersClassOfTheNameIsLeftAlone() {
    String service =
        "(Lorg/glassfish/grizzly/http/server/Request;"
            + "Lorg/glassfish/grizzly/http/server/Response;)V";
    byte[] payara =
        classFile(TOMCAT, "org/glassfish/grizzly/http/server/HttpHandler", "service", service);
    assertThat(transform(TOMCAT, payara)).isNull();
    assertThat(heard.all).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "com/acme/server/Server, java/lang/Object, handle, (Lcom/acme/server/HttpChannel;)V",
    "com/acme/server/Server, com/acme/server/Handler, handle, (Lcom/acme/server/Call;)V",
    "com/acme/server/Server, com/acme/server/Handler, handle, (Lorg/acme/server/HttpChannel;)V",
    "com/acme/server/Connectors, java/lang/Object, run, (Lcom/acme/server/HttpServerExchange;)V",
    "catalina/connector/CoyoteAdapter, java/lang/Object, service, (Lcoyote/Request;)V",
    "com/acme/HttpServer, com/acme/server/Handler, handle, (Lcom/acme/server/HttpChannel;)V",
  })
  void classThatOnlyEndsLikeAServersIsLeftAlone(
      String name, String parent, String method, String descriptor) {
    assertThat(transform(name, classFile(name, parent, method, descriptor))).isNull();
    assertThat(heard.all).isEmpty();
  }

  @Test
  void classThatCannotBeReadAndOnlyEndsLikeAServersIsLeftAlone() {
    byte[] tooNew =
        classFile(
            "com/acme/server/Server",
            "com/acme/server/Handler",
            "handle",
            "(Lcom/acme/server/HttpChannel;)V");
    tooNew[7] = (byte) 200;
    assertThat(transform("com/acme/server/Server", tooNew)).isNull();
    assertThat(heard.all).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "shaded/"})
  void unknownShapeOfAServerIsToldOf(String prefix) {
    String name = prefix + JETTY;
    byte[] seven =
        classFile(
            name,
            prefix + "org/eclipse/jetty/server/Handler$Wrapper",
            "handle",
            "(L" + prefix + "org/eclipse/jetty/server/AbstractHttpConnection;)V");
    assertThat(transform(name, seven)).isNull();
    assertThat(heard.all).containsExactly("unguarded Jetty 12");
  }

  private static byte[] classFile(String name, String parent, String method, String descriptor) {
    ClassWriter writer = new ClassWriter(0);
    writer.visit(Opcodes.V1_8, Opcodes.ACC_PUBLIC, name, null, parent, null);
    MethodVisitor code = writer.visitMethod(Opcodes.ACC_PUBLIC, method, descriptor, null, null);
    code.visitCode();
    code.visitInsn(Opcodes.RETURN);
    code.visitMaxs(0, 4);
    code.visitEnd();
    writer.visitEnd();
    return writer.toByteArray();
  }

  private static byte[] bytesOf(String name) throws IOException {
    try (InputStream in = WeaverTest.class.getResourceAsStream("/" + name + ".class")) {
      return in.readAllBytes();
    }
  }
}
