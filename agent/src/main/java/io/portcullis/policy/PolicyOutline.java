package io.portcullis.policy;

import io.portcullis.engine.Allowlist;
import io.portcullis.engine.EmptyAllowlist;
import io.portcullis.engine.Entry;
import io.portcullis.engine.Mode;
import io.portcullis.engine.NetworkRule;
import io.portcullis.policy.PolicyDocument.FileReference;
import io.portcullis.policy.PolicyDocument.KeyPart;
import io.portcullis.policy.PolicyDocument.ScopePart;
import io.portcullis.source.PolicyText;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a policy says, in a form in which two policies can be compared: whom each list lets in,
 * however it is written, and every other key with its value. Immutable.
 */
public final class PolicyOutline {
  /** What the scopes tell better, what has no effect on requests, and the version. */
  private static final Set<String> LEFT_OUT =
      new HashSet<>(
          Arrays.asList(
              "portcullis", "sets", "tests", "clientAddress.trustedProxies", "exempt.addresses"));

  private final Map<String, AddressScope> scopes;
  private final Map<String, String> settings;
  private final Map<String, Set<String>> tenants;

  private PolicyOutline(
      Map<String, AddressScope> scopes,
      Map<String, String> settings,
      Map<String, Set<String>> tenants) {
    this.scopes = Collections.unmodifiableMap(scopes);
    this.settings = Collections.unmodifiableMap(settings);
    this.tenants = Collections.unmodifiableMap(tenants);
  }

  /**
   * The outline of a policy in which {@link PolicyReader#read} finds no error. What is wrong with
   * any other is left out.
   */
  public static PolicyOutline of(PolicyText text) {
    Problems ignored = new Problems(text.name());
    Optional<YamlNode> root = YamlReader.read(text.name(), text.bytes(), ignored);
    Map<String, AddressScope> scopes = new LinkedHashMap<>();
    Map<String, String> settings = new LinkedHashMap<>();
    Map<String, Set<String>> tenants = new LinkedHashMap<>();
    if (root.isPresent()) {
      PolicyDocument written = PolicyDocumentReader.read(root.get(), ignored);
      PolicyDocument document = PolicyReader.merged(written, text, ignored).orElse(written);
      addTenants(document, tenants);
      addScopes(document, new ListResolver(text, document.sets, ignored), scopes);
      addSettings("", root.get(), settings);
      addFiles(document, text, settings);
    }
    addDefaults(settings);
    return new PolicyOutline(scopes, settings, tenants);
  }

  /** Whose the scopes are; where two tenants spell one name, it is that of both. */
  private static void addTenants(PolicyDocument document, Map<String, Set<String>> tenants) {
    for (String tenant : document.tenants.byName.keySet()) {
      addTenants("tenant:" + tenant, Collections.singleton(tenant), tenants);
      for (String program : document.tenants.programsOf(tenant).keySet()) {
        addTenants("program:" + tenant + "/" + program, Collections.singleton(tenant), tenants);
      }
    }
    for (Map.Entry<String, KeyPart> key : document.keys.byId.entrySet()) {
      addTenants("key:" + key.getKey(), key.getValue().tenants.keySet(), tenants);
    }
  }

  private static void addTenants(String scope, Set<String> some, Map<String, Set<String>> tenants) {
    Set<String> all = new LinkedHashSet<>(some);
    if (tenants.containsKey(scope)) {
      all.addAll(tenants.get(scope));
    }
    tenants.put(scope, Collections.unmodifiableSet(all));
  }

