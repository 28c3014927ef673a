package io.portcullis.agent;

import io.portcullis.engine.EmergencyBypass;
import io.portcullis.engine.TimeSource;
import io.portcullis.policy.BypassFile;
import io.portcullis.policy.InstantText;
import io.portcullis.record.Change;
import io.portcullis.record.Records;
import java.util.Optional;
import java.util.OptionalLong;
import org.slf4j.Logger;

/**
 * Turns the emergency bypass on and off as its file says, by looking at it again and again, and
 * tells the log. It ends on time by the gate's own clock, however seldom this one looks.
 *
 * <p>Whatever keeps the file from being believed turns the bypass off; it is said once for each
 * cause. Used by one thread at a time.
 */
final class BypassWatch {
  /** How long there is between two looks, in milliseconds. */
  static final long PERIOD = 100;

  /** How long it stays away after a fault of our own. */
  private static final long AFTER_FAULT = 1_000;

  private static final long OFF = Long.MIN_VALUE;

  private final BypassFile file;
  private final EmergencyBypass bypass;
  private final TimeSource time;
  private final Logger log;
  private final Optional<Records> records;

  private long on = OFF;
  private String seen = "";
  private String told = "";

  BypassWatch(
      BypassFile file,
      EmergencyBypass bypass,
      TimeSource time,
      Logger log,
      Optional<Records> records) {
    this.file = file;
    this.bypass = bypass;
    this.time = time;
    this.log = log;
    this.records = records;
  }

  /** Looks on and on, on a thread of its own, until that is interrupted. */
  void start(AgentThreads threads) {
    threads.start(
        "portcullis-bypass-watcher",
        new Runnable() {
          @Override
          public void run() {
            lookOnAndOn();
          }
        });
  }

  private void lookOnAndOn() {
    while (true) {
      long delay = PERIOD;
      try {
        look();
      } catch (Throwable fault) {
        delay = AFTER_FAULT;
        report(fault);
      }
      try {
        Thread.sleep(delay);
      } catch (InterruptedException leaving) {
        return;
      }
    }
  }

  // A bypass that is not watched any more would be worse than none.
  private void report(Throwable fault) {
    try {
      bypass.turnOff();
      if (on != OFF) {
        recordEnd("watching its file failed");
      }
      on = OFF;
      log.error("watching the emergency bypass {} failed; it is off", file.path(), fault);
    } catch (Throwable again) {
      again.addSuppressed(fault);
    }
  }

  /** Looks once. */
  synchronized void look() {
    long now = time.epochMillis();
    OptionalLong until;
    try {
      until = file.until(now);
    } catch (BypassFile.Refused refused) {
      String cause = String.valueOf(refused.getMessage());
      turnOff("its file is not believed");
      refuse(cause);
      return;
    }
    if (!until.isPresent()) {
      turnOff("its file is gone");
      seen = "";
      told = "";
    } else if (until.getAsLong() <= now) {
      boolean ended = on == until.getAsLong();
      turnOff("its time is over");
      String cause = passed(until.getAsLong());
      if (ended) {
        told = cause;
      }
      refuse(cause);
    } else {
      turnOn(until.getAsLong());
    }
  }

  private String passed(long until) {
    return "`"
        + file.path()
        + "`: `"
        + InstantText.of(until)
        + "` has passed; write a later instant, or remove the file";
  }

  private void turnOn(long until) {
    seen = "";
    told = "";
    if (until == on) {
      return;
    }
    bypass.turnOn(until);
    on = until;
    if (records.isPresent()) {
      records.get().tell(Change.emergencyBypassOn(file.path(), InstantText.of(until)));
    }
    log.error(
        "CRITICAL the emergency bypass is ON until {} ({}): EVERY REQUEST IS LET THROUGH, no list"
            + " holds; remove the file as soon as access is restored",
        InstantText.of(until),
        file.path());
  }

  private void turnOff(String why) {
    if (on != OFF) {
      bypass.turnOff();
      on = OFF;
      recordEnd(why);
      log.warn("the emergency bypass is OFF: {} ({}); the policy holds again", why, file.path());
    }
  }

  private void recordEnd(String why) {
    if (records.isPresent()) {
      records.get().tell(Change.emergencyBypassOff(file.path(), why));
    }
  }

  /** Says why there is no bypass, once it has stayed the same: a file may be half written. */
  private void refuse(String cause) {
    if (cause.equals(seen) && !cause.equals(told)) {
      told = cause;
      log.warn("no emergency bypass: {}", cause);
    }
    seen = cause;
  }
}
