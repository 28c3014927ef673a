package io.portcullis.agent;

import io.portcullis.engine.Entry;
import io.portcullis.gate.FailureMode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.Level;

/**
 * The settings of the agent, each from its agent argument, else its system property, else its
 * environment variable. Immutable.
 *
 * <p>A value that cannot be understood is said as a warning and the safe default holds: a typing
 * error must not be what opens the gate, nor what keeps a host from starting.
 */
final class Settings {
  /** What happens where there is no policy to put in force at start. */
  enum Startup {
    REFUSE,
    DENY,
    ALLOW
  }

  /** What happens where a server is recognised and cannot be guarded. */
  enum OnUnsupported {
    REFUSE,
    WARN
  }

  static final List<String> NAMES =
      Collections.unmodifiableList(
          Arrays.asList(
              "policy",
              "environment",
              "state",
              "admin",
              "startup",
              "startupExempt",
              "onFault",
              "onUnsupported",
              "bypassCidrs",
              "emergencyBypass",
              "log",
              "enabled"));

  private static final String PROPERTY_PREFIX = "portcullis.";
  private static final String VARIABLE_PREFIX = "PORTCULLIS_";
  private static final List<String> LEVELS = Arrays.asList("error", "warn", "info", "debug");

  /** One setting as it was given. */
  private static final class Given {
    final String value;
    final String source;

    Given(String value, String source) {
      this.value = value;
      this.source = source;
    }
  }

  private final Map<String, Given> given;
  private final List<String> warnings = new ArrayList<>();
  private final Startup startup;
  private final FailureMode onFault;
  private final OnUnsupported onUnsupported;
  private final Optional<String> environment;
  private final List<Entry> bypassCidrs;
  private final BypassSetting emergencyBypass;
  private final Optional<AdminSetting> admin;
  private final String log;
  private final boolean enabled;

  private Settings(Map<String, Given> given, List<String> warnings) {
    this.given = given;
    this.warnings.addAll(warnings);
    this.startup = Startup.valueOf(choice("startup", "refuse", "deny", "allow"));
    this.onFault = FailureMode.valueOf(choice("onFault", "deny", "allow"));
    this.onUnsupported = OnUnsupported.valueOf(choice("onUnsupported", "refuse", "warn"));
    this.environment = readEnvironment();
    this.bypassCidrs = BypassCidrs.read(pieces("bypassCidrs"), this.warnings);
    this.emergencyBypass = readBypass();
    this.admin = readAdmin();
    this.log = oneOf("log", "info", LEVELS);
    this.enabled = choice("enabled", "true", "false").equals("TRUE");
  }

  /**
   * Reads them.
   *
   * @param arguments what stands behind {@code =} in {@code -javaagent:portcullis-agent.jar=}, or
   *     nothing
   */
  static Settings read(
      @Nullable String arguments, Map<?, ?> properties, Map<String, String> environment) {
    List<String> warnings = new ArrayList<>();
    Map<String, String> fromArguments = split(arguments == null ? "" : arguments, warnings);
    Map<String, Given> fromEnvironment = ofEnvironment(environment, warnings);
    Map<String, Given> given = new LinkedHashMap<>();
    for (String name : NAMES) {
      String argument = fromArguments.remove(name);
      Object property = properties.get(PROPERTY_PREFIX + name);
      Given variable = fromEnvironment.get(name);
      if (argument != null) {
        given.put(name, new Given(argument, "agent argument"));
      } else if (property != null) {
        given.put(
            name, new Given(property.toString(), "system property " + PROPERTY_PREFIX + name));
      } else if (variable != null) {
        given.put(name, variable);
      }
    }
    for (String unknown : fromArguments.keySet()) {
      warnings.add("unknown agent argument `" + unknown + "`; known are " + NAMES);
    }
    for (Object key : properties.keySet()) {
      String name = String.valueOf(key);
      if (name.startsWith(PROPERTY_PREFIX)
          && !NAMES.contains(name.substring(PROPERTY_PREFIX.length()))) {
        warnings.add("unknown system property `" + name + "`; known names are " + NAMES);
      }
    }
    return new Settings(given, warnings);
  }

  /**
   * Variables by the setting they give; {@code PORTCULLIS_ON_FAULT} and {@code PORTCULLIS_ONFAULT}
   * are the same.
   */
  private static Map<String, Given> ofEnvironment(
      Map<String, String> environment, List<String> warnings) {
    Map<String, Given> out = new LinkedHashMap<>();
    for (Map.Entry<String, String> variable : environment.entrySet()) {
      String key = variable.getKey();
      if (!key.startsWith(VARIABLE_PREFIX)) {
        continue;
      }
      String bare = key.substring(VARIABLE_PREFIX.length()).replace("_", "");
      boolean known = false;
      for (String name : NAMES) {
        if (name.equalsIgnoreCase(bare)) {
          out.put(name, new Given(variable.getValue(), "environment variable " + key));
          known = true;
        }
      }
      if (!known) {
        warnings.add("unknown environment variable `" + key + "`; known names are " + NAMES);
      }
    }
    return out;
  }

  /** Pieces between commas; a piece without {@code name=} continues the value before it. */
  private static Map<String, String> split(String arguments, List<String> warnings) {
    Map<String, String> out = new LinkedHashMap<>();
    String last = "";
    for (String piece : arguments.split(",", -1)) {
      int equals = piece.indexOf('=');
      boolean named = equals > 0 && isName(piece.substring(0, equals).trim());
      if (named) {
        last = piece.substring(0, equals).trim();
        if (out.containsKey(last)) {
          warnings.add("agent argument `" + last + "` is given twice; the last one holds");
        }
        out.put(last, piece.substring(equals + 1));
      } else if (!last.isEmpty()) {
        out.put(last, out.get(last) + "," + piece);
      } else if (!piece.trim().isEmpty()) {
        warnings.add("agent argument `" + piece + "` has no name; write policy=" + piece);
      }
    }
    return out;
  }

