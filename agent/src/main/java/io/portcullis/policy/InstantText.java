package io.portcullis.policy;

/**
 * An instant as it is written: the date, {@code T}, the time of day and the zone, which may not be
 * left out (RFC 3339): {@code 2026-11-20T00:00:00Z}, {@code 2026-11-20T01:00+01:00}. Seconds may be
 * left out; of their fraction milliseconds count.
 *
 * <p>Read and written by hand: the formatters of {@code java.time} are made of lambdas, and a
 * policy is read while the JVM starts.
 */
public final class InstantText {
  private static final String EXAMPLE = "2026-11-20T00:00:00Z";
  private static final long DAY = 86_400_000L;

  private final String text;
  private int at;

  private InstantText(String text) {
    this.text = text;
  }

  /** The milliseconds since the epoch that a text stands for. */
  public static long parse(String text) throws InstantSyntaxException {
    return new InstantText(text).instant();
  }

  /** The instant in UTC, to the second or, where it is not a whole one, to the millisecond. */
  public static String of(long epochMillis) {
    long day = Math.floorDiv(epochMillis, DAY);
    int millis = (int) Math.floorMod(epochMillis, DAY);
    // A year begins in March here, so that the leap day is its last; 400 of them are 146,097 days.
    long shifted = day + 719_468;
    long era = Math.floorDiv(shifted, 146_097L);
    int dayOfEra = (int) Math.floorMod(shifted, 146_097L);
    int year = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365;
    int dayOfYear = dayOfEra - (365 * year + year / 4 - year / 100);
    int monthFromMarch = (5 * dayOfYear + 2) / 153;
    int dayOfMonth = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1;
    int month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
    long calendarYear = year + era * 400 + (month <= 2 ? 1 : 0);
    StringBuilder out = new StringBuilder(24);
    append(out, calendarYear, 4).append('-');
    append(out, month, 2).append('-');
    append(out, dayOfMonth, 2).append('T');
    append(out, millis / 3_600_000, 2).append(':');
    append(out, millis / 60_000 % 60, 2).append(':');
    append(out, millis / 1_000 % 60, 2);
    if (millis % 1_000 != 0) {
      append(out.append('.'), millis % 1_000, 3);
    }
    return out.append('Z').toString();
  }

  private static StringBuilder append(StringBuilder out, long number, int width) {
    String digits = Long.toString(number);
    for (int i = digits.length(); i < width; i++) {
      out.append('0');
    }
    return out.append(digits);
  }

  private long instant() throws InstantSyntaxException {
    int year = number(4);
    expect('-');
    int month = number(2);
    expect('-');
    int day = number(2);
    if (at == text.length()) {
      throw wrong("has no time of day and no zone; write " + example(text + "T00:00:00Z"));
    }
    expect('T');
    int hour = number(2);
    expect(':');
    int minute = number(2);
    int second = 0;
    int millis = 0;
    if (at < text.length() && text.charAt(at) == ':') {
      at++;
      second = number(2);
      millis = fraction();
    }
    if (at == text.length()) {
      throw wrong(
          "has no zone; write " + example(text + "Z") + " for UTC, or an offset like `+01:00`");
    }
    int offset = offset();
    checkDate(year, month, day);
    checkMost("hour", hour, 23);
    checkMost("minute", minute, 59);
    checkMost("second", second, 59);
    long ofDay = ((hour * 60L + minute) * 60 + second) * 1_000 + millis;
    return epochDay(year, month, day) * DAY + ofDay - offset * 60_000L;
  }

  private int number(int digits) throws InstantSyntaxException {
    int number = 0;
    for (int i = 0; i < digits; i++) {
      number = 10 * number + digit();
    }
    return number;
  }

  private int digit() throws InstantSyntaxException {
    char c = at < text.length() ? text.charAt(at) : ' ';
    if (c < '0' || c > '9') {
      throw noInstant();
    }
    at++;
    return c - '0';
  }

  private void expect(char wanted) throws InstantSyntaxException {
    if (at == text.length() || text.charAt(at) != wanted) {
      throw noInstant();
    }
    at++;
  }

  /** The milliseconds behind a dot; what is smaller is left out. */
  private int fraction() throws InstantSyntaxException {
    if (at == text.length() || text.charAt(at) != '.') {
      return 0;
    }
    at++;
    int start = at;
    int millis = 0;
    do {
      int digit = digit();
      millis = at - start <= 3 ? 10 * millis + digit : millis;
    } while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9');
    if (at - start > 9) {
      throw noInstant();
    }
    for (int i = at - start; i < 3; i++) {
      millis *= 10;
    }
    return millis;
  }

  /** The minutes east of Greenwich. */
  private int offset() throws InstantSyntaxException {
    char sign = text.charAt(at++);
    int minutes = 0;
    if (sign == '+' || sign == '-') {
      int hours = number(2);
      expect(':');
      int rest = number(2);
      checkMost("hour of the offset", hours, 18);
      checkMost("minute of the offset", rest, hours == 18 ? 0 : 59);
      minutes = sign == '+' ? 60 * hours + rest : -60 * hours - rest;
    } else if (sign != 'Z') {
      throw noInstant();
    }
    if (at != text.length()) {
      throw noInstant();
    }
    return minutes;
  }

  private void checkDate(int year, int month, int day) throws InstantSyntaxException {
    if (month < 1 || month > 12) {
      throw wrong("is no instant: there is no month " + month);
    }
    boolean leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    int days = month == 2 ? (leap ? 29 : 28) : 30 + (month + month / 8) % 2;
    if (day < 1 || day > days) {
      throw wrong("is no instant: month " + month + " of " + year + " has days 1 to " + days);
    }
  }

  private void checkMost(String what, int number, int most) throws InstantSyntaxException {
    if (number > most) {
      throw wrong("is no instant: " + what + " " + number + " is over " + most);
    }
  }

  // As above: a year that begins in March.
  private static long epochDay(int year, int month, int day) {
    int fromMarch = month <= 2 ? year - 1 : year;
    long era = Math.floorDiv(fromMarch, 400);
    int yearOfEra = Math.floorMod(fromMarch, 400);
    int dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
    int dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear;
    return era * 146_097 + dayOfEra - 719_468;
  }

  private InstantSyntaxException noInstant() {
    return wrong("is no instant with a zone such as `" + EXAMPLE + "`");
  }

  private InstantSyntaxException wrong(String cause) {
    return new InstantSyntaxException(text, cause);
  }

  private static String example(String text) {
    return Problems.quoted(text);
  }
}