  private static void addScopes(
      PolicyDocument document, ListResolver lists, Map<String, AddressScope> scopes) {
    // A set that holds itself has to be known as such before a list is followed into it.
    lists.checkSets();
    scopes.put(
        "clientAddress.trustedProxies",
        plain(
            document.clientAddress.isPresent()
                    && document.clientAddress.get().trustedProxies.isPresent()
                ? lists.resolve(document.clientAddress.get().trustedProxies.get(), false)
                : Collections.<Entry>emptyList()));
    scopes.put(
        "exempt.addresses",
        plain(
            document.exempt.addresses.isPresent()
                ? lists.resolve(document.exempt.addresses.get(), false)
                : Collections.<Entry>emptyList()));
    scopes.put("global", scope(document.global, document.emptyAllowlist, lists));
    for (Map.Entry<String, ScopePart> tenant : document.tenants.byName.entrySet()) {
      String name = tenant.getKey();
      scopes.put(
          "tenant:" + name, scope(Optional.of(tenant.getValue()), document.emptyAllowlist, lists));
      for (Map.Entry<String, ScopePart> each : document.tenants.programsOf(name).entrySet()) {
        addOwn("program:" + name + "/" + each.getKey(), each.getValue(), document, lists, scopes);
      }
    }
    for (Map.Entry<String, KeyPart> key : document.keys.byId.entrySet()) {
      addOwn("key:" + key.getKey(), key.getValue().scope, document, lists, scopes);
    }
    addGroups(document, lists, scopes);
  }

  /** A scope that inherits is none: what it inherits is told where it is written. */
  private static void addOwn(
      String name,
      ScopePart part,
      PolicyDocument document,
      ListResolver lists,
      Map<String, AddressScope> scopes) {
    if (part.allow.isPresent()) {
      scopes.put(name, scope(Optional.of(part), document.emptyAllowlist, lists));
    }
  }

  /** What is in force for each group and each endpoint, by address. */
  private static void addGroups(
      PolicyDocument document, final ListResolver lists, Map<String, AddressScope> scopes) {
    GroupCompiler.Lists plain =
        new GroupCompiler.Lists() {
          @Override
          public List<Entry> entries(AddressList list) {
            return lists.resolve(list, false);
          }
        };
    GroupCompiler groups = new GroupCompiler(plain, new Problems(""));
    groups.compile(document.groups);
    for (Map.Entry<String, NetworkRule> rule : groups.rules().entrySet()) {
      NetworkRule inForce = rule.getValue();
      scopes.put(
          rule.getKey(),
          inForce.filters()
              ? AddressScope.restricted(inForce.mode(), inForce.entries())
              : AddressScope.open(inForce.mode()));
    }
  }

  private static AddressScope plain(List<Entry> entries) {
    return AddressScope.restricted(Mode.ENFORCE, entries);
  }

  private static AddressScope scope(
      Optional<ScopePart> part, EmptyAllowlist whenEmpty, ListResolver lists) {
    Mode mode = part.isPresent() ? part.get().mode : Mode.ENFORCE;
    Optional<AddressList> list =
        part.isPresent() ? part.get().allow : Optional.<AddressList>empty();
    if (list.isPresent() && list.get().isOpen()) {
      return AddressScope.open(mode);
    }
    List<Entry> entries =
        list.isPresent() ? lists.resolve(list.get(), false) : Collections.<Entry>emptyList();
    return whenEmpty == EmptyAllowlist.ALLOW && !Allowlist.of("", mode, entries).restricts()
        ? AddressScope.open(mode)
        : AddressScope.restricted(mode, entries);
  }

  /** What a file of certificates holds is told by its hash: its name says nothing of a change. */
  private static void addFiles(
      PolicyDocument document, PolicyText text, Map<String, String> settings) {
    for (FileReference file : document.certificateFiles()) {
      byte[] bytes = text.lists().get(file.name);
      if (bytes != null) {
        settings.put("file:" + file.name, "sha256 " + PolicyReader.firstOfHash(bytes));
      }
    }
    for (Map.Entry<String, ScopePart> tenant : document.tenants.byName.entrySet()) {
      if (tenant.getValue().certificate.isPresent()) {
        addDefault("tenants." + tenant.getKey() + ".certificate.required", "true", settings);
      }
    }
    if (document.global.isPresent() && document.global.get().certificate.isPresent()) {
      addDefault("global.certificate.required", "true", settings);
    }
  }

