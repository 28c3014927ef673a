package io.portcullis.cli;

import io.portcullis.policy.BypassFile;
import io.portcullis.policy.DurationSyntaxException;
import io.portcullis.policy.DurationText;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** How long a bypass is to last: {@code 90s}, {@code 30m} or {@code 2h}; a day at most. */
final class ShortTime {
  private static final long LONGEST = BypassFile.LONGEST_HOURS * 3_600_000L;

  private final long millis;

  private ShortTime(long millis) {
    this.millis = millis;
  }

  long millis() {
    return millis;
  }

  /** Reads one. */
  static final class Converter implements ITypeConverter<ShortTime> {
    @Override
    public ShortTime convert(String text) {
      long millis;
      try {
        millis = DurationText.parse(text);
      } catch (DurationSyntaxException e) {
        throw new TypeConversionException(e.getMessage());
      }
      if (millis < 1_000 || millis > LONGEST) {
        throw new TypeConversionException(
            "`"
                + text
                + "` is not between `1s` and `"
                + BypassFile.LONGEST_HOURS
                + "h`; turn it on again when it is needed for longer");
      }
      return new ShortTime(millis);
    }
  }
}
