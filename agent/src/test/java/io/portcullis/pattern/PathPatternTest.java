package io.portcullis.pattern;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PathPatternTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /health            | GET    | /health         | true
          /health            | DELETE | /health         | true
          /health            | GET    | /health/        | false
          /health            | GET    | /healthy        | false
          /health            | GET    | /Health         | false
          /health            | GET    | /health.json    | false
          /health            | GET    | /a/health       | false
          /health            | GET    | /               | false
          /health            | GET    | *               | false
          GET /health        | GET    | /health         | true
          GET /health        | HEAD   | /health         | true
          GET /health        | get    | /health         | false
          GET /health        | POST   | /health         | false
          HEAD /health       | GET    | /health         | false
          POST  /auth/login  | POST   | /auth/login     | true
          POST /auth/login   | HEAD   | /auth/login     | false
          /static/**         | GET    | /static         | true
          /static/**         | GET    | /static/        | true
          /static/**         | GET    | /static/a/b.css | true
          /static/**         | GET    | /statics        | false
          /static/**         | GET    | /Static/a       | false
          /static/**         | GET    | /static/../a    | false
          /static/**         | GET    | /static/./a     | false
          /static/**         | GET    | /static//a      | false
          /static/**         | GET    | /static/...     | true
          /static/**         | GET    | /static/..a     | true
          /a/*/c             | GET    | /a/b/c          | true
          /a/*/c             | GET    | /a//c           | false
          /a/*/c             | GET    | /a/../c         | false
          /a/*/c             | GET    | /a/b/b/c        | false
          /a/{id}            | GET    | /a/7            | true
          /a/{id}            | GET    | /a/             | false
          /a/{id}            | GET    | /a              | false
          /a/{id}/**         | GET    | /a/7            | true
          /a/{id}/**         | GET    | /a              | false
          /                  | GET    | /               | true
          /                  | GET    | /a              | false
          /**                | GET    | /               | true
          /**                | GET    | /a/b            | true
          /**                | GET    | *               | false
          /**                | GET    | ''              | false
          /a b               | GET    | /a b            | true
          /\u00fcber         | GET    | /\u00fcber      | true
          /*                 | GET    | /a              | true
          /*                 | GET    | /               | false
          """)
  void anExemptionMatchesExactly(String pattern, String method, String path, boolean expected)
      throws Exception {
    assertThat(PathPattern.parse(pattern).matches(method, path)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /admin       | /admin          | true
          /admin       | /admin/         | true
          /admin       | //admin//       | true
          /admin       | /ADMIN          | true
          /admin       | /adm\u0130n     | true
          /admin       | /admin.json     | true
          /admin       | /admin.json/    | true
          /admin       | /admin.         | true
          /admin       | '/admin '       | true
          /admin       | /admin;x        | true
          /admin       | \\admin         | true
          /admin       | /admins         | false
          /admin       | /admin/a        | false
          /admin       | /a/admin        | false
          /admin       | /               | false
          /admin/**    | /admin          | true
          /admin/**    | /admin.json     | true
          /admin/**    | /admin.json/a   | false
          /admin/**    | /admin./a       | true
          /admin/**    | /Admin/a/b      | true
          /admin/**    | /adminx/a       | false
          /admin.      | /admin.         | true
          /a b         | /a+b            | true
          /a/*         | /a/b            | true
          /a/*         | /a/             | false
          /a/{x}/b     | /A/7/b.html     | true
          POST /a      | /a              | true
          /**          | /               | true
          /**          | *               | true
          /            | /               | true
          /            | //              | true
          /            | /a              | false
          """)
  void aRestrictionIsTouchedGenerously(String pattern, String path, boolean expected)
      throws Exception {
    assertThat(PathPattern.parse(pattern).touches(path)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ''               | nothing is written; write a path such as `/health`
          health           | a path begins with a slash; write `/health`
          GET              | there is a method and no path; write both, such as `POST /login`
          'GET '           | there is a method and no path; write both, such as `POST /login`
          GET health       | a path begins with a slash; write `/health`
          get /health      | `get` is no method, methods are in upper case; write one method and a path, such as `POST /login`
          * /health        | `*` is no method; write one method and a path, such as `POST /login`, or the path alone for all methods
          GET,POST /login  | `GET,POST` is no method; write one method and a path, such as `POST /login`, or the path alone for all methods
          http://h/a       | a pattern is a path, without scheme and host; write what follows the host
          /a/**/b          | `**` stands for any number of segments and only at the end; write `*` for one segment
          /a/**/           | `**` stands for any number of segments and only at the end; write `*` for one segment
          /a*              | `a*` is a star beside other text; a star stands for one whole segment
          /*.css           | `*.css` is a star beside other text; a star stands for one whole segment
          /a/***           | `***` is a star beside other text; a star stands for one whole segment
          /a/b**           | `b**` is a star beside other text; a star stands for one whole segment
          /{}              | `{}` is no name in braces; write `{name}` of letters, digits, `-` and `_` for one whole segment
          /a{id}           | `a{id}` is no name in braces; write `{name}` of letters, digits, `-` and `_` for one whole segment
          /{a b}           | `{a b}` is no name in braces; write `{name}` of letters, digits, `-` and `_` for one whole segment
          /a//b            | there is an empty segment; write one slash instead of several
          //               | there is an empty segment; write one slash instead of several
          /a/              | a slash at the end is an empty segment; write `/a`, or `/a/**` for all below it too
          /a?b=c           | a pattern has no query; leave out what begins with `?`
          /a;b=c           | path parameters are not matched; leave out what begins with `;`
          /a#b             | a path has no fragment; leave out what begins with `#`
          /a\\b            | there is a backslash; segments are parted by `/`
          /a/../b          | `..` is resolved before a path is matched; write the path it leads to
          /./a             | `.` is resolved before a path is matched; write the path it leads to
          /a%20b           | patterns are matched against the decoded path; write `/a b`
          /%C3%BC/*        | patterns are matched against the decoded path; write `/\u00fc/*`
          /a%2fb           | servers differ on an escaped slash, and such a path is never matched; leave it out
          /a%25b           | patterns are matched against the decoded path, and no pattern can hold what `%25` stands for; write `*` for the whole segment
          /a%              | no pattern can hold a percent sign; write `*` for the whole segment
          /a+b             | some servers read `+` as a space; write `*` for the whole segment
          '/a '            | there is a space beside a slash or at the end; leave it out
          '/a /b'          | there is a space beside a slash or at the end; leave it out
          """)
  void aBadPatternIsExplained(String text, String cause) {
    PatternSyntaxException thrown =
        catchThrowableOfType(PatternSyntaxException.class, () -> PathPattern.parse(text));

    assertThat(thrown).isNotNull();
    assertThat(thrown.reason()).isEqualTo(cause);
    assertThat(thrown).hasMessage("invalid path pattern `" + text + "`: " + cause);
  }

  @Test
  void aControlCharacterIsRefused() {
    assertThat(catchThrowableOfType(PatternSyntaxException.class, () -> PathPattern.parse("/a\t")))
        .hasMessageContaining("control character");
  }

  @ParameterizedTest
  @CsvSource({
    "{a}, true",
    "{z}, true",
    "{A}, true",
    "{Z}, true",
    "{0}, true",
    "{9}, true",
    "{a-_Z}, true",
    "{a/}, false",
    "{a:}, false",
    "{a@}, false",
    "{a[}, false",
    "{a`}, false",
    "{a{}, false",
    "{a, false",
    "a}, false",
    "{, false",
  })
  void nameInBracesStandsForOneSegment(String segment, boolean name) throws Exception {
    String pattern = "/x/" + segment;
    if (name) {
      assertThat(PathPattern.parse(pattern).matches("GET", "/x/anything")).isTrue();
    } else {
      assertThat(
              catchThrowableOfType(PatternSyntaxException.class, () -> PathPattern.parse(pattern)))
          .isNotNull();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "A, true",
    "Z, true",
    "M-SEARCH, true",
    "_X, true",
    "a, false",
    "z, false",
    "A1, false",
    "@, false",
    "[, false",
    "`, false",
    "{, false"
  })
  void methodIsInUpperCase(String method, boolean good) throws Exception {
    String pattern = method + " /x";
    if (good) {
      assertThat(PathPattern.parse(pattern).method()).contains(method);
    } else {
      assertThat(
              catchThrowableOfType(PatternSyntaxException.class, () -> PathPattern.parse(pattern)))
          .hasMessageContaining("is no method");
    }
  }

  @Test
  void halfOfAPairOfSurrogatesIsNoCharacter() throws Exception {
    String pair = "\ud83d\ude00";
    assertThat(PathPattern.parse("/" + pair).matches("GET", "/" + pair)).isTrue();
    assertThat(PathPattern.parse("/a" + pair + pair + "b")).isNotNull();
    for (String lone :
        new String[] {
          "/\ud83d",
          "/a\ud83d",
          "/\ud83da",
          "/\ude00",
          "/a\ude00b",
          "/\ude00\ud83d",
          "/" + pair + "\ude00"
        }) {
      assertThat(catchThrowableOfType(PatternSyntaxException.class, () -> PathPattern.parse(lone)))
          .hasMessageContaining("there is a character that is none");
    }
  }

  @Test
  void theMethodIsKnown() throws Exception {
    assertThat(PathPattern.parse("POST /a").method()).contains("POST");
    assertThat(PathPattern.parse("/a").method()).isEmpty();
    assertThat(PathPattern.parse("POST /a")).hasToString("POST /a");
  }
}
