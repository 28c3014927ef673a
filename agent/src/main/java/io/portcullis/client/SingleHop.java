package io.portcullis.client;

import io.portcullis.ip.IpAddress;
import java.util.List;
import java.util.Optional;

/**
 * The one hop of a header that holds exactly one address, as {@code X-Real-IP} does. A second line
 * is one that somebody else wrote, so none of them is believed.
 */
final class SingleHop implements Hops {
  private static final ClientAddress SEVERAL = ClientAddress.unreadableHeader("several_values");

  private final List<String> lines;
  private final int count;

  SingleHop(List<String> lines) {
    this.lines = lines;
    boolean empty = true;
    for (int i = 0; i < lines.size(); i++) {
      empty &= Hop.trimmed(lines.get(i)).isEmpty();
    }
    this.count = empty ? 0 : 1;
  }

  @Override
  public int count() {
    return count;
  }

  @Override
  public void next() {
    // There is but one.
  }

  @Override
  public Optional<IpAddress> address() {
    if (lines.size() != 1) {
      return Optional.empty();
    }
    String value = Hop.trimmed(lines.get(0));
    return Hop.find(value, 0, value.length());
  }

  @Override
  public boolean isCountable() {
    return true;
  }

  @Override
  public ClientAddress fault() {
    return lines.size() > 1 || lines.get(0).indexOf(',') >= 0 ? SEVERAL : Hop.NOT_AN_ADDRESS;
  }

  @Override
  public String text() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < lines.size(); i++) {
      text.append(i == 0 ? "" : ", ").append(Hop.trimmed(lines.get(i)));
    }
    return text.toString();
  }
}
