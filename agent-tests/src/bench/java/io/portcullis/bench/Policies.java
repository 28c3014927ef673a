package io.portcullis.bench;

import io.portcullis.caller.KeyHash;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The policies that are measured, written as an operator writes them. */
final class Policies {
  static final String LIST = "entries.txt";
  static final int ENTRIES = 10_000;
  static final int TENANTS = 1_000;
  static final int ENTRIES_PER_TENANT = 100;

  /** One list for all; a list a tenant behind a proxy; the same with a key for each tenant. */
  static final String[] DECISIONS = {"global", "tenants", "tenants+key"};

  private Policies() {}

  /** A policy and the one list that it may name. */
  record Written(String policy, String list) {
    /** Puts both into a folder and gives the policy's path. */
    Path in(Path folder) throws IOException {
      Files.createDirectories(folder);
      Files.writeString(folder.resolve(LIST), list);
      return Files.writeString(folder.resolve("policy.yaml"), policy);
    }
  }

  static Written decision(String name) {
    return switch (name) {
      case "global" -> global(ENTRIES, "");
      case "tenants" -> tenants("10.0.0.5", false);
      case "tenants+key" -> tenants("10.0.0.5", true);
      default -> throw new IllegalArgumentException("no policy `" + name + "`");
    };
  }

  /** A list for all callers in a file of its own, and some lines before it. */
  static Written global(int entries, String first) {
    StringBuilder list = new StringBuilder(first);
    for (int i = 0; i < entries; i++) {
      list.append(globalAddress(i)).append('\n');
    }
    return new Written("portcullis: 1\nglobal: {allow: [{file: " + LIST + "}]}\n", list.toString());
  }

  static Written tenants(String proxy, boolean keys) {
    StringBuilder text = new StringBuilder("portcullis: 1\n");
    text.append("clientAddress: {header: X-Forwarded-For, trustedProxies: [");
    text.append(proxy).append("]}\n");
    text.append("callers:\n  tenant: [{header: X-Tenant-Id}]\n  onUnknownTenant: deny\n");
    if (keys) {
      text.append("  apiKey: {header: X-API-Key}\n  onUnknownKey: deny\n");
    }
    text.append("global: {allow: []}\ndefaults: {emptyAllowlist: deny}\ntenants:\n");
    for (int tenant = 0; tenant < TENANTS; tenant++) {
      text.append("  ").append(tenant(tenant)).append(":\n    allow:\n");
      for (int entry = 0; entry < ENTRIES_PER_TENANT; entry++) {
        text.append("      - ").append(tenantAddress(tenant, entry)).append('\n');
      }
    }
    if (keys) {
      text.append("keys:\n");
      for (int tenant = 0; tenant < TENANTS; tenant++) {
        text.append("  key-").append(tenant);
        text.append(": {sha256: ").append(KeyHash.ofKey(key(tenant)).hex());
        text.append(", tenants: [").append(tenant(tenant)).append("]}\n");
      }
    }
    return new Written(text.toString(), "");
  }

  static String tenant(int number) {
    return "tenant-" + number;
  }

  static String key(int tenant) {
    return "a-long-and-secret-key-of-tenant-" + tenant;
  }

  static String globalAddress(int entry) {
    return 20 + (entry >> 16) + "." + (entry >> 8 & 255) + "." + (entry & 255) + ".7";
  }

  static String tenantAddress(int tenant, int entry) {
    int number = tenant * ENTRIES_PER_TENANT + entry;
    return 50 + (number >> 16) + "." + (number >> 8 & 255) + "." + (number & 255) + ".9";
  }
}
