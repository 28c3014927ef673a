package io.portcullis.cli;

import io.portcullis.policy.BypassFile;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** How long a bypass is to last: {@code 90s}, {@code 30m} or {@code 2h}; a day at most. */
final class ShortTime {
  private static final long LONGEST = BypassFile.LONGEST_HOURS * 3_600L;

  private final long seconds;

  private ShortTime(long seconds) {
    this.seconds = seconds;
  }

  long millis() {
    return seconds * 1_000;
  }

  /** Reads one. */
  static final class Converter implements ITypeConverter<ShortTime> {
    @Override
    public ShortTime convert(String text) {
      if (!text.matches("[0-9]{1,9}[smh]")) {
        throw new TypeConversionException(
            "`" + text + "` is no time; write seconds, minutes or hours, such as `30m`");
      }
      long number = Long.parseLong(text.substring(0, text.length() - 1));
      char unit = text.charAt(text.length() - 1);
      long seconds = number * (unit == 'h' ? 3_600 : unit == 'm' ? 60 : 1);
      if (seconds == 0 || seconds > LONGEST) {
        throw new TypeConversionException(
            "`"
                + text
                + "` is not between `1s` and `"
                + BypassFile.LONGEST_HOURS
                + "h`; turn it on again when it is needed for longer");
      }
      return new ShortTime(seconds);
    }
  }
}
