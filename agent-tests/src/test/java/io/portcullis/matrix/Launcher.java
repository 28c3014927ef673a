package io.portcullis.matrix;

import io.portcullis.machine.Jdk;
import java.nio.file.Path;
import java.util.List;

/** How one server is started as its users start it. */
interface Launcher {
  /**
   * Starts it and does not wait.
   *
   * @param folder an empty one for what it writes; the delivered files stay as they are
   * @param options options of the JVM, the agent's among them
   */
  Running start(Jdk jdk, Path folder, List<String> options) throws Exception;

  /** The path of the page that tells whether any other was reached. */
  default String hits() {
    return "/m/hits";
  }

  /** Whether it starts so fast that it is also started without the agent, to compare. */
  default boolean isFast() {
    return true;
  }
}
