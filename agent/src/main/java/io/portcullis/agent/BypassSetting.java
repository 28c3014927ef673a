package io.portcullis.agent;

import io.portcullis.engine.EmergencyBypass;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The setting {@code emergencyBypass}: off, on, or on while a file says so. Immutable, but for the
 * switch that it comes with.
 */
final class BypassSetting {
  private static final String FILE = "file:";

  private final EmergencyBypass bypass;
  private final String words;
  private final Optional<String> file;

  private BypassSetting(EmergencyBypass bypass, String words, Optional<String> file) {
    this.bypass = bypass;
    this.words = words;
    this.file = file;
  }

  static BypassSetting off() {
    return new BypassSetting(EmergencyBypass.never(), "off", Optional.<String>empty());
  }

  /** The setting as it is written; what is not understood is a warning, and off. */
  static BypassSetting read(String written, String source, List<String> warnings) {
    String value = written.trim();
    switch (value.toLowerCase(Locale.ROOT)) {
      case "true":
        return new BypassSetting(EmergencyBypass.always(), "ON", Optional.<String>empty());
      case "false":
        return off();
      default:
        break;
    }
    if (value.startsWith(FILE + "/")) {
      String path = value.substring(FILE.length());
      return new BypassSetting(EmergencyBypass.switchable(), value, Optional.of(path));
    }
    warnings.add(
        "setting emergencyBypass is `"
            + written
            + "` ("
            + source
            + "), which is neither `true` nor `false` nor a file by its whole path, such as"
            + " `file:/run/portcullis.bypass`; there is no bypass");
    return off();
  }

  /** The switch; where there is a file, {@link BypassWatch} turns it. */
  EmergencyBypass bypass() {
    return bypass;
  }

  /** Whether it is on from the start to the end of the JVM. */
  boolean isOnForGood() {
    return words.equals("ON");
  }

  /** The path of the file, where one turns it on. */
  Optional<String> file() {
    return file;
  }

  @Override
  public String toString() {
    return words;
  }
}
