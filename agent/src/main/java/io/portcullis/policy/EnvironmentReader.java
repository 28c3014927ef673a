package io.portcullis.policy;

import java.util.Optional;

/** Reads the key {@code environment}, and refuses a policy that is written for another host. */
final class EnvironmentReader {
  private static final int LONGEST = 100;

  private final Problems problems;
  private final HostFacts host;

  EnvironmentReader(Problems problems, HostFacts host) {
    this.problems = problems;
    this.host = host;
  }

  void check(Section policy) {
    Optional<String> written = policy.text("environment");
    if (!written.isPresent()) {
      return;
    }
    String name = written.get();
    Place place = policy.value("environment").get().place();
    if (!isName(name)) {
      problems.error(
          place,
          "WRONG_VALUE",
          "`environment` is a name of 1 to "
              + LONGEST
              + " printable ASCII characters without commas and without blanks at its ends, such as"
              + " `production`, not "
              + Problems.quoted(name));
    } else if (host.environment().isPresent() && !host.environment().get().equals(name)) {
      problems.error(
          place,
          "WRONG_ENVIRONMENT",
          "this policy is for the environment "
              + Problems.quoted(name)
              + ", and the environment here is "
              + Problems.quoted(host.environment().get())
              + "; use the policy for that one, or mend whichever of the two is wrong");
    }
  }

  /** Whether a text can name an environment, in a policy and as a setting. */
  static boolean isName(String text) {
    boolean good = !text.isEmpty() && text.length() <= LONGEST && text.trim().equals(text);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      good &= c >= ' ' && c <= '~' && c != ',';
    }
    return good;
  }
}
