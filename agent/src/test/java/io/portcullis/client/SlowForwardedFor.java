package io.portcullis.client;

import io.portcullis.ip.IpAddress;
import io.portcullis.ip.IpSet;
import io.portcullis.ip.IpSyntaxException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The client behind trusted proxies, found by splitting, reversing and looping. */
final class SlowForwardedFor {
  private static final Pattern HOP =
      Pattern.compile("\\[([^\\[\\]]+)\\](?::\\d{1,5})?|([^:\\[\\]]+):(\\d{1,5})|([^\\[\\]]+)");

  private SlowForwardedFor() {}

  /** The client as text; {@code unreadable}, or {@code proxy} where no client is named. */
  static String client(IpAddress peer, List<String> lines, IpSet trusted, OptionalInt hops) {
    if (!trusted.contains(peer)) {
      return peer.toString();
    }
    String joined = String.join(",", lines);
    List<String> members = new ArrayList<>();
    for (String member : joined.split(",", -1)) {
      String trimmed = member.replaceAll("^[ \t]+|[ \t]+$", "");
      if (!trimmed.isEmpty()) {
        members.add(trimmed);
      }
    }
    if (joined.length() > 8192 || members.size() > 64) {
      return "unreadable";
    }
    if (members.isEmpty()) {
      return "proxy";
    }
    Collections.reverse(members);
    if (hops.isPresent()) {
      return hops.getAsInt() > members.size()
          ? "unreadable"
          : address(members.get(hops.getAsInt() - 1)).map(Object::toString).orElse("unreadable");
    }
    String last = "";
    for (String member : members) {
      Optional<IpAddress> address = address(member);
      if (address.isEmpty()) {
        return "unreadable";
      }
      last = address.get().toString();
      if (!trusted.contains(address.get())) {
        break;
      }
    }
    return last;
  }

  private static Optional<IpAddress> address(String hop) {
    Matcher shape = HOP.matcher(hop);
    if (!shape.matches()) {
      return Optional.empty();
    }
    int colon = hop.startsWith("[") ? hop.lastIndexOf("]:") + 1 : hop.lastIndexOf(':');
    boolean port = shape.group(3) != null || (shape.group(1) != null && colon > 0);
    if (port && Integer.parseInt(hop.substring(colon + 1)) > 65535) {
      return Optional.empty();
    }
    String text =
        Arrays.asList(shape.group(1), shape.group(2), shape.group(4)).stream()
            .filter(g -> g != null)
            .findFirst()
            .orElseThrow();
    if (text.contains(":")) {
      text = text.replaceFirst("%[0-9A-Za-z._~-]+$", "");
    }
    try {
      IpAddress address = IpAddress.parse(text);
      String canonical = address.toString();
      return canonical.equals("::") || canonical.equals("0.0.0.0")
          ? Optional.empty()
          : Optional.of(address);
    } catch (IpSyntaxException e) {
      return Optional.empty();
    }
  }
}
