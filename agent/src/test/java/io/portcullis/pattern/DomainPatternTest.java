package io.portcullis.pattern;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DomainPatternTest {
  @ParameterizedTest
  @CsvSource({
    "app.example.com, app.example.com, true",
    "app.example.com, APP.Example.COM, true",
    "App.Example.com., app.example.com, true",
    "app.example.com, app.example.com., true",
    "app.example.com, app.example.com.., false",
    "app.example.com, app.example.com:8443, true",
    "app.example.com, app.example.com:, true",
    "app.example.com, app.example.com:x, false",
    "app.example.com, app.example.com:70000, false",
    "app.example.com, app.example.com.:443, true",
    "app.example.com, x.app.example.com, false",
    "app.example.com, app.example.com.evil.test, false",
    "app.example.com, xapp.example.com, false",
    "*.example.com, a.example.com, true",
    "*.example.com, a.b.example.com, true",
    "*.example.com, example.com, false",
    "*.example.com, .example.com, false",
    "*.example.com, aexample.com, false",
    "*.example.com, a.example.com.evil.test, false",
    "*.example.com, a%2eexample.com, false",
    "*.example.com, a_b.example.com, true",
    "my_app.example.com, my_app.example.com, true",
    "localhost, localhost:3000, true",
    "localhost, x.localhost, false",
    "intranet, intranet, true",
    "192.0.2.1, 192.0.2.1:80, true",
    "192.0.2.1, 0300.0.2.1, false",
    "192.0.2.1, 192.0.2.1., false",
    "192.0.2.1, 192.0.513, false",
    "192.0.2.1, '[::ffff:c000:201]', true",
    "'[2001:db8::1]', '[2001:DB8:0:0::1]:443', true",
    "'[2001:db8::1]', '[2001:db8::1%251]', false",
    "'[2001:db8::1]', '2001:db8::1', false",
    "'[2001:db8::1]', '[2001:db8::2]', false",
    "xn--9t9h.com, XN--9T9H.com, true",
    "null, null, false",
  })
  void hostMatches(String pattern, String host, boolean expected) throws Exception {
    assertThat(DomainPattern.parse(pattern).matches(Origin.ofHost(host))).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "https://app.example.com, true",
    "https://app.example.com/, true",
    "http://APP.example.com:8080, true",
    "capacitor://app.example.com, true",
    "https://app.example.com/path, false",
    "https://user@app.example.com, false",
    "https://evil.test@app.example.com, false",
    "https://app.example.com@evil.test, false",
    "https://app.example.com\\.evil.test, false",
    "https://app.example.com\\@evil.test, false",
    "https://app%2eexample.com, false",
    "https://app.example.com%00.evil.test, false",
    "https://app.example.com https://evil.test, false",
    "'https://app.example.com, https://evil.test', false",
    "'https://app.example.com,', false",
    "app.example.com, false",
    "//app.example.com, false",
    "://app.example.com, false",
    "1http://app.example.com, false",
    "https:/app.example.com, false",
    "https://, false",
    "'', false",
    "null, false",
  })
  void originMatches(String origin, boolean expected) throws Exception {
    DomainPattern pattern = DomainPattern.parse("app.example.com");
    assertThat(pattern.matches(Origin.ofOrigin(origin))).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "https://app.example.com, true",
    "https://app.example.com/a/b?c=d#e, true",
    "'https://app.example.com/list?ids=1,2', true",
    "https://app.example.com?x, true",
    "https://app.example.com/@evil.test, true",
    "https://evil.test/https://app.example.com, false",
    "'https://app.example.com/,https://evil.test/', false",
    "'https://app.example.com/, x', false",
    "https://user:word@app.example.com/, false",
    "https://app.example.com\\/evil, false",
    "https://app.example.com/a\\b, false",
    "about:blank, false",
    "null, false",
  })
  void refererMatches(String referer, boolean expected) throws Exception {
    DomainPattern pattern = DomainPattern.parse("app.example.com");
    assertThat(pattern.matches(Origin.ofReferer(referer))).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\u0000", "\t", "\n", " ", "\u007f", "\u00e9"})
  void oddCharacterInAHostMatchesNothing(String odd) throws Exception {
    for (String pattern : new String[] {"app.test", "*.app.test", "null"}) {
      for (String host :
          new String[] {odd + "app.test", "app.test" + odd, "x" + odd + ".app.test"}) {
        DomainPattern parsed = DomainPattern.parse(pattern);
        assertThat(parsed.matches(Origin.ofHost(host))).isFalse();
        assertThat(parsed.matches(Origin.ofOrigin("https://" + host))).isFalse();
        assertThat(parsed.matches(Origin.ofReferer("https://" + host + "/"))).isFalse();
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"null, true", "app.test, false", "*.app.test, false"})
  void onlyTheExplicitNullMatchesNull(String pattern, boolean expected) throws Exception {
    assertThat(DomainPattern.parse(pattern).matches(Origin.ofOrigin("null"))).isEqualTo(expected);
    assertThat(DomainPattern.parse(pattern).matches(Origin.ofOrigin("NULL"))).isFalse();
    assertThat(DomainPattern.parse(pattern).matches(Origin.ofOrigin("https://null"))).isFalse();
    assertThat(DomainPattern.parse(pattern).matches(Origin.unreadable())).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "'', nothing is written; write a host such as `app.example.com`",
    "*, it would admit every domain; name the domains that are meant",
    "*., it would admit every domain; name the domains that are meant",
    "*.com, it would admit a whole top-level domain; write `*.example.com`",
    "*.com., it would admit a whole top-level domain; write `*.example.com`",
    "a.*.com, 'a star stands for whole labels, first and only once; write `*.example.com`'",
    "*.*.example.com, 'a star stands for whole labels, first and only once; write `*.example.com`'",
    "*app.example.com, 'a star stands for whole labels, first and only once; write `*.example.com`'",
    "https://a.com, 'a domain has no scheme; write the host alone, such as `app.example.com`'",
    "a.com/, 'a domain has no path; write the host alone, such as `app.example.com`'",
    "me@a.com, 'a domain has no user; write the host alone, such as `app.example.com`'",
    "a.com:443, 'a domain has no port, it holds for all of them; leave out what begins with `:`'",
    "2001:db8::1, an IPv6 address as a host stands in brackets; write `[2001:db8::1]`",
    "'[2001:db8::1', 'there is no IPv6 address in the brackets, or a port behind them; write `[2001:db8::1]`'",
    "'[::1]:80', 'there is no IPv6 address in the brackets, or a port behind them; write `[2001:db8::1]`'",
    "a..com, there is an empty label; for all below a domain write `*.example.com`",
    ".a.com, there is an empty label; for all below a domain write `*.example.com`",
    "a%41.com, a host has no escapes; write the characters themselves",
    "a!.com, 'there is a character that no host has; a host is letters, digits, hyphens and dots'",
    "-a.com, a label does not begin or end with a hyphen",
    "010.0.0.1, 'a host that ends in a number is an IPv4 address, such as `192.0.2.1`'",
    "app.0x7F, 'a host that ends in a number is an IPv4 address, such as `192.0.2.1`'",
    "*.0.2.1, 'a host that ends in a number is an IPv4 address, such as `192.0.2.1`'",
    "*.192.0.2.1, nothing is below an address; write it under `addresses`",
    "b\u00fccher.example, 'browsers send names in ASCII; write its A-labels, which begin with `xn--`'",
    "a b.com, there is a blank or a control character; leave it out",
  })
  void badPatternIsRefused(String text, String cause) {
    assertThatThrownBy(() -> DomainPattern.parse(text))
        .isInstanceOf(PatternSyntaxException.class)
        .hasMessage("invalid domain `" + text + "`: " + cause);
  }

  @ParameterizedTest
  @CsvSource({
    "*.b.test, a.b.test, true",
    "*.b.test, *.a.b.test, true",
    "*.b.test, *.b.test, true",
    "*.b.test, b.test, false",
    "*.b.test, ab.test, false",
    "*.b.test, null, false",
    "a.b.test, A.b.test., true",
    "a.b.test, *.a.b.test, false",
    "null, null, true",
  })
  void patternContains(String one, String other, boolean expected) throws Exception {
    assertThat(DomainPattern.parse(one).contains(DomainPattern.parse(other))).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "a.test, a.test, true",
    "a.test:80, a.test, true",
    "a.test:80, A.test.:80, true",
    "a.test:80, a.test:81, false",
    "a.test, b.test, false",
    "a b, a b, false",
    "'[::1]:1', '[0:0::1]', true",
  })
  void hostsAgree(String one, String other, boolean expected) {
    assertThat(Origin.ofHost(one).agreesWith(Origin.ofHost(other))).isEqualTo(expected);
    assertThat(Origin.ofHost(other).agreesWith(Origin.ofHost(one))).isEqualTo(expected);
  }
}
