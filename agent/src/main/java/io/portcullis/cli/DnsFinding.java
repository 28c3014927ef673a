package io.portcullis.cli;

import io.portcullis.dns.Answer;
import io.portcullis.dns.DnsClient;
import io.portcullis.dns.DnsName;
import io.portcullis.dns.ExpectedName;
import io.portcullis.dns.ExpectedNames;
import io.portcullis.dns.ForwardConfirmation;
import io.portcullis.dns.NameTrace;
import io.portcullis.dns.OnIndeterminate;
import io.portcullis.dns.ReverseVerdict;
import io.portcullis.ip.IpAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What DNS says of an address and of the names it should carry, and what is to be mended.
 *
 * <p>Both directions are shown also where the first alone decides: who has to mend one record wants
 * to know whether the other is right.
 */
final class DnsFinding {
  /** Names with more addresses than this are not shown in full. */
  private static final int MOST_SHOWN = 10;

  private final IpAddress client;
  private final ExpectedNames expected;
  private final List<InetSocketAddress> servers;
  private final ReverseVerdict verdict;
  private final Map<DnsName, Answer> forward;

  private DnsFinding(
      IpAddress client,
      ExpectedNames expected,
      List<InetSocketAddress> servers,
      ReverseVerdict verdict,
      Map<DnsName, Answer> forward) {
    this.client = client;
    this.expected = expected;
    this.servers = servers;
    this.verdict = verdict;
    this.forward = forward;
  }

  static DnsFinding of(IpAddress client, ExpectedNames expected, DnsClient dns) {
    ReverseVerdict verdict = ForwardConfirmation.judge(client, expected, OnIndeterminate.DENY, dns);
    Map<DnsName, Answer> forward = new LinkedHashMap<>();
    add(verdict.names(), forward);
    for (ExpectedName name : expected.all()) {
      name.exact().ifPresent(exact -> forward.computeIfAbsent(exact, dns::forward));
    }
    return new DnsFinding(client, expected, dns.servers(), verdict, forward);
  }

  /** What a check has found already; nobody is asked again. */
  static DnsFinding of(IpAddress client, ReverseVerdict verdict) {
    Map<DnsName, Answer> forward = new LinkedHashMap<>();
    add(verdict.names(), forward);
    add(verdict.expected(), forward);
    return new DnsFinding(
        client,
        ExpectedNames.of(Collections.<ExpectedName>emptyList()),
        Collections.<InetSocketAddress>emptyList(),
        verdict,
        forward);
  }

  private static void add(List<NameTrace> names, Map<DnsName, Answer> forward) {
    for (NameTrace name : names) {
      DnsName.find(name.name())
          .filter(n -> !name.forward().is(Answer.Kind.UNKNOWN))
          .ifPresent(n -> forward.putIfAbsent(n, name.forward()));
    }
  }

  boolean isPass() {
    return verdict.isPass();
  }

  List<String> text() {
    List<String> lines = new ArrayList<>();
    lines.add("address  " + client);
    lines.add("servers  " + (servers.isEmpty() ? "none" : String.join(", ", serverTexts())));
    lines.addAll(directions());
    for (String cure : cures()) {
      lines.add("mend     " + cure);
    }
    return lines;
  }

  /** Both directions, name by name, and what they come to. */
  List<String> directions() {
    List<String> lines = new ArrayList<>();
    lines.add("ptr      " + DnsClient.reverseName(client) + aliases(verdict.ptr()) + " → " + ptr());
    for (NameTrace name : verdict.names()) {
      lines.add("  " + name.name() + "  " + words(name));
    }
    for (Map.Entry<DnsName, Answer> entry : forward.entrySet()) {
      lines.add(
          "forward  "
              + entry.getKey()
              + aliases(entry.getValue())
              + " → "
              + addresses(entry.getValue())
              + (leadsBack(entry.getValue()) ? "  leads to the address" : ""));
    }
    lines.add("verdict  " + (isPass() ? "pass " : "") + verdict);
    return lines;
  }

  private String ptr() {
    Answer ptr = verdict.ptr();
    switch (ptr.kind()) {
      case RECORDS:
        return ptr.names().size() == 1 ? "1 name" : ptr.names().size() + " names";
      case NONE:
        return "no name";
      default:
        return "no answer: " + why(ptr);
    }
  }

  private static String words(NameTrace name) {
    switch (name.outcome()) {
      case CONFIRMED:
        return "expected, leads back to the address";
      case ELSEWHERE:
        return "expected, does not lead back to the address";
      case INDETERMINATE:
        return "expected, no answer where it leads to";
      case TOO_MANY:
        return "expected, not looked up: only the first ten are";
      default:
        return "not expected";
    }
  }

  private String addresses(Answer answer) {
    if (answer.is(Answer.Kind.NONE)) {
      return "no address";
    }
    if (answer.is(Answer.Kind.INDETERMINATE)) {
      return "no answer: " + why(answer);
    }
    List<String> shown = new ArrayList<>();
    for (IpAddress address : answer.addresses()) {
      if (shown.size() < MOST_SHOWN) {
        shown.add(address.toString());
      }
    }
    int more = answer.addresses().size() - shown.size();
    return String.join(", ", shown)
        + (more > 0 ? " and " + more + " more" : "")
        + (answer.why().isPresent() ? ", and no answer about the rest: " + why(answer) : "");
  }

  private static String aliases(Answer answer) {
    return answer.aliases().isEmpty()
        ? ""
        : " → alias " + String.join(" → alias ", answer.aliases());
  }

