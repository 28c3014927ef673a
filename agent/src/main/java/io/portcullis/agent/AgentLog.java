package io.portcullis.agent;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.slf4j.Logger;
import org.slf4j.simple.SimpleServiceProvider;

/**
 * Opens the agent's own log: lines on standard error, through slf4j-simple. Its configuration comes
 * from here and from nowhere else: not from a file of the application's, not from a system property
 * that the application could see.
 */
final class AgentLog {
  private AgentLog() {}

  /** The log; {@code level} as in {@link Settings#log()}. Only the first call configures. */
  static Logger open(String level) {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(new Configuration(level));
    try {
      // Not through LoggerFactory, which would look for providers first: there is one, and this is
      // it.
      SimpleServiceProvider provider = new SimpleServiceProvider();
      provider.initialize();
      return provider.getLoggerFactory().getLogger("portcullis");
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  /** Stands in as context class loader while slf4j-simple looks for its file there. */
  private static final class Configuration extends ClassLoader {
    private final String level;

    Configuration(String level) {
      super(AgentLog.class.getClassLoader());
      this.level = level;
    }

    @Override
    public InputStream getResourceAsStream(String name) {
      if (!name.equals("simplelogger.properties")) {
        return super.getResourceAsStream(name);
      }
      // The prefix is a class's package, which packaging renames: take it from the class.
      String prefix = Logger.class.getPackage().getName() + ".simpleLogger.";
      String text =
          prefix
              + "logFile=System.err\n"
              + prefix
              + "cacheOutputStream=true\n"
              + prefix
              + "defaultLogLevel="
              + level
              + "\n"
              + prefix
              + "showDateTime=true\n"
              + prefix
              + "dateTimeFormat=yyyy-MM-dd'T'HH:mm:ss.SSSXXX\n"
              + prefix
              + "showThreadName=false\n";
      return new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1));
    }
  }
}