  private static boolean isName(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (!Character.isLetter(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  /**
   * The value in upper case, as the enumerations spell it; the first of {@code allowed} is the
   * default.
   */
  private String choice(String name, String... allowed) {
    return oneOf(name, allowed[0], Arrays.asList(allowed)).toUpperCase(Locale.ROOT);
  }

  private String oneOf(String name, String otherwise, List<String> allowed) {
    Given value = given.get(name);
    if (value == null) {
      return otherwise;
    }
    String word = value.value.trim().toLowerCase(Locale.ROOT);
    if (allowed.contains(word)) {
      return word;
    }
    warnings.add(
        "setting "
            + name
            + " is `"
            + value.value
            + "` ("
            + value.source
            + "), which is none of "
            + allowed
            + "; "
            + otherwise
            + " holds");
    given.remove(name);
    return otherwise;
  }

  /** The path of the policy file, where one is set. */
  Optional<String> policy() {
    Given value = given.get("policy");
    return value == null || value.value.isEmpty()
        ? Optional.<String>empty()
        : Optional.of(value.value);
  }

  private Optional<String> readEnvironment() {
    Given value = given.get("environment");
    if (value == null) {
      return Optional.empty();
    }
    String name = value.value.trim();
    if (name.isEmpty()) {
      warnings.add(
          "setting environment is empty ("
              + value.source
              + "), so a policy for any environment is taken; name one, or leave it out");
      given.remove("environment");
      return Optional.empty();
    }
    return Optional.of(name);
  }

  private BypassSetting readBypass() {
    Given value = given.get("emergencyBypass");
    return value == null
        ? BypassSetting.off()
        : BypassSetting.read(value.value, value.source, warnings);
  }

  private Optional<AdminSetting> readAdmin() {
    Given value = given.get("admin");
    Optional<AdminSetting> read =
        value == null
            ? Optional.<AdminSetting>empty()
            : AdminSetting.read(value.value, value.source, warnings);
    if (!read.isPresent()) {
      given.remove("admin");
    }
    return read;
  }

  /** Where the management API listens, if it is to. */
  Optional<AdminSetting> admin() {
    return admin;
  }

  /** The environment of this JVM, to which a policy may have to be equal. */
  Optional<String> environment() {
    return environment;
  }

  /** Whom neither endpoints nor allowlists restrict. */
  List<Entry> bypassCidrs() {
    return bypassCidrs;
  }

  BypassSetting emergencyBypass() {
    return emergencyBypass;
  }

  /** The directory for records, where one is set. */
  Optional<String> state() {
    Given value = given.get("state");
    return value == null || value.value.trim().isEmpty()
        ? Optional.<String>empty()
        : Optional.of(value.value.trim());
  }

  Startup startup() {
    return startup;
  }

  /** The patterns that stay reachable while {@code startup=deny} refuses everything; as written. */
  List<String> startupExempt() {
    return pieces("startupExempt");
  }

  /** What stands between the commas of a value. */
  private List<String> pieces(String name) {
    Given value = given.get(name);
    List<String> out = new ArrayList<>();
    if (value != null) {
      for (String piece : value.value.split(",")) {
        if (!piece.trim().isEmpty()) {
          out.add(piece.trim());
        }
      }
    }
    return out;
  }

  FailureMode onFault() {
    return onFault;
  }

  OnUnsupported onUnsupported() {
    return onUnsupported;
  }

  /** The lowest level that is written. */
  Level log() {
    return Level.valueOf(log.toUpperCase(Locale.ROOT));
  }

  boolean enabled() {
    return enabled;
  }

  /** What is odd about the settings, one sentence each. */
  List<String> warnings() {
    return warnings;
  }

  /** One line a setting: name, value and where it came from. */
  List<String> describe() {
    Map<String, String> values = new LinkedHashMap<>();
    values.put("policy", policy().isPresent() ? policy().get() : "not set");
    values.put("environment", environment.orElse("not set"));
    values.put("state", state().isPresent() ? state().get() : "not set");
    values.put("admin", admin.isPresent() ? admin.get().toString() : "not set");
    values.put("startup", startup.name().toLowerCase(Locale.ROOT));
    values.put("startupExempt", startupExempt().isEmpty() ? "none" : startupExempt().toString());
    values.put("onFault", onFault.name().toLowerCase(Locale.ROOT));
    values.put("onUnsupported", onUnsupported.name().toLowerCase(Locale.ROOT));
    values.put("bypassCidrs", bypassCidrs.isEmpty() ? "none" : rules(bypassCidrs));
    values.put("emergencyBypass", emergencyBypass.toString());
    values.put("log", log);
    List<String> lines = new ArrayList<>();
    for (Map.Entry<String, String> value : values.entrySet()) {
      Given from = given.get(value.getKey());
      lines.add(
          value.getKey()
              + " = "
              + value.getValue()
              + " ("
              + (from == null ? "default" : from.source)
              + ")");
    }
    return lines;
  }

  private static String rules(List<Entry> entries) {
    List<String> rules = new ArrayList<>();
    for (Entry entry : entries) {
      rules.add(entry.rule().toString());
    }
    return rules.toString();
  }
}
