package io.portcullis.engine;

/**
 * The switch that lets every request through, whatever the policy says. Any thread reads it, one
 * turns it; on until an instant it ends by the clock, and nobody has to turn it off.
 */
public final class EmergencyBypass {
  private static final long OFF = Long.MIN_VALUE;
  private static final long ENDLESS = Long.MAX_VALUE;

  private final boolean turns;
  private volatile long until;

  private EmergencyBypass(boolean turns, long until) {
    this.turns = turns;
    this.until = until;
  }

  /** Off for good. */
  public static EmergencyBypass never() {
    return new EmergencyBypass(false, OFF);
  }

  /** On for good. */
  public static EmergencyBypass always() {
    return new EmergencyBypass(false, ENDLESS);
  }

  /** Off until it is turned on. */
  public static EmergencyBypass switchable() {
    return new EmergencyBypass(true, OFF);
  }

  /** On until just before an instant, in milliseconds since the epoch. */
  public void turnOn(long end) {
    // The ends of the range mean something else.
    turn(Math.max(OFF + 1, Math.min(ENDLESS - 1, end)));
  }

  public void turnOff() {
    turn(OFF);
  }

  private void turn(long end) {
    if (!turns) {
      throw new IllegalStateException("this bypass is as it is for good");
    }
    until = end;
  }

  /** Whether it is on; reads the clock only where it is on until an instant. */
  public boolean isOn(TimeSource time) {
    long end = until;
    return end != OFF && (end == ENDLESS || time.epochMillis() < end);
  }
}
