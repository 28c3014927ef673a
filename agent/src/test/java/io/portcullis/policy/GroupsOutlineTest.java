package io.portcullis.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.engine.Mode;
import io.portcullis.source.PolicyText;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What {@code diff} compares of groups. */
class GroupsOutlineTest {
  private static final String WRITTEN =
      """
      groups:
        g:
          match: [/g/**]
          network: {enabled: true, domains: [a.test], addresses: [192.0.2.0/31]}
          endpoints:
            both: {match: [/g/a], inherit: true, network: {addresses: [192.0.2.2]}}
            own: {match: /g/b, inherit: false, network: {addresses: [192.0.2.2]}}
            none: {match: /g/c, mode: monitor, inherit: false}
            same: {match: /g/d}
      """;

  @Test
  void scopesAreWhatIsInForce() {
    Map<String, AddressScope> scopes = outline(WRITTEN).scopes();
    assertThat(scopes)
        .containsKeys(
            "group:g", "endpoint:g/both", "endpoint:g/own", "endpoint:g/none", "endpoint:g/same");
    assertThat(Objects.requireNonNull(scopes.get("group:g")).admitted().toString())
        .isEqualTo(Objects.requireNonNull(scopes.get("endpoint:g/same")).admitted().toString());
    assertThat(Objects.requireNonNull(scopes.get("endpoint:g/both")).admitted())
        .isNotEqualTo(Objects.requireNonNull(scopes.get("endpoint:g/own")).admitted());
    assertThat(Objects.requireNonNull(scopes.get("endpoint:g/own")).isRestricted()).isTrue();
    assertThat(Objects.requireNonNull(scopes.get("endpoint:g/none")).isRestricted()).isFalse();
    assertThat(Objects.requireNonNull(scopes.get("endpoint:g/none")).mode())
        .isEqualTo(Mode.MONITOR);
  }

  @Test
  void toWriteADefaultOutChangesNothing() {
    String bare =
        WRITTEN
            .replace("enabled: true, ", "")
            .replace("inherit: true, ", "")
            .replace("[/g/a]", "/g/a");
    assertThat(outline(WRITTEN).settings()).isEqualTo(outline(bare).settings());
    assertThat(outline(WRITTEN).settings())
        .containsEntry("groups.g.match", "[/g/**]")
        .containsEntry("groups.g.network.domains", "[a.test]")
        .containsEntry("groups.g.endpoints.own.inherit", "false")
        .doesNotContainKey("groups.g.network.addresses")
        .doesNotContainKey("groups.g.endpoints.none.mode");
  }

  private static PolicyOutline outline(String keys) {
    byte[] text = ("portcullis: 1\n" + keys).getBytes(StandardCharsets.UTF_8);
    return PolicyOutline.of(PolicyText.of("policy.yaml", text, Map.of()));
  }
}
