package io.portcullis.launcher;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import java.security.AllPermission;
import java.security.CodeSource;
import java.security.Permissions;
import java.security.ProtectionDomain;
import java.security.cert.Certificate;
import java.util.Collections;
import java.util.Enumeration;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.Manifest;

/**
 * The loader of the agent realm. Its classes lie in the agent jar as {@code inst/**.classdata},
 * where no application's class loader finds them; its parent is the JDK alone, so that nothing of
 * the application's is ever picked up here.
 */
public final class AgentClassLoader extends ClassLoader implements Closeable {
  private static final String ROOT = "inst/";
  private static final String LAUNCHER = "io.portcullis.launcher.";

  /**
   * The number of what stays in a JVM for good: this package, what it calls of the agent's, and the
   * dispatcher. A later attach may bring another version; its jar names the number that it needs.
   */
  private static final String LAUNCHER_NUMBER = "1";

  static {
    registerAsParallelCapable();
  }

  /** Opens what lies in a jar without the JDK's cache, which would keep the jar open for good. */
  private static final URLStreamHandler UNCACHED =
      new URLStreamHandler() {
        @Override
        protected URLConnection openConnection(URL url) throws IOException {
          URLConnection connection = new URL(url.toExternalForm()).openConnection();
          connection.setUseCaches(false);
          return connection;
        }
      };

  private final JarFile jar;
  private final String jarUrl;
  private final ProtectionDomain domain;

  private AgentClassLoader(File file) throws IOException {
    super(jdkLoader());
    this.jar = new JarFile(file, false);
    URL url = file.toURI().toURL();
    this.jarUrl = "jar:" + url + "!/";
    Permissions all = new Permissions();
    all.add(new AllPermission());
    // It does not name this loader: threads that are made below our frames keep the domain for as
    // long as they live.
    this.domain = new ProtectionDomain(new CodeSource(url, (Certificate[]) null), all);
  }

  /**
   * A loader of its own for the agent in a jar; throws {@link IOException} for a jar whose agent
   * needs another launcher than this one.
   */
  static AgentClassLoader of(File file) throws IOException {
    AgentClassLoader loader = new AgentClassLoader(file);
    Manifest manifest = loader.jar.getManifest();
    String wanted =
        manifest == null ? null : manifest.getMainAttributes().getValue("Portcullis-Launcher");
    if (!LAUNCHER_NUMBER.equals(wanted)) {
      loader.close();
      throw new IOException(
          file
              + " is of a version that does not go with the one this JVM has had before; restart the"
              + " JVM to change to it");
    }
    return loader;
  }

  /** Closes the jar: nothing can be loaded any more, and what is loaded goes on. */
  @Override
  public void close() throws IOException {
    jar.close();
  }

  static File jarOf(Class<?> launcher) throws URISyntaxException {
    return new File(launcher.getProtectionDomain().getCodeSource().getLocation().toURI());
  }

  /**
   * The platform loader on 9 and newer, the extension loader on 8: in both the parent of the system
   * loader.
   */
  private static ClassLoader jdkLoader() {
    ClassLoader loader = ClassLoader.getSystemClassLoader();
    while (loader.getParent() != null) {
      loader = loader.getParent();
    }
    return loader;
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    if (name.startsWith(LAUNCHER)) {
      // These are there already, once, in the loader that the JVM started us from.
      return Class.forName(name, false, AgentClassLoader.class.getClassLoader());
    }
    byte[] bytes = classBytes(name);
    if (bytes == null) {
      throw new ClassNotFoundException(name);
    }
    int dot = name.lastIndexOf('.');
    if (dot > 0 && getPackage(name.substring(0, dot)) == null) {
      try {
        definePackage(name.substring(0, dot), null, null, null, null, null, null, null);
      } catch (IllegalArgumentException otherThreadWasFirst) {
        // The package is there, which is all that is wanted.
      }
    }
    return defineClass(name, bytes, 0, bytes.length, domain);
  }

  /**
   * The bytes of a class of the agent's or of an adapter, or {@code null}: for the loaders of
   * adapters.
   */
  public byte[] classBytes(String name) {
    return read(name.replace('.', '/') + ".classdata");
  }

  /**
   * The domain of the agent's classes: all permissions, since it acts in the name of the operator.
   */
  public ProtectionDomain domain() {
    return domain;
  }

  private byte[] read(String name) {
    JarEntry entry = jar.getJarEntry(ROOT + name);
    if (entry == null) {
      return null;
    }
    try (InputStream in = jar.getInputStream(entry)) {
      ByteArrayOutputStream out = new ByteArrayOutputStream(Math.max(32, (int) entry.getSize()));
      byte[] buffer = new byte[8192];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        out.write(buffer, 0, n);
      }
      return out.toByteArray();
    } catch (IOException unreadable) {
      throw new IllegalStateException("the agent jar cannot be read: " + jar.getName(), unreadable);
    }
  }

  @Override
  protected URL findResource(String name) {
    if (jar.getJarEntry(ROOT + name) == null) {
      return null;
    }
    try {
      return new URL(null, jarUrl + ROOT + name, UNCACHED);
    } catch (MalformedURLException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  @Override
  protected Enumeration<URL> findResources(String name) {
    URL url = findResource(name);
    return url == null
        ? Collections.<URL>emptyEnumeration()
        : Collections.enumeration(Collections.singleton(url));
  }

  @Override
  public InputStream getResourceAsStream(String name) {
    byte[] bytes = read(name);
    return bytes == null
        ? super.getResourceAsStream(name)
        : new java.io.ByteArrayInputStream(bytes);
  }
}
