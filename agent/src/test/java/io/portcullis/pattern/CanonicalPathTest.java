package io.portcullis.pattern;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CanonicalPathTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /                          | /
          /a                         | /a
          /a/                        | /a/
          /a/b.c/..d/e..             | /a/b.c/..d/e..
          /a/...                     | /a/...
          /a.                        | /a.
          /a?b                       | /a
          /a?b=/../c;d%2f#e          | /a
          /a?                        | /a
          /a;jsessionid=1A.node-1    | /a
          /a;b=c?d;e;f               | /a
          /;jsessionid=1             | /
          /a/;b                      | /a/
          /%61%2Eb                   | /a.b
          /a%20b                     | /a b
          /a+b                       | /a+b
          /c%23%3f                   | /c#?
          /%C3%BCber                 | /\u00fcber
          /%F0%9F%98%80              | /\ud83d\ude00
          /a^b[c]{d}"<`>             | /a^b[c]{d}"<`>
          /a:b@c!$&'()*,=~_-         | /a:b@c!$&'()*,=~_-
          http://h/a?b               | /a
          HTTPS://h.example:8443/a   | /a
          http://[::1]:80/a          | /a
          *                          | *
          """)
  void whatAllServersReadAlikeIsPlain(String target, String path) {
    CanonicalPath read = CanonicalPath.of(target);

    assertThat(read.isPlain()).isTrue();
    assertThat(read.path()).isEqualTo(path);
    assertThat(read.readings()).containsExactly(read.path());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          //a                  | /a          | //a
          //h/admin            | /h/admin    | /admin
          /a//b                | /a/b        | /a//b
          /a/../b              | /b          | /a/../b
          /a/./b               | /a/b        | /a/./b
          /a/.                 | /a/         | /a/.
          /..                  | /           | /..
          /../../b             | /b          | /../../b
          /%2e%2e/b            | /b          | /../b
          /a/%2E./b            | /b          | /a/../b
          /x/..;/admin         | /admin      | /x/..
          /x/..;a=b/admin      | /admin      | /x/../admin
          /;/admin             | /admin      | /
          /a;b/c               | /a/c        | /a
          /a;b=%2f             | /a          | /a
          /a;b;c               | /a          | /a;b
          /x;y/a;b;c           | /x/a        | /x/a;b
          /a%2fb               | /a/b        | /a%2fb
          /x/..%2fadmin        | /admin      | /x/..%2fadmin
          /a%5cb               | /a\\b       | /a/b
          /a\\..\\b            | /a\\..\\b   | /b
          /a%25b               | /a%b        | /a%25b
          /a/%252e%252e/b      | /a/%2e%2e/b | /b
          /x%252fadmin         | /x%2fadmin  | /x/admin
          /a%3bb               | /a;b        | /a
          /x/..%3b/admin       | /x/..;/admin | /admin
          /%c0%ae%c0%ae/b      | /\ufffd\ufffd\ufffd\ufffd/b | /b
          /x%c0%afb            | /x\ufffd\ufffdb | /x/b
          /x/%u002e%u002e/b    | /x/%u002e%u002e/b | /b
          /a%                  | /a%         | /a%
          /a%zz                | /a%zz       | /a%zz
          /admi%6>             | /admi%6>    | /admin
          /x%2?..%2?admin?     | /x%2        | /admin
          /a%6;                | /a%6        | /ak
          /a#b                 | /a#b        | /a
          /a b                 | /a b        | /a b
          /\u00fc              | /\u00fc     | /\ufffd
          /%C2%85              | /\u0085     | /
          http://h             | /           | /http:/h
          http://h?/a          | /           | /http:/h
          http://u@h/a         | /a          | /http:/u@h/a
          ftp://h/a            | /a          | /ftp:/h/a
          http:/a              | /http:/a    | /a
          h:443                | /h:443      | /
          a/b                  | /a/b        | /a/b
          ..                   | /           | /..
          ''                   | /           | /
          """)
  void whatServersMayReadDifferentlyIsNotPlain(String target, String path, String other) {
    CanonicalPath read = CanonicalPath.of(target);

    assertThat(read.isPlain()).isFalse();
    assertThat(read.path()).isEqualTo(path);
    assertThat(read.readings()).startsWith(path).contains(other).doesNotHaveDuplicates();
  }

  @Test
  void aNulIsReadAsNothingAndAsTheEnd() {
    assertThat(CanonicalPath.of("/admin%00.css").readings())
        .startsWith("/admin\0.css")
        .contains("/admin", "/admin.css");
    assertThat(CanonicalPath.of("/a/.%00./b").readings()).contains("/b");
    assertThat(CanonicalPath.of("/a\0b").isPlain()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ";",
        "%25",
        "/",
        "/../",
        "..;/",
        "%2e%2e%2f",
        "\\",
        "%c0%af",
        "%u002f",
        "#",
        "%",
        "//a;b/..%2f%5c%00%252e#",
        "%00",
        "\u00fc",
        "/.",
        "a/../"
      })
  void aHostileTargetIsReadInLinearTime(String piece) {
    String target = "/" + piece.repeat(65536 / piece.length());

    Assertions.assertTimeout(
        Duration.ofSeconds(5),
        () -> {
          for (int i = 0; i < 10; i++) {
            CanonicalPath path = CanonicalPath.of(target);
            assertThat(path.readings().size()).isLessThanOrEqualTo(80);
          }
        });
  }

  @Test
  void thePlainPathCostsItsSubstring() {
    com.sun.management.ThreadMXBean threads =
        (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    String target = "/api/v1/orders?page=1";
    for (int i = 0; i < 20_000; i++) {
      CanonicalPath.of(target).isPlain();
    }
    long id = Thread.currentThread().getId();
    long before = threads.getThreadAllocatedBytes(id);
    for (int i = 0; i < 1000; i++) {
      CanonicalPath.of(target).isPlain();
    }
    long each = (threads.getThreadAllocatedBytes(id) - before) / 1000;

    // A string of 14 characters, what scanning hands over, and the path.
    assertThat(each).isLessThanOrEqualTo(120);
  }
}
