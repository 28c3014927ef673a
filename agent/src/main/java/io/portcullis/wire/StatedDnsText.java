package io.portcullis.wire;

import io.portcullis.dns.DnsName;
import io.portcullis.dns.NoAnswer;
import io.portcullis.dns.StatedNames;
import io.portcullis.ip.IpAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What DNS says in a request object: {@code dns}, by address and by name. */
final class StatedDnsText {
  private final StatedNames.Builder stated = StatedNames.builder();

  private StatedDnsText() {}

  static StatedNames ofObject(Map<?, ?> object) throws RequestSyntaxException {
    StatedDnsText text = new StatedDnsText();
    for (Map.Entry<?, ?> entry : object.entrySet()) {
      text.add(String.valueOf(entry.getKey()), entry.getValue());
    }
    return text.stated.build();
  }

  private void add(String key, @Nullable Object value) throws RequestSyntaxException {
    Optional<IpAddress> address = IpAddress.find(key, 0, key.length());
    Optional<NoAnswer> why = noAnswer(value);
    String path = "dns." + key;
    if (address.isPresent()) {
      if (why.isPresent()) {
        stated.ptr(address.get(), why.get());
      } else {
        addAddress(path, address.get(), fields(path, value, "ptr"));
      }
      return;
    }
    DnsName name = name(path, key);
    if (why.isPresent()) {
      stated.a(name, why.get()).aaaa(name, why.get());
    } else {
      addName(path, name, fields(path, value, "a", "aaaa", "cname"));
    }
  }

  private void addAddress(String path, IpAddress address, Map<?, ?> fields)
      throws RequestSyntaxException {
    if (fields.containsKey("ptr")) {
      Optional<NoAnswer> why = noAnswer(fields.get("ptr"));
      if (why.isPresent()) {
        stated.ptr(address, why.get());
      } else {
        stated.ptr(address, strings(path + ".ptr", fields.get("ptr")));
      }
    }
  }

  private void addName(String path, DnsName name, Map<?, ?> fields) throws RequestSyntaxException {
    if (fields.containsKey("a")) {
      Optional<NoAnswer> why = noAnswer(fields.get("a"));
      if (why.isPresent()) {
        stated.a(name, why.get());
      } else {
        stated.a(name, addresses(path + ".a", fields.get("a"), true));
      }
    }
    if (fields.containsKey("aaaa")) {
      Optional<NoAnswer> why = noAnswer(fields.get("aaaa"));
      if (why.isPresent()) {
        stated.aaaa(name, why.get());
      } else {
        stated.aaaa(name, addresses(path + ".aaaa", fields.get("aaaa"), false));
      }
    }
    if (fields.containsKey("cname")) {
      stated.cname(
          name, name(path + ".cname", RequestText.string(path + ".cname", fields.get("cname"))));
    }
  }

  private static Optional<NoAnswer> noAnswer(@Nullable Object value) {
    return value instanceof String ? StatedNames.noAnswer((String) value) : Optional.empty();
  }

  private static Map<?, ?> fields(String path, @Nullable Object value, String... known)
      throws RequestSyntaxException {
    if (!(value instanceof Map)) {
      throw new RequestSyntaxException(
          "`" + path + "` must be an object, `\"timeout\"` or `\"servfail\"`");
    }
    for (Object name : ((Map<?, ?>) value).keySet()) {
      if (!Arrays.asList(known).contains(String.valueOf(name))) {
        throw new RequestSyntaxException(
            "unknown name `"
                + path
                + "."
                + name
                + "`; it has `"
                + String.join("`, `", known)
                + "`");
      }
    }
    return (Map<?, ?>) value;
  }

  private static List<String> strings(String path, @Nullable Object value)
      throws RequestSyntaxException {
    if (!(value instanceof List)) {
      throw new RequestSyntaxException(
          "`" + path + "` must be an array of strings, `\"timeout\"` or `\"servfail\"`");
    }
    List<String> strings = new ArrayList<>();
    for (Object each : (List<?>) value) {
      strings.add(RequestText.string(path, each));
    }
    return strings;
  }

  private static List<IpAddress> addresses(String path, @Nullable Object value, boolean ipv4)
      throws RequestSyntaxException {
    List<IpAddress> addresses = new ArrayList<>();
    for (String text : strings(path, value)) {
      IpAddress address = RequestText.address(path, text);
      if (address.isIpv4() != ipv4) {
        throw new RequestSyntaxException("`" + path + "`: `" + text + "` is of the other family");
      }
      addresses.add(address);
    }
    return addresses;
  }

  private static DnsName name(String path, String text) throws RequestSyntaxException {
    Optional<DnsName> name = DnsName.find(text);
    if (!name.isPresent()) {
      throw new RequestSyntaxException(
          "`" + path + "`: neither an address nor a name such as `api.example.com`");
    }
    return name.get();
  }
}
