package io.portcullis.agent;

import io.portcullis.launcher.AgentClassLoader;
import io.portcullis.server.Relocation;
import org.jspecify.annotations.Nullable;

/**
 * The loader of one server's adapter: sees the server's classes through its parent and ours through
 * the agent's loader. Held by nothing but the server's own class, so that a server that goes takes
 * its adapter along.
 */
final class AdapterClassLoader extends ClassLoader {
  private static final String OURS = "io.portcullis.";

  static {
    registerAsParallelCapable();
  }

  private final AgentClassLoader agent;
  private final String adapterPackage;
  private final Relocation relocation;

  /**
   * A loader.
   *
   * @param server the loader of the woven class
   * @param adapterPackage the package whose classes are defined here, dot at the end
   * @param relocation what the packages are called that they name of the server
   */
  AdapterClassLoader(
      @Nullable ClassLoader server,
      AgentClassLoader agent,
      String adapterPackage,
      Relocation relocation) {
    super(server);
    this.agent = agent;
    this.adapterPackage = adapterPackage;
    this.relocation = relocation;
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (!name.startsWith(OURS)) {
      return super.loadClass(name, resolve);
    }
    if (!name.startsWith(adapterPackage)) {
      return agent.loadClass(name);
    }
    synchronized (getClassLoadingLock(name)) {
      Class<?> known = findLoadedClass(name);
      return known != null ? known : findClass(name);
    }
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    byte[] bytes = name.startsWith(adapterPackage) ? agent.classBytes(name) : null;
    if (bytes == null) {
      throw new ClassNotFoundException(name);
    }
    byte[] renamed = relocation.ofClass(bytes);
    return defineClass(name, renamed, 0, renamed.length, agent.domain());
  }
}
