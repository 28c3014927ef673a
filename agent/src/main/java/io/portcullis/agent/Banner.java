package io.portcullis.agent;

import io.portcullis.gate.PolicySnapshot;
import io.portcullis.policy.InstantText;
import io.portcullis.policy.PolicyLoad;
import io.portcullis.policy.Problem;
import org.slf4j.Logger;

/**
 * What the agent says when it starts: version, settings with their sources, the policy and what is
 * odd about either.
 */
final class Banner {
  private Banner() {}

  static void print(
      Logger log, String version, Settings settings, FirstPolicy first, boolean attaching) {
    log.info("Portcullis {} on Java {}", version, System.getProperty("java.version"));
    for (String line : settings.describe()) {
      log.info("  {}", line);
    }
    for (String warning : settings.warnings()) {
      log.warn("{}", warning);
    }
    if (settings.emergencyBypass().isOnForGood()) {
      log.error(
          "CRITICAL the emergency bypass is ON (emergencyBypass=true): EVERY REQUEST IS LET THROUGH,"
              + " no list holds; remove the setting as soon as access is restored");
    }
    printPolicy(log, settings, first, attaching);
  }

  /** The policy alone. */
  static void printPolicy(Logger log, Settings settings, FirstPolicy first, boolean attaching) {
    boolean errors = false;
    for (Problem problem : first.problems()) {
      if (problem.isError()) {
        errors = true;
        log.error("{}", problem);
      } else {
        log.warn("{}", problem);
      }
    }
    if (first.isFit()) {
      PolicyLoad load = first.load().get();
      PolicySnapshot snapshot = load.snapshot().get();
      if (first.lastGoodSince().isPresent()) {
        log.error(
            "the policy is REJECTED; THE LAST GOOD ONE IS IN FORCE, of {}, until the file is mended",
            InstantText.of(first.lastGoodSince().getAsLong()));
      } else if (errors) {
        log.error(
            "what is managed beside the policy is REJECTED; what was managed last is in force");
      }
      log.info("  policy revision {}, {}", snapshot.revision(), counts(load));
    } else {
      log.error("NO POLICY IS IN FORCE: {}", consequence(settings, attaching));
    }
  }

  private static String consequence(Settings settings, boolean attaching) {
    switch (settings.startup()) {
      case REFUSE:
        return settings.emergencyBypass().isOnForGood()
            ? "servers are started because of the emergency bypass (startup=refuse)"
            : (attaching ? "nothing is attached" : "no server will be started")
                + " (startup=refuse)"
                + (settings.emergencyBypass().file().isPresent()
                    ? ", unless the emergency bypass is on by then"
                    : "");
      case DENY:
        return "every request is refused but for startupExempt (startup=deny)";
      default:
        return "EVERY REQUEST IS LET THROUGH (startup=allow)";
    }
  }

  /** How much a policy holds, in words. */
  static String counts(PolicyLoad load) {
    return "mode "
        + load.snapshot().get().mode().word()
        + ", "
        + number(load.entries(), "entry", "entries")
        + ", "
        + number(load.sets(), "set", "sets")
        + ", "
        + number(load.tenants(), "tenant", "tenants")
        + ", "
        + number(load.tests().size(), "test", "tests")
        + " passed";
  }

  private static String number(int count, String one, String many) {
    return count + " " + (count == 1 ? one : many);
  }
}
