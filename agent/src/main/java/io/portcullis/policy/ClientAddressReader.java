package io.portcullis.policy;

import io.portcullis.certificate.CertificateHeader;
import io.portcullis.client.ClientHeader;
import io.portcullis.client.OnUnreadable;
import io.portcullis.client.Transport;
import io.portcullis.policy.PolicyDocument.CertificateHeaderPart;
import io.portcullis.policy.PolicyDocument.ClientAddressPart;
import io.portcullis.policy.PolicyDocument.FileReference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** Reads {@code clientAddress}: which header names the client, and who may send it. */
final class ClientAddressReader {
  private static final String FORWARDED_FOR = "X-Forwarded-For";
  private static final List<String> FORWARDED_HEADERS = Arrays.asList(FORWARDED_FOR, "Forwarded");

  private final Problems problems;
  private final AddressListReader lists;

  ClientAddressReader(Problems problems, AddressListReader lists) {
    this.problems = problems;
    this.lists = lists;
  }

  Optional<ClientAddressPart> read(Section policy) {
    Optional<YamlNode> node = policy.value("clientAddress");
    if (!node.isPresent()) {
      return Optional.empty();
    }
    Section section =
        Section.of(
            "clientAddress",
            node.get(),
            problems,
            "header",
            "trustedProxies",
            "trustedHops",
            "onUnreadable",
            "proxyAsClient",
            "transports",
            "certificateHeader");
    if (!node.get().isMapping()) {
      return Optional.empty();
    }
    Set<Transport> transports = transports(section);
    // Who believes a transport may do without a header, and without the proxies that may send it.
    boolean alone = !transports.isEmpty() && !section.has("header");
    Optional<ClientHeader> header =
        alone ? Optional.<ClientHeader>empty() : Optional.of(clientHeader(section));
    if (!alone && !section.has("trustedProxies")) {
      section.missing(
          "trustedProxies",
          "write the peers that may speak for a client: `trustedProxies: [10.0.0.5]`");
    }
    Optional<YamlNode> proxies = section.value("trustedProxies");
    String proxiesName = section.path("trustedProxies");
    OptionalInt hops = section.number("trustedHops", 1, 64);
    Optional<String> onUnreadable = section.oneOf("onUnreadable", "deny", "peer");
    return Optional.of(
        new ClientAddressPart(
            header,
            proxies.isPresent()
                ? Optional.of(lists.read(proxiesName, proxies.get()))
                : Optional.<AddressList>empty(),
            checkHops(section, header, hops),
            onUnreadable.orElse("deny").equals("peer") ? OnUnreadable.PEER : OnUnreadable.DENY,
            section.truth("proxyAsClient", false),
            transports,
            certificateHeader(section)));
  }

  private Set<Transport> transports(Section section) {
    Set<Transport> transports = EnumSet.noneOf(Transport.class);
    Optional<YamlNode> node =
        section.sequence("transports", "a list of transports", "[ajp, proxyProtocol]");
    if (!node.isPresent()) {
      return transports;
    }
    for (YamlNode item : node.get().values()) {
      Optional<String> word = section.textOf(item, "clientAddress.transports[]");
      if (!word.isPresent()) {
        continue;
      }
      Optional<Transport> transport = transportOf(word.get());
      if (!transport.isPresent()) {
        problems.error(
            item.place(),
            "WRONG_VALUE",
            "unknown transport "
                + Problems.quoted(word.get())
                + problems.suggestion(word.get(), transportWords()));
      } else if (!transports.add(transport.get())) {
        problems.error(
            item.place(),
            "WRONG_VALUE",
            Problems.quoted(word.get()) + " stands twice; remove one of the two");
      }
    }
    return transports;
  }

  private static Optional<Transport> transportOf(String word) {
    for (Transport transport : Transport.values()) {
      if (transport.word().equals(word)) {
        return Optional.of(transport);
      }
    }
    return Optional.empty();
  }

  private static List<String> transportWords() {
    List<String> words = new ArrayList<>();
    for (Transport transport : Transport.values()) {
      words.add(transport.word());
    }
    return words;
  }

  private Optional<CertificateHeaderPart> certificateHeader(Section clientAddress) {
    Optional<YamlNode> node = clientAddress.value("certificateHeader");
    if (!node.isPresent()) {
      return Optional.empty();
    }
    Section section =
        Section.of(
            clientAddress.path("certificateHeader"),
            node.get(),
            problems,
            "name",
            "format",
            "trustStore");
    if (!node.get().isMapping()) {
      return Optional.empty();
    }
    Optional<String> name = section.requiredText("name", "Client-Cert");
    if (name.isPresent() && !HttpToken.is(name.get())) {
      problems.error(
          section.value("name").get().place(),
          "WRONG_VALUE",
          Problems.quoted(name.get()) + " cannot be the name of a header");
    }
    if (!section.has("format")) {
      section.missing("format", "write `rfc9440`, `xfcc` or `pem-escaped`, as your proxies do");
    }
    Optional<String> format = section.oneOf("format", "rfc9440", "xfcc", "pem-escaped");
    Optional<FileReference> trustStore =
        new CertificateReader(problems).file(section, "trustStore", "proxies-ca.pem");
    if (!name.isPresent() || !format.isPresent() || !trustStore.isPresent()) {
      return Optional.empty(); // told already
    }
    return Optional.of(
        new CertificateHeaderPart(
            CertificateHeader.of(name.get(), formatOf(format.get())), trustStore.get()));
  }

  private static CertificateHeader.Format formatOf(String word) {
    for (CertificateHeader.Format format : CertificateHeader.Format.values()) {
      if (format.word().equals(word)) {
        return format;
      }
    }
    throw new IllegalArgumentException(word);
  }

  private ClientHeader clientHeader(Section section) {
    Optional<String> written = section.requiredText("header", FORWARDED_FOR);
    String name = written.orElse(FORWARDED_FOR);
    ClientHeader header = ClientHeader.named(name);
    if (!HttpToken.is(name)) {
      problems.error(
          section.value("header").get().place(),
          "WRONG_VALUE",
          Problems.quoted(name)
              + " cannot be the name of a header; write one, such as "
              + Problems.quoted(FORWARDED_FOR));
      return ClientHeader.named(FORWARDED_FOR);
    }
    if (!header.holdsSeveral() && Suggestion.isNear(name, FORWARDED_HEADERS)) {
      problems.warning(
          section.value("header").get().place(),
          "HEADER_ODD",
          Problems.quoted(name)
              + " is read as a header that holds one address"
              + problems.suggestion(name, FORWARDED_HEADERS));
    }
    return header;
  }

  private OptionalInt checkHops(Section section, Optional<ClientHeader> header, OptionalInt hops) {
    if (!hops.isPresent() || (header.isPresent() && header.get().holdsSeveral())) {
      return hops;
    }
    if (!header.isPresent()) {
      problems.error(
          section.value("trustedHops").get().place(),
          "HOPS_WITHOUT_HEADER",
          "`clientAddress.trustedHops` counts the addresses of a header, and there is none; write"
              + " `header: X-Forwarded-For`, or leave `trustedHops` out");
      return OptionalInt.empty();
    }
    problems.error(
        section.value("trustedHops").get().place(),
        "HOPS_OF_ONE_ADDRESS",
        "`clientAddress.trustedHops` counts the addresses of `X-Forwarded-For` or `Forwarded`, and "
            + Problems.quoted(header.get().name())
            + " holds one; leave `trustedHops` out");
    return OptionalInt.empty();
  }
}
