package io.portcullis.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.caller.KeyHash;
import io.portcullis.source.PolicyText;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code operators}: who may use the management API. */
class OperatorsPolicyTest {
  private static final String HEAD =
      "portcullis: 1\n"
          + "callers: {tenant: [{header: X-Tenant-Id}], onUnknownTenant: deny}\n"
          + "tenants: {acme: {allow: [192.0.2.1]}}\n"
          + "global: {allow: []}\n"
          + "operators:\n";

  private static PolicyLoad read(String operators) {
    String yaml =
        HEAD
            + operators
                .replace("ADA", KeyHash.ofKey("ada").hex())
                .replace("BOB", KeyHash.ofKey("bob").hex());
    return PolicyReader.read(
        PolicyText.of("p.yaml", yaml.getBytes(StandardCharsets.UTF_8), Map.of()));
  }

  @Test
  void operatorIsKnownByItsTokenAlone() {
    Operators operators =
        read("  ada: {sha256: ADA, role: platform-admin}\n"
                + "  bob: {sha256: BOB, role: viewer, tenants: [acme]}\n")
            .operators();
    assertThat(operators.all()).extracting(Operator::name).containsExactly("ada", "bob");
    Operator ada = operators.withToken("ada").orElseThrow();
    assertThat(ada.isOfPlatform() && ada.sees("acme") && ada.sees("globex")).isTrue();
    Operator bob = operators.withToken("bob").orElseThrow();
    assertThat(bob.isOfPlatform() || bob.sees("globex")).isFalse();
    assertThat(bob.sees("acme")).isTrue();
    for (String other : List.of("", "eve", KeyHash.ofKey("ada").hex(), "ADA")) {
      assertThat(operators.withToken(other)).isEmpty();
    }
    assertThat(ada).hasToString("ada (platform-admin)");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{role: viewer} | MISSING_KEY | `operators.x.sha256` is missing",
        "{sha256: ADA} | MISSING_KEY | `operators.x.role` is missing",
        "{sha256: hunter2, role: viewer} | WRONG_VALUE | never the token itself",
        "{sha256: ADA, role: root} | WRONG_VALUE | `viewer`, `tenant-admin` or `platform-admin`",
        "{sha256: ADA, rôle: viewer, role: viewer} | UNKNOWN_KEY | unknown key",
        "{sha256: ADA, role: viewer, tenants: []} | WRONG_VALUE | names no tenant",
        "{sha256: ADA, role: viewer, tenants: [amce]} | UNKNOWN_TENANT | did you mean `acme`",
        "{sha256: ADA, role: viewer, tenants: [acme, acme]} | WRONG_VALUE | stands twice",
        "{sha256: ADA, role: viewer, tenants: '*'} | WRONG_TYPE | a list of tenants",
        "{sha256: ADA, role: tenant-admin} | MISSING_KEY | `operators.x.tenants` is missing",
        "{sha256: ADA, role: platform-admin, tenants: [acme]} | WRONG_VALUE | one of all tenants",
        "viewer | WRONG_TYPE | is a mapping",
      })
  void whatIsWrongIsToldAndNoTokenShown(String operator, String code, String words) {
    PolicyLoad load = read("  x: " + operator + "\n");
    assertThat(load.isFit()).isFalse();
    assertThat(load.errors()).extracting(Problem::code).contains(code);
    assertThat(load.errors().toString()).contains(words).doesNotContain("hunter2");
  }

  @Test
  void twoOperatorsWithOneTokenAreRefused() {
    PolicyLoad load =
        read("  ada: {sha256: ADA, role: viewer}\n  eve: {sha256: ADA, role: platform-admin}\n");
    assertThat(load.errors()).extracting(Problem::code).containsExactly("DUPLICATE_TOKEN");
  }

  @Test
  void outlineShortensTheHash() {
    PolicyOutline outline =
        read("  ada: {sha256: ADA, role: platform-admin}\n").outline().orElseThrow();
    assertThat(outline.settings())
        .containsEntry("operators.ada.role", "platform-admin")
        .containsEntry("operators.ada.sha256", KeyHash.ofKey("ada").hex().substring(0, 8) + "…");
    assertThat(outline.tenantsOf("tenant:acme")).containsExactly("acme");
    assertThat(outline.tenantsOf("global")).isEmpty();
  }
}
