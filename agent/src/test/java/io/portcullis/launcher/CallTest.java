package io.portcullis.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CallTest {
  private static final File OWN = new File("/own.jar");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "null",
      value = {
        // arguments | leaves | caller | jar | settings
        "null | false | '' | /own.jar | ''",
        "'' | false | '' | /own.jar | ''",
        "policy=/p.yaml,log=warn | false | '' | /own.jar | policy=/p.yaml,log=warn",
        "detach | true | '' | /own.jar | ''",
        "' detach ' | true | '' | /own.jar | ''",
        "policy=detach | false | '' | /own.jar | policy=detach",
        "portcullis/1 attach 7f 6 /a.jarpolicy=/p | false | 7f | /a.jar | policy=/p",
        "portcullis/1 attach 7f 6 /a.jar | false | 7f | /a.jar | ''",
        "portcullis/1 attach 7f 10 /a =, .jarlog=warn | false | 7f | '/a =, .jar' | log=warn",
        "portcullis/1 detach 7f 6 /a.jar | true | 7f | /a.jar | ''",
      })
  void argumentsOfALoad(
      String arguments, boolean leaves, String caller, String jar, String settings) {
    Call call = Call.read(arguments, OWN);

    assertThat(call.isLeaving()).isEqualTo(leaves);
    assertThat(call.caller()).isEqualTo(caller);
    assertThat(call.jar()).isEqualTo(new File(jar));
    assertThat(call.settings()).isEqualTo(settings);
  }

  @Test
  void startTakesAllForSettings() {
    assertThat(Call.ofStart("detach", OWN).isLeaving()).isFalse();
    assertThat(Call.ofStart("detach", OWN).settings()).isEqualTo("detach");
    assertThat(Call.ofStart(null, OWN).settings()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "portcullis/2 attach 7f 6 /a.jar",
        "portcullis/1 attach",
        "portcullis/1 attach 7f six /a.jar",
      })
  void otherFormOfACommandIsRefused(String arguments) {
    assertThatThrownBy(() -> Call.read(arguments, OWN))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