  private static void addSettings(String path, YamlNode node, Map<String, String> settings) {
    if (!node.isMapping()) {
      settings.put(
          path, GroupOutline.isOneOfMany(path, node) ? "[" + written(node) + "]" : written(node));
      return;
    }
    for (int i = 0; i < node.keys().size(); i++) {
      String key = node.keys().get(i).text();
      String inner = path.isEmpty() ? key : path + "." + key;
      boolean ofScope =
          (path.equals("global") || path.startsWith("tenants.") || path.startsWith("keys."))
              && (key.equals("mode") || key.equals("allow"));
      boolean ofSecret = path.startsWith("keys.") || path.startsWith("operators.");
      if (ofSecret && key.equals("sha256")) {
        settings.put(inner, shortened(node.values().get(i)));
      } else if (!ofScope
          && !LEFT_OUT.contains(inner)
          && !GroupOutline.isOfScope(inner)
          && !GroupOutline.isDefault(inner, node.values().get(i))) {
        addSettings(inner, node.values().get(i), settings);
      }
    }
  }

  /** Enough of a hash to tell it from another, and too little to look for the key that it is of. */
  private static String shortened(YamlNode node) {
    String hash = node.isScalar() ? node.text().toLowerCase(Locale.ROOT) : "";
    return hash.length() > 8 ? hash.substring(0, 8) + "…" : "…";
  }

  /** A value on one line; how its text was quoted is no part of it. */
  private static String written(YamlNode node) {
    if (node.isScalar()) {
      return node.text();
    }
    StringBuilder line = new StringBuilder(node.isMapping() ? "{" : "[");
    for (int i = 0; i < node.values().size(); i++) {
      line.append(i == 0 ? "" : ", ");
      if (node.isMapping()) {
        line.append(written(node.keys().get(i))).append(": ");
      }
      line.append(written(node.values().get(i)));
    }
    return line.append(node.isMapping() ? '}' : ']').toString();
  }

  /** To write a default out changes nothing. */
  private static void addDefaults(Map<String, String> settings) {
    addDefault("mode", "enforce", settings);
    addDefault("clientAddress.onUnreadable", "deny", settings);
    addDefault("clientAddress.proxyAsClient", "false", settings);
    addDefault("clientAddress.transports", "[]", settings);
    addDefault("defaults.emptyAllowlist", "allow", settings);
    addDefault("limits.keysMayWiden", "true", settings);
    addDefault("dns.timeout", "2s", settings);
    addDefault("dns.budget", "3s", settings);
    addDefault("dns.staleFor", "10m", settings);
    addDefault("dns.maxWaiting", "32", settings);
    addDefault("dns.onIndeterminate", "deny", settings);
    addDefault("responses.profile", "default", settings);
  }

  private static void addDefault(String key, String value, Map<String, String> settings) {
    if (!settings.containsKey(key)) {
      settings.put(key, value);
    }
  }

  /**
   * The address lists by name: {@code clientAddress.trustedProxies}, {@code exempt.addresses},
   * {@code global}, {@code tenant:acme}, {@code program:acme/prepaid}, {@code key:acme-cron},
   * {@code group:internal}, {@code endpoint:internal/reports}. The first three are always there,
   * programs and keys only with a list of their own.
   */
  public Map<String, AddressScope> scopes() {
    return scopes;
  }

  /**
   * The tenants that a scope is of; none where it is one of the whole platform, such as {@code
   * global} or a key of every tenant.
   */
  public Set<String> tenantsOf(String scope) {
    Set<String> of = tenants.get(scope);
    return of == null ? Collections.<String>emptySet() : of;
  }

  /** Every key that is no address list and no scope's mode, by its path, with its value. */
  public Map<String, String> settings() {
    return settings;
  }
}
