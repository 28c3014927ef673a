package io.portcullis.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.bootstrap.Dispatcher;
import io.portcullis.server.Instrumentation;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PrologueTest {
  /**
   * Stands for a server: methods of every shape that is woven, and of some that trip a careless
   * weaver.
   */
  public static class Shapes {
    public static final List<String> RAN = new ArrayList<>();

    public void twoArguments(String a, String b) {
      RAN.add("twoArguments " + a + b);
    }

    public boolean threeArguments(String a, String b, String c) {
      RAN.add("threeArguments " + a + b + c);
      return false;
    }

    public static void ofClass(String a, String b) {
      RAN.add("ofClass " + a + b);
    }

    public void widePrimitivesBetween(long skipped, String a, double alsoSkipped, String b) {
      RAN.add("widePrimitivesBetween " + skipped + a + alsoSkipped + b);
    }

    // Its first instruction is the target of a jump, so that the method has a frame at offset 0.
    public void beginsWithALoop(List<String> left) {
      while (!left.isEmpty()) {
        RAN.add(left.remove(0));
      }
    }
  }

  private static final class RecordingDispatcher extends Dispatcher {
    private final boolean answer;
    private final List<List<Object>> calls = new ArrayList<>();

    RecordingDispatcher(boolean answer) {
      this.answer = answer;
    }

    @Override
    protected boolean admit(Class<?> woven, Object a, Object b, Object c) {
      calls.add(Arrays.asList(woven, a, b, c));
      return answer;
    }
  }

  /** Defines the woven class beside the rest of the test. */
  private static final class Weaving extends ClassLoader {
    private final Instrumentation instrumentation;

    Weaving(Instrumentation instrumentation) {
      super(PrologueTest.class.getClassLoader());
      this.instrumentation = instrumentation;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (!name.equals(Shapes.class.getName())) {
        return super.loadClass(name, resolve);
      }
      Class<?> known = findLoadedClass(name);
      if (known != null) {
        return known;
      }
      byte[] bytes = Prologue.weave(bytesOf(name.replace('.', '/')), instrumentation).orElseThrow();
      return defineClass(name, bytes, 0, bytes.length);
    }
  }

  @AfterEach
  void takeTheDispatcherAway() {
    Dispatcher.install(null);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void methodRunsIfAndOnlyIfItIsAdmitted(boolean admitted) throws Exception {
    RecordingDispatcher dispatcher = install(admitted);
    Class<?> woven = weave("twoArguments", "(Ljava/lang/String;Ljava/lang/String;)V");
    Object server = woven.getConstructor().newInstance();

    call(woven, server, "twoArguments", "a", "b");

    assertThat(ran(woven)).isEqualTo(admitted ? List.of("twoArguments ab") : List.of());
    assertThat(dispatcher.calls).containsExactly(Arrays.asList(woven, server, "a", "b"));
  }

  @Test
  void threeArgumentsLeaveNoRoomForThisAndARefusalReturnsTrue() throws Exception {
    RecordingDispatcher dispatcher = install(false);
    Class<?> woven =
        weave("threeArguments", "(Ljava/lang/String;Ljava/lang/String;Ljava/lang/String;)Z");

    Object returned =
        call(woven, woven.getConstructor().newInstance(), "threeArguments", "a", "b", "c");

    assertThat(returned).isEqualTo(true);
    assertThat(dispatcher.calls).containsExactly(Arrays.asList(woven, "a", "b", "c"));
    assertThat(ran(woven)).isEmpty();
  }

  @Test
  void staticMethodHandsOverItsArgumentsAlone() throws Exception {
    RecordingDispatcher dispatcher = install(true);
    Class<?> woven = weave("ofClass", "(Ljava/lang/String;Ljava/lang/String;)V");

    call(woven, null, "ofClass", "a", "b");

    assertThat(dispatcher.calls).containsExactly(Arrays.asList(woven, "a", "b", null));
    assertThat(ran(woven)).containsExactly("ofClass ab");
  }

  @Test
  void primitivesAreSteppedOver() throws Exception {
    RecordingDispatcher dispatcher = install(true);
    Class<?> woven = weave("widePrimitivesBetween", "(JLjava/lang/String;DLjava/lang/String;)V");

    call(woven, woven.getConstructor().newInstance(), "widePrimitivesBetween", 1L, "a", 2.0, "b");

    assertThat(dispatcher.calls.get(0).subList(1, 4)).containsExactly("a", "b", null);
    assertThat(ran(woven)).containsExactly("widePrimitivesBetween 1a2.0b");
  }

  @Test
  void methodThatBeginsWithALoopStillVerifies() throws Exception {
    install(true);
    Class<?> woven = weave("beginsWithALoop", "(Ljava/util/List;)V");

    call(
        woven,
        woven.getConstructor().newInstance(),
        "beginsWithALoop",
        new ArrayList<>(List.of("x", "y")));

    assertThat(ran(woven)).containsExactly("x", "y");
  }

  @Test
  void withoutAnAgentInPlaceEveryCallGoesOn() throws Exception {
    Class<?> woven = weave("ofClass", "(Ljava/lang/String;Ljava/lang/String;)V");

    call(woven, null, "ofClass", "a", "b");

    assertThat(ran(woven)).containsExactly("ofClass ab");
  }

  @Test
  void methodOfTheSameNameAndOtherArgumentsIsLeftAlone() throws Exception {
    Instrumentation other =
        of("twoArguments", "(Lorg/glassfish/Request;Lorg/glassfish/Response;)V");

    assertThat(Prologue.weave(bytesOf(Shapes.class.getName().replace('.', '/')), other)).isEmpty();
  }

  private static RecordingDispatcher install(boolean answer) {
    RecordingDispatcher dispatcher = new RecordingDispatcher(answer);
    Dispatcher.install(dispatcher);
    return dispatcher;
  }

  private static Instrumentation of(String method, String descriptor) {
    return Instrumentation.of(
        "Shapes", Shapes.class.getName().replace('.', '/'), method, "no.Adapter", descriptor);
  }

  private static Class<?> weave(String method, String descriptor) throws Exception {
    return Class.forName(Shapes.class.getName(), true, new Weaving(of(method, descriptor)));
  }

  private static Object call(
      Class<?> woven, @Nullable Object on, String method, Object... arguments) throws Exception {
    for (Method candidate : woven.getMethods()) {
      if (candidate.getName().equals(method)) {
        return candidate.invoke(on, arguments);
      }
    }
    throw new AssertionError("no method " + method);
  }

  @SuppressWarnings("unchecked")
  private static List<String> ran(Class<?> woven) throws Exception {
    return (List<String>) woven.getField("RAN").get(null);
  }

  private static byte[] bytesOf(String internalName) {
    try (InputStream in =
        PrologueTest.class.getClassLoader().getResourceAsStream(internalName + ".class")) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
