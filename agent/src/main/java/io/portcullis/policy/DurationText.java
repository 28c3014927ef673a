package io.portcullis.policy;

/**
 * A duration as it is written: a whole number and its unit, {@code 500ms}, {@code 2s}, {@code 10m},
 * {@code 24h}.
 */
public final class DurationText {
  /** A year: what is longer is more likely a slip than meant, and sums of it stay small. */
  private static final long LONGEST = 365L * 86_400_000;

  private DurationText() {}

  /** The milliseconds that a text stands for. */
  public static long parse(String text) throws DurationSyntaxException {
    int digits = 0;
    long number = 0;
    while (digits < text.length() && text.charAt(digits) >= '0' && text.charAt(digits) <= '9') {
      number = Math.min(10 * number + text.charAt(digits) - '0', LONGEST + 1);
      digits++;
    }
    if (digits == 0) {
      throw new DurationSyntaxException(
          text, "is no duration: write a whole number and its unit, such as `500ms` or `2s`");
    }
    if (digits > 1 && text.charAt(0) == '0') {
      throw new DurationSyntaxException(text, "is no duration: leave the leading zero out");
    }
    long millis = number * unit(text, text.substring(digits));
    if (millis > LONGEST) {
      throw new DurationSyntaxException(text, "is too long: the most is `8760h`, a year");
    }
    return millis;
  }

  private static long unit(String text, String unit) throws DurationSyntaxException {
    switch (unit) {
      case "ms":
        return 1;
      case "s":
        return 1_000;
      case "m":
        return 60_000;
      case "h":
        return 3_600_000;
      case "":
        throw new DurationSyntaxException(
            text, "has no unit; write " + Problems.quoted(text + "s") + ", or `ms`, `m` or `h`");
      default:
        throw new DurationSyntaxException(
            text, "is no duration: the units are `ms`, `s`, `m` and `h`");
    }
  }
}