  private static String why(Answer answer) {
    return answer.why().map(w -> w.word()).orElse("unknown");
  }

  private boolean leadsBack(Answer answer) {
    return answer.addresses().contains(client);
  }

  private List<String> serverTexts() {
    List<String> texts = new ArrayList<>();
    for (InetSocketAddress server : servers) {
      String host = IpAddress.of(server.getAddress().getAddress()).toString();
      texts.add((host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + server.getPort());
    }
    return texts;
  }

  /** What has to be done, a sentence each; nothing where all is well. */
  private List<String> cures() {
    List<String> cures = new ArrayList<>();
    switch (verdict.reason()) {
      case PTR_MISSING:
        cures.add("create the record " + ptrRecord() + "; " + whoHasTheReverseZone());
        break;
      case PTR_NOT_EXPECTED:
        cures.add(
            (isGeneric()
                    ? "the address has a name that a provider gives by itself; replace it by "
                    : "the address has another name; expect that one, or create ")
                + ptrRecord()
                + "; "
                + whoHasTheReverseZone());
        break;
      case INDETERMINATE:
        cures.add(
            "DNS gives no answer ("
                + verdict.why().map(w -> w.word()).orElse("unknown")
                + "), which is neither yes nor no: "
                + (servers.isEmpty()
                    ? "the system names no DNS server, give one by `--server`"
                    : "see whether the servers above can be reached and answer, or ask another by"
                        + " `--server`"));
        return cures;
      default:
        break;
    }
    if (!isPass()) {
      for (String name : namesWithoutRecord()) {
        cures.add("create the record `" + name + ". " + recordType() + " " + client + "`");
      }
    }
    return cures;
  }

  /** The names that should lead to the address and do not: its own if expected, else all. */
  private List<String> namesWithoutRecord() {
    List<String> names = new ArrayList<>();
    for (NameTrace name : verdict.names()) {
      if (name.outcome() == NameTrace.Outcome.ELSEWHERE) {
        names.add(name.name());
      }
    }
    if (names.isEmpty() && !anyLeadsBack()) {
      names.add(exampleName());
    }
    return names;
  }

  private boolean anyLeadsBack() {
    for (Answer answer : forward.values()) {
      if (leadsBack(answer)) {
        return true;
      }
    }
    return false;
  }

  private String ptrRecord() {
    return "`" + DnsClient.reverseName(client) + ". PTR " + exampleName() + ".`";
  }

  /** The name to propose: one that leads to the address already, else the first. */
  private String exampleName() {
    for (ExpectedName name : expected.all()) {
      Optional<DnsName> exact = name.exact();
      if (exact.isPresent()
          && forward.containsKey(exact.get())
          && leadsBack(forward.get(exact.get()))) {
        return exact.get().toString();
      }
    }
    String first = expected.all().iterator().next().toString();
    return first.startsWith("*.") ? "NAME" + first.substring(1) : first;
  }

  private String recordType() {
    return client.isIpv4() ? "A" : "AAAA";
  }

  private static String whoHasTheReverseZone() {
    return "its zone is held by whoever gave you the address, at a cloud provider ask for it there";
  }

  /** Whether a name of an IPv4 address spells the address, as providers' own names do. */
  private boolean isGeneric() {
    if (!client.isIpv4()) {
      return false;
    }
    String[] octets = client.toString().split("\\.");
    String there = String.join("[-.]", octets);
    String back = octets[3] + "[-.]" + octets[2] + "[-.]" + octets[1] + "[-.]" + octets[0];
    for (String name : verdict.ptr().names()) {
      if (name.matches(".*(^|[^0-9])(" + there + "|" + back + ")[^0-9].*")) {
        return true;
      }
    }
    return false;
  }

  Map<String, @Nullable Object> json() {
    Map<String, @Nullable Object> object = found();
    object.put("mend", cures());
    return object;
  }

  /** The same without what is to be mended. */
  Map<String, @Nullable Object> found() {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    object.put("address", client.toString());
    object.put("pass", isPass());
    object.put("reason", verdict.reason().word());
    object.put("why", verdict.why().map(w -> w.word()).orElse(null));
    object.put("servers", serverTexts());
    Map<String, @Nullable Object> ptr = new LinkedHashMap<>();
    ptr.put("question", DnsClient.reverseName(client));
    ptr.put("aliases", verdict.ptr().aliases());
    List<Object> names = new ArrayList<>();
    for (NameTrace name : verdict.names()) {
      Map<String, @Nullable Object> one = new LinkedHashMap<>();
      one.put("name", name.name());
      one.put("outcome", name.outcome().word());
      names.add(one);
    }
    ptr.put("names", names);
    ptr.put("why", verdict.ptr().why().map(w -> w.word()).orElse(null));
    object.put("ptr", ptr);
    List<Object> forwards = new ArrayList<>();
    for (Map.Entry<DnsName, Answer> entry : forward.entrySet()) {
      Map<String, @Nullable Object> one = new LinkedHashMap<>();
      one.put("name", entry.getKey().toString());
      one.put("aliases", entry.getValue().aliases());
      List<String> addresses = new ArrayList<>();
      entry.getValue().addresses().forEach(address -> addresses.add(address.toString()));
      one.put("addresses", addresses);
      one.put("leadsBack", leadsBack(entry.getValue()));
      one.put("why", entry.getValue().why().map(w -> w.word()).orElse(null));
      forwards.add(one);
    }
    object.put("forward", forwards);
    return object;
  }
}
