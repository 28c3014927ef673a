package io.portcullis.caller;

import static io.portcullis.testing.Facts.from;
import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.engine.RequestFacts;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.NumericChars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeySourceTest {
  @ParameterizedTest
  @CsvSource({
    // lines of X-API-Key, parted by |; "none" for no line; what is read
    "none, none",
    "k1, k1",
    "' k1\t', k1",
    "k1|k1, k1",
    "k1| k1 , k1",
    "a key with blanks, a key with blanks",
    "k1|k2, several",
    "k1|K1, several",
    "k1|k2|k1, several",
    "'', unreadable header_blank",
    "' \t', unreadable header_blank",
    "k1|'', unreadable header_blank",
    "k1|k2|'', unreadable header_blank",
    "'k1,k2', unreadable header_list",
    "'k1,', unreadable header_list",
    "'k1|k1,k1', unreadable header_list",
    "'k1\u000b', unreadable header_not_printable",
    "'k1\u00a0', unreadable header_not_printable",
    "'k\u00e91', unreadable header_not_printable",
  })
  void header(String lines, String expected) {
    RequestFacts.Builder request = from("192.0.2.1");
    if (!lines.equals("none")) {
      for (String line : lines.replace("''", "").split("\\|", -1)) {
        request.header("x-api-key", line);
      }
    }
    assertThat(words(KeySource.header("X-API-Key"), request.build())).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '~',
      value = {
        "/x, none",
        "/x?, none",
        "/x?a=1, none",
        "/api_key=k1, none",
        "/x?api_key=k1, k1",
        "/x?a=1&api_key=k1&b=2, k1",
        "/x?&&api_key=k1&&, k1",
        "/x?api_key=k1&api_key=k1, k1",
        "/x?api_key=k1&api_key=%6B1, k1",
        "/x?api_key=k1&api_key=k2, several",
        "/x?api_key=k1&a%70i_key=k2, several",
        "/x?%61%70%69%5f%6B%65%79=k1, k1",
        "/x?api%5Fkey=%6b%31, k1",
        "/x?api_key=+k1%20, k1",
        "/x?api_key=%09k1, k1",
        "/x?api_key=a+b, a b",
        "/x?api_key=a=b, a=b",
        "/x?api_key=a?b, a?b",
        "/x?y?api_key=k1, none",
        "http://h/x?api_key=k1, k1",
        // another parameter
        "/x?API_KEY=k1, none",
        "/x?api_key[]=k1, none",
        "/x?api_key%00=k1, none",
        "/x?+api_key=k1, none",
        "/x?api_key+=k1, none",
        "/x?%2561pi_key=k1, none",
        "/x?api_ke=k1, none",
        "/x?api_keys=k1, none",
        "/x?=api_key, none",
        "/x?q=50%, none",
        "/x?q=api_key, none",
        // it is there, and no key
        "/x?api_key, unreadable key_blank",
        "/x?api_key=, unreadable key_blank",
        "/x?api_key=%20, unreadable key_blank",
        "/x?api_key=k1&api_key, unreadable key_blank",
        "/x?api_key=k1%0a, unreadable key_not_printable",
        "/x?api_key=k%c3%a9, unreadable key_not_printable",
        "/x?api_key=k%00, unreadable key_not_printable",
        // servers differ on it
        "/x?api_key=k%, unreadable query_malformed",
        "/x?api_key=k%4, unreadable query_malformed",
        "/x?api_key=%zz, unreadable query_malformed",
        "/x?api_key=%u006b1, unreadable query_malformed",
        "/x?api_ke%u0079=k1, unreadable query_malformed",
        "/x?api_ke%7>=k1, unreadable query_malformed",
        "/x?%=k1, unreadable query_malformed",
        "/x?a=1;api_key=k1, unreadable query_ambiguous",
        "/x?api_key=k1;a=1, unreadable query_ambiguous",
        "/x?a=1#api_key=k1, unreadable query_ambiguous",
        "/x?api_key=k1#x, unreadable query_ambiguous",
        "/x?api_key=k1&a;b%, unreadable query_ambiguous",
        "/x?a=1;b=2, none",
        "/x?a#b, none",
      })
  void queryParameter(String target, String expected) {
    assertThat(words(KeySource.query("api_key"), from("192.0.2.1").target(target).build()))
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    // lines of Authorization, parted by |, {…} is encoded; what is read
    "none, none",
    "Basic {u:k1}, k1",
    "'\tbasic  {u:k1} ', k1",
    "BASIC\t{u:k1}, k1",
    "Basic {:k1}, k1",
    "Basic {u: k1\t}, k1",
    "Basic {u:k:1}, k:1",
    "'Basic {u:a,b}', 'a,b'",
    "Basic {\u00e9:k1}, k1",
    "Basic {u:k1}|Basic {v:k1}, k1",
    "Bearer abc, none",
    "Digest basic, none",
    "'', none",
    "Basic {u:k1}|Basic {u:k2}, several",
    "Basic, unreadable basic_malformed",
    "Basic:{u:k1}, unreadable basic_malformed",
    "Basically {u:k1}, unreadable basic_malformed",
    "Basic\u00a0{u:k1}, unreadable basic_malformed",
    "Basic u:k1, unreadable basic_not_base64",
    "Basic dTprMQ, unreadable basic_not_base64",
    "Basic dTprMQ=, unreadable basic_not_base64",
    "Basic dTprMR==, unreadable basic_not_base64",
    "Basic dTpr MQ==, unreadable basic_not_base64",
    "Basic dTpr_Q==, unreadable basic_not_base64",
    "'Basic {u:k1}, Bearer x', unreadable basic_not_base64",
    "Basic {k1}, unreadable basic_without_colon",
    "Basic {}, unreadable basic_malformed",
    "Basic {u:}, unreadable key_blank",
    "Basic {u:k\u00e9}, unreadable key_not_printable",
    "Bearer abc|Basic {u:k1}, unreadable authorization_repeated",
    "Basic {u:k1}|Bearer abc, unreadable authorization_repeated",
    "Basic {u:k1}|'', unreadable authorization_repeated",
  })
  void basicPassword(String lines, String expected) {
    RequestFacts.Builder request = from("192.0.2.1");
    if (!lines.equals("none")) {
      for (String line : lines.replace("''", "").split("\\|", -1)) {
        request.header("Authorization", encoded(line));
      }
    }
    assertThat(words(KeySource.basicPassword(), request.build())).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    // lines of Authorization, parted by |; what is read
    "none, none",
    "Bearer live_k1, live_k1",
    "bearer live_k1, live_k1",
    "BEARER live_k1, live_k1",
    "' Bearer live_k1\t', live_k1",
    "Bearer live_, live_",
    "Bearer live_a=b;c?d, live_a=b;c?d",
    "Bearer live_k1|Bearer live_k1, live_k1",
    "Bearer live_k1|bearer live_k1, live_k1",
    // somebody else's
    "Bearer eyJ.e30.x, none",
    "Bearer liv, none",
    "Bearer xlive_k1, none",
    "Bearer x|Bearer y, none",
    "Bearer x|Basic dTpw, none",
    "Basic dTpw, none",
    "Basic live_k1, none",
    "'Digest username=\"live_k1\", realm=\"bearers\"', none",
    "'', none",
    // which of two is meant
    "Bearer live_k1|Bearer live_k2, several",
    "Bearer live_k1|Bearer live_K1, several",
    "Bearer live_k1|Bearer x, unreadable authorization_repeated",
    "Bearer x|Bearer live_k1, unreadable authorization_repeated",
    "Bearer live_k1|Basic dTpw, unreadable authorization_repeated",
    "Bearer live_k1|'', unreadable authorization_repeated",
    // an application may find a key in it
    "Bearer, unreadable bearer_malformed",
    "'Bearer ', unreadable bearer_malformed",
    "Bearer  live_k1, unreadable bearer_malformed",
    "Bearer\tlive_k1, unreadable bearer_malformed",
    "Bearer:live_k1, unreadable bearer_malformed",
    "Bearerlive_k1, unreadable bearer_malformed",
    "Bearer\u00a0live_k1, unreadable bearer_malformed",
    "Bearer live_k1 x, unreadable bearer_malformed",
    "Bearer x live_k1, unreadable bearer_malformed",
    "'Bearer live_k1,', unreadable bearer_malformed",
    "'Bearer live_k1,live_k2', unreadable bearer_malformed",
    "'Bearer x, Bearer live_k1', unreadable bearer_malformed",
    "'Basic dTpw, Bearer live_k1', unreadable bearer_malformed",
    "'Basic dTpw,bearer\tlive_k1', unreadable bearer_malformed",
    "'Bearer live_k\u00e9', unreadable bearer_malformed",
    "'Bearer live_k\u000b', unreadable bearer_malformed",
    "live_k1, unreadable bearer_malformed",
    "LIVE_k1, unreadable bearer_malformed",
    "Bearer LIVE_k1, unreadable bearer_resembles",
    "Bearer Live_, unreadable bearer_resembles",
    "Bearer LIVE_k1|Bearer live_k1, unreadable bearer_resembles",
  })
  void bearerToken(String lines, String expected) {
    RequestFacts.Builder request = from("192.0.2.1");
    if (!lines.equals("none")) {
      for (String line : lines.replace("''", "").split("\\|", -1)) {
        request.header("Authorization", line);
      }
    }
    assertThat(words(KeySource.bearer("live_"), request.build())).isEqualTo(expected);
  }

  @Property(tries = 2000)
  void bearerTokenIsAKeyExactlyIfItBeginsSo(
      @ForAll
          List<@StringLength(max = 9) @Chars({'B', 'b', 'k', 'K', '_', ' ', '\t', ',', '.'}) String>
              lines) {
    RequestFacts.Builder request = from("192.0.2.1");
    List<String> tokens = new ArrayList<>();
    for (String line : lines) {
      String header = line.replace("B", "Bearer ").replace("b", "bearer");
      request.header("Authorization", header);
      Matcher one = Pattern.compile("[ \t]*(?i:bearer) ([!-+\\--~]+)[ \t]*").matcher(header);
      tokens.add(one.matches() ? one.group(1) : "");
    }
    String read = words(KeySource.bearer("k_"), request.build());
    List<String> keys = tokens.stream().filter(token -> token.startsWith("k_")).toList();
    if (read.equals("none")) {
      assertThat(keys).isEmpty();
    } else if (read.equals("several")) {
      assertThat(keys).hasSameSizeAs(lines);
      assertThat(keys.stream().distinct()).hasSizeGreaterThan(1);
    } else if (!read.startsWith("unreadable")) {
      assertThat(keys).hasSameSizeAs(lines).containsOnly(read);
    }
    if (!lines.isEmpty() && keys.size() == lines.size()) {
      assertThat(read).doesNotStartWith("unreadable").isNotEqualTo("none");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "live_, true",
    "a, true",
    "sk-live.v1~+/, true",
    "'', false",
    "'live ', false",
    "'live,', false",
    "live=, false",
    "Bearer live_, false",
    "l\u00efve_, false",
  })
  void prefixIsWhatATokenCanBeginWith(String text, boolean is) {
    assertThat(KeySource.isBearerPrefix(text)).isEqualTo(is);
  }

  private static String encoded(String line) {
    int open = line.indexOf('{');
    if (open < 0) {
      return line;
    }
    int close = line.indexOf('}');
    String credentials =
        Base64.getEncoder()
            .encodeToString(line.substring(open + 1, close).getBytes(StandardCharsets.ISO_8859_1));
    return line.substring(0, open) + credentials + line.substring(close + 1);
  }

  @Property(tries = 2000)
  void queryIsReadAsAServerReadsIt(
      @ForAll
          List<@StringLength(max = 4) @Chars({'k', '1', '+', '%', '=', 'a', '3', ' '}) String>
              parts) {
    StringBuilder target = new StringBuilder("/x?");
    for (String part : parts) {
      target.append(part.replace(' ', '&')).append("&");
    }
    String query = target.substring(3);
    String read = words(KeySource.query("k"), from("192.0.2.1").target(target.toString()).build());
    List<String> values = new ArrayList<>();
    for (String pair : query.split("&")) {
      int equals = pair.indexOf('=');
      String name = equals < 0 ? pair : pair.substring(0, equals);
      // The decoder of the platform takes `%+1` for an escape too.
      if (!name.matches("([^%]|%[0-9A-Fa-f]{2})*")) {
        assertThat(read).as(query).startsWith("unreadable");
        return;
      }
      if (URLDecoder.decode(name, StandardCharsets.UTF_8).equals("k")) {
        String value = pair.substring(equals + 1);
        boolean good = equals > 0 && value.matches("([^%]|%[0-9A-Fa-f]{2})*");
        values.add(good ? URLDecoder.decode(value, StandardCharsets.UTF_8).trim() : "");
      }
    }
    if (values.isEmpty()) {
      assertThat(read).as(query).isEqualTo("none");
    } else if (values.contains("")) {
      assertThat(read).as(query).startsWith("unreadable");
    } else if (!read.startsWith("unreadable")) {
      boolean one = values.stream().distinct().count() == 1;
      assertThat(read).as(query).isEqualTo(one ? values.get(0) : "several");
    }
  }

  @Property
  void everyKeyThatAnEncoderWritesIsRead(
      @ForAll @StringLength(min = 1, max = 60) @CharRange(from = '!', to = '~') String key,
      @ForAll @AlphaChars @NumericChars String user) {
    String query = "/x?a=1&api_key=" + URLEncoder.encode(key, StandardCharsets.UTF_8);
    assertThat(words(KeySource.query("api_key"), from("192.0.2.1").target(query).build()))
        .isEqualTo(key);
    String credentials =
        Base64.getEncoder()
            .encodeToString((user + ":" + key).getBytes(StandardCharsets.ISO_8859_1));
    RequestFacts request =
        from("192.0.2.1").header("Authorization", "Basic " + credentials).build();
    assertThat(words(KeySource.basicPassword(), request)).isEqualTo(key);
  }

  private static String words(KeySource source, RequestFacts request) {
    Claim claim = source.claimOf(request);
    if (claim.isSeveral()) {
      return "several";
    }
    if (claim.isUnreadable()) {
      return "unreadable " + claim.reason();
    }
    return claim.isPresent() ? claim.text() : "none";
  }
}
