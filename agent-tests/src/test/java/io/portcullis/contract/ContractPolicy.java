package io.portcullis.contract;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The policy of the contract, and the loopback addresses that it tells apart. */
final class ContractPolicy {
  /** On the global list. */
  static final String ALLOWED = "127.0.0.1";

  /** On no list. */
  static final String DENIED = "127.0.0.2";

  /** On the list of the tenant {@code acme} only. */
  static final String ACME = "127.0.0.3";

  /** The one peer that may speak for a client. */
  static final String PROXY = "127.0.0.4";

  /** A request of a tenant that is only watched: it goes on, and its denial is recorded. */
  static final String WATCHED = "X-Tenant-Id: watched";

  /** A page that is never judged. */
  static final String EXEMPT = "/health";

  private static final String TEXT =
      """
      portcullis: 1
      mode: enforce
      clientAddress:
        header: X-Forwarded-For
        trustedProxies: [127.0.0.4]
      callers:
        tenant: [{header: X-Tenant-Id}]
        onUnknownTenant: global
      exempt:
        paths: [/health]
      global:
        allow: [127.0.0.1]
      tenants:
        acme:
          allow: [127.0.0.3]
        watched:
          mode: monitor
          allow: [192.0.2.1]
      """;

  private ContractPolicy() {}

  static Path writeTo(Path folder) throws IOException {
    return Files.writeString(folder.resolve("policy.yaml"), TEXT);
  }
}
