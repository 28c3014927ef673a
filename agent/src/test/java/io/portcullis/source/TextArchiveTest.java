package io.portcullis.source;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class TextArchiveTest {
  @Property(tries = 100)
  void whatIsKeptComesBackByteByByte(
      @ForAll String name,
      @ForAll byte[] policy,
      @ForAll @Size(max = 3) List<byte[]> lists,
      @ForAll long since)
      throws Exception {
    Map<String, byte[]> named = new LinkedHashMap<>();
    for (byte[] list : lists) {
      named.put("lists/" + named.size() + ".txt", list);
    }
    PolicyText text = PolicyText.of(name, policy, named);
    TextArchive read = TextArchive.parse(TextArchive.of(text, since).bytes());
    assertThat(read.text().isSameContent(text)).isTrue();
    assertThat(read.text().name()).isEqualTo(name);
    assertThat(read.since()).isEqualTo(since);
  }

  @Test
  void whatIsCutOffOrChangedAnywhereIsRefused() throws Exception {
    PolicyText text =
        PolicyText.of("p.yaml", "portcullis: 1\n".getBytes(UTF_8), Map.of("l", new byte[] {1}));
    byte[] whole = TextArchive.of(text, 7).bytes();
    for (int at = 0; at < whole.length; at++) {
      byte[] cut = Arrays.copyOf(whole, at);
      assertThatThrownBy(() -> TextArchive.parse(cut)).isInstanceOf(SourceException.class);
      byte[] changed = whole.clone();
      changed[at] ^= 1;
      assertThatThrownBy(() -> TextArchive.parse(changed)).isInstanceOf(SourceException.class);
    }
    assertThatThrownBy(() -> TextArchive.parse(Arrays.copyOf(whole, whole.length + 1)))
        .isInstanceOf(SourceException.class);
  }
}
