package io.portcullis.ip;

import static io.portcullis.ip.IpTexts.ip;
import static io.portcullis.ip.IpTexts.rule;
import static io.portcullis.ip.IpTexts.set;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IpTableTest {
  @Test
  void valueIsTheVeryObjectThatWasAdded() {
    String first = new String("same text");
    String second = new String("same text");
    IpTable<String> table =
        IpTable.<String>builder()
            .add(rule("10.0.0.1"), first)
            .add(rule("10.0.0.2"), second)
            .build();
    assertThat(table.lookup(ip("10.0.0.1"), "none")).isSameAs(first);
    assertThat(table.lookup(ip("10.0.0.2"), "none")).isSameAs(second);
    assertThat(table.lookup(ip("10.0.0.3"), "none")).isEqualTo("none");
  }

  @ParameterizedTest
  @CsvSource({
    "10.0.0.0, wide",
    "10.0.0.9, wide",
    "10.0.0.10, early",
    "10.0.0.14, early",
    "10.0.0.15, early",
    "10.0.0.19, early",
    "10.0.0.20, late",
    "10.0.0.24, late",
    "10.0.0.25, wide",
    "10.0.0.255, wide",
    "10.0.1.0, none",
    "10.0.0.40, single",
    "::ffff:10.0.0.40, single",
    "::10.0.0.40, six",
    "2001:db8::, six",
  })
  void narrowestWinsAndOfEquallyNarrowOnesTheFirstAdded(String address, String value) {
    IpTable<String> table =
        IpTable.<String>builder()
            .add(rule("10.0.0.10-19"), "early")
            .add(rule("10.0.0.0/24"), "wide")
            .add(rule("10.0.0.15-24"), "late")
            .add(rule("10.0.0.0-255"), "same as wide, too late")
            .add(rule("10.0.0.40"), "single")
            .add(rule("10.0.0.40/32"), "same as single, too late")
            .add(rule("::/0"), "six")
            .build();
    assertThat(table.lookup(ip(address), "none")).isEqualTo(value);
  }

  @Test
  void emptyTableHasNothing() {
    IpTable<String> table = IpTable.<String>builder().build();
    assertThat(table.isEmpty()).isTrue();
    assertThat(table.size()).isZero();
    for (String address : List.of("0.0.0.0", "255.255.255.255", "::", "ffff::")) {
      assertThat(table.lookup(ip(address), "none")).isEqualTo("none");
    }
  }

  @Test
  void builderGoesOnWithoutChangingWhatItBuilt() {
    IpTable.Builder<String> builder = IpTable.<String>builder().add(rule("10.0.0.1"), "one");
    IpTable<String> before = builder.build();
    IpTable<String> after = builder.add(rule("10.0.0.2"), "two").build();
    assertThat(before.lookup(ip("10.0.0.2"), "none")).isEqualTo("none");
    assertThat(before.size()).isEqualTo(1);
    assertThat(after.lookup(ip("10.0.0.2"), "none")).isEqualTo("two");
  }

  @Test
  void bytesThatAreNoAddressAreRefused() {
    IpTable<String> table = IpTable.<String>builder().build();
    assertThatIllegalArgumentException().isThrownBy(() -> table.lookup(new byte[0], "none"));
  }

  @Test
  void familyIsCoveredByOneRuleOrByTheUnionOfSeveral() {
    assertThat(set("0.0.0.0/0").coversWholeFamily()).isTrue();
    assertThat(set("::/0").coversWholeFamily()).isTrue();
    assertThat(set("::ffff:0:0/96").coversWholeFamily()).isTrue();
    assertThat(set("0.0.0.0/1", "2001:db8::/32", "128.0.0.0/1").coversWholeFamily()).isTrue();
    assertThat(set("0.0.0.0/1", "128.0.0.0-255.255.255.254").coversWholeFamily()).isFalse();
    assertThat(set("0.0.0.0/1", "8000::/1").coversWholeFamily()).isFalse();
    assertThat(set("::/1", "8000::/1").coversWholeFamily()).isTrue();
    assertThat(set().coversWholeFamily()).isFalse();
    assertThat(IpSet.empty().coversWholeFamily()).isFalse();
  }

  @Test
  void mappedBlockNeedNotBeCoveredAndNothingElseMayBeMissing() {
    String rest = "::1:0:0:0-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff";
    assertThat(set("::-::fffe:ffff:ffff", rest).coversWholeFamily()).isTrue();
    assertThat(set("::-::fffe:ffff:fffe", rest).coversWholeFamily()).isFalse();
    assertThat(set("::1-::fffe:ffff:ffff", rest).coversWholeFamily()).isFalse();
    assertThat(set("::-::fffe:ffff:ffff", "::1:0:0:1-" + rest.substring(12)).coversWholeFamily())
        .isFalse();
    assertThat(set("::-::fffe:ffff:ffff").coversWholeFamily()).isFalse();
    assertThat(set(rest).coversWholeFamily()).isFalse();
  }

  @Test
  void familiesDoNotOverlap() {
    assertThat(set("::/0").overlaps(set("0.0.0.0/0"))).isFalse();
    assertThat(set("::/0").overlaps(set("::1"))).isTrue();
    assertThat(set("10.0.0.0/8").overlaps(set("::ffff:10.1.0.0/112"))).isTrue();
    assertThat(IpSet.empty().overlaps(set("::/0"))).isFalse();
    assertThat(set("::/0").contains(ip("10.0.0.1"))).isFalse();
  }
}
