package io.portcullis.policy;

import io.portcullis.dns.DnsName;
import io.portcullis.dns.NoAnswer;
import io.portcullis.dns.StatedNames;
import io.portcullis.ip.IpAddress;
import io.portcullis.ip.IpSyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads what DNS says in a test's request: {@code dns}, by address and by name. */
final class StatedDnsReader {
  private static final String NAME = "tests[].request.dns";

  private final Problems problems;
  private final StatedNames.Builder stated = StatedNames.builder();

  private StatedDnsReader(Problems problems) {
    this.problems = problems;
  }

  static StatedNames read(YamlNode node, Problems problems) {
    StatedDnsReader reader = new StatedDnsReader(problems);
    Section section = Section.withAnyKeys(NAME, node, problems);
    for (String key : section.keys()) {
      Optional<YamlNode> value = section.value(key);
      if (value.isPresent()) {
        reader.add(key, section.placeOf(key), value.get());
      }
    }
    return reader.stated.build();
  }

  private void add(String key, Place place, YamlNode value) {
    Optional<IpAddress> address = IpAddress.find(key, 0, key.length());
    if (address.isPresent()) {
      addAddress(address.get(), value);
      return;
    }
    Optional<DnsName> name = name(key, place);
    if (name.isPresent()) {
      addName(name.get(), value);
    }
  }

  private void addAddress(IpAddress address, YamlNode value) {
    Optional<NoAnswer> why = noAnswer(value);
    if (why.isPresent()) {
      stated.ptr(address, why.get());
      return;
    }
    Section section = Section.of(NAME + "." + address, value, problems, "ptr");
    Optional<YamlNode> ptr = section.value("ptr");
    if (ptr.isPresent() && noAnswer(ptr.get()).isPresent()) {
      stated.ptr(address, noAnswer(ptr.get()).get());
    } else if (ptr.isPresent()) {
      stated.ptr(address, texts(section, "ptr", "[api.example.com]"));
    }
  }

  private void addName(DnsName name, YamlNode value) {
    Optional<NoAnswer> why = noAnswer(value);
    if (why.isPresent()) {
      stated.a(name, why.get());
      stated.aaaa(name, why.get());
      return;
    }
    Section section = Section.of(NAME + "." + name, value, problems, "a", "aaaa", "cname");
    Optional<YamlNode> a = section.value("a");
    if (a.isPresent() && noAnswer(a.get()).isPresent()) {
      stated.a(name, noAnswer(a.get()).get());
    } else if (a.isPresent()) {
      stated.a(name, addresses(section, "a", true));
    }
    Optional<YamlNode> aaaa = section.value("aaaa");
    if (aaaa.isPresent() && noAnswer(aaaa.get()).isPresent()) {
      stated.aaaa(name, noAnswer(aaaa.get()).get());
    } else if (aaaa.isPresent()) {
      stated.aaaa(name, addresses(section, "aaaa", false));
    }
    Optional<String> cname = section.text("cname");
    if (cname.isPresent()) {
      Optional<DnsName> other = name(cname.get(), section.value("cname").get().place());
      if (other.isPresent()) {
        stated.cname(name, other.get());
      }
    }
  }

  /** What a word in place of an answer stands for; nothing where an answer is written. */
  private static Optional<NoAnswer> noAnswer(YamlNode node) {
    return node.isScalar() && !node.isNull()
        ? StatedNames.noAnswer(node.text())
        : Optional.<NoAnswer>empty();
  }

  private List<String> texts(Section section, String key, String example) {
    List<String> texts = new ArrayList<>();
    Optional<YamlNode> node = section.sequence(key, "a list, `timeout` or `servfail`", example);
    if (node.isPresent()) {
      for (YamlNode item : node.get().values()) {
        Optional<String> text = section.textOf(item, section.path(key) + "[]");
        if (text.isPresent()) {
          texts.add(text.get());
        }
      }
    }
    return texts;
  }

  private List<IpAddress> addresses(Section section, String key, boolean ipv4) {
    List<IpAddress> addresses = new ArrayList<>();
    for (String text : texts(section, key, ipv4 ? "[203.0.113.9]" : "[\"2001:db8::9\"]")) {
      Place place = section.value(key).get().place();
      try {
        IpAddress address = IpAddress.parse(text);
        if (address.isIpv4() != ipv4) {
          problems.error(
              place,
              "WRONG_VALUE",
              Problems.quoted(text) + " is no address of " + Problems.quoted(section.path(key)));
        }
        addresses.add(address);
      } catch (IpSyntaxException e) {
        problems.error(place, "ADDRESS_INVALID", e);
      }
    }
    return addresses;
  }

  private Optional<DnsName> name(String text, Place place) {
    Optional<DnsName> name = DnsName.find(text);
    if (!name.isPresent()) {
      problems.error(
          place,
          "NAME_INVALID",
          Problems.quoted(text) + " is neither an address nor a name such as `api.example.com`");
    }
    return name;
  }
}
