package io.portcullis.policy;

import io.portcullis.client.ClientAddressResolver;
import io.portcullis.client.HeaderResolver;
import io.portcullis.client.PeerOnly;
import io.portcullis.client.TransportResolver;
import io.portcullis.engine.Allowlist;
import io.portcullis.engine.EmptyAllowlist;
import io.portcullis.engine.Entry;
import io.portcullis.engine.Mode;
import io.portcullis.ip.IpSet;
import io.portcullis.policy.PolicyDocument.ClientAddressPart;
import io.portcullis.policy.PolicyDocument.ScopePart;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * Compiles the address lists of a document: follows their references, and tells what is wrong or
 * odd about each. Used once.
 */
final class ListCompiler {
  private static final String OPEN_CURE = "leave the list empty, or write \"*\"";
  private static final String EXEMPT_CURE = "name the addresses that are meant";

  private final PolicyDocument document;
  private final ListResolver lists;
  private final Problems problems;
  private final long now;
  private Optional<AddressList> proxies = Optional.empty();
  private IpSet trusted = IpSet.empty();
  private int entries;

  /** A compiler that warns of entries which are over at a time, in milliseconds since the epoch. */
  ListCompiler(PolicyDocument document, ListResolver lists, Problems problems, long now) {
    this.document = document;
    this.lists = lists;
    this.problems = problems;
    this.now = now;
  }

  /** Checks the references of all sets, whether a list uses them or not. */
  void checkSets() {
    lists.checkSets();
  }

  /**
   * How the client is found; the first list to be compiled, since the others are held against it.
   */
  ClientAddressResolver clientAddress() {
    if (!document.clientAddress.isPresent()) {
      return PeerOnly.INSTANCE;
    }
    ClientAddressPart part = document.clientAddress.get();
    if (part.trustedProxies.isPresent()) {
      compileProxies(part.trustedProxies.get());
    }
    ClientAddressResolver resolver =
        part.header.isPresent()
            ? HeaderResolver.of(
                part.header.get(), trusted, part.trustedHops, part.onUnreadable, part.proxyAsClient)
            : PeerOnly.INSTANCE;
    return part.transports.isEmpty()
        ? resolver
        : TransportResolver.of(resolver, part.transports, trusted);
  }

  private void compileProxies(AddressList list) {
    List<Entry> found = lists.resolve(list, false);
    ListLint lint = new ListLint(list, found, problems);
    lint.checkIds(found);
    lint.warnOfNeedless();
    lint.warnOfWholeFamily();
    lint.refuseTimes();
    if (list.isWhole() && list.items().isEmpty()) {
      problems.warning(
          list.place(),
          "EMPTY_LIST",
          "`clientAddress.trustedProxies` is empty: nobody may speak for a client, and the header is"
              + " never read");
    }
    proxies = Optional.of(list);
    trusted = IpSet.of(ListLint.rulesOf(found));
  }

  /** The peers that may speak for a client, once {@link #clientAddress} has been asked. */
  IpSet trustedProxies() {
    return trusted;
  }

  List<Entry> exemptAddresses() {
    return document.exempt.addresses.isPresent()
        ? admitting(document.exempt.addresses.get(), false, EXEMPT_CURE)
        : Collections.<Entry>emptyList();
  }

  /**
   * The list of a scope.
   *
   * @param name of the scope in the document
   * @param scope its name in decisions
   */
  Allowlist allowlist(String name, String scope, Optional<ScopePart> part) {
    Mode mode = part.isPresent() ? part.get().mode : Mode.ENFORCE;
    Optional<AddressList> list =
        part.isPresent() ? part.get().allow : Optional.<AddressList>empty();
    if (!list.isPresent()) {
      return Allowlist.of(scope, mode, Collections.<Entry>emptyList());
    }
    if (list.get().isOpen()) {
      return Allowlist.open(scope);
    }
    Allowlist allowlist = Allowlist.of(scope, mode, admitting(list.get(), true, OPEN_CURE));
    if (!allowlist.entries().isEmpty() && !allowlist.restricts()) {
      problems.warning(
          list.get().place(),
          "ALL_DISABLED",
          "every entry of "
              + Problems.quoted(name + ".allow")
              + " is disabled, which counts as an empty list: "
              + (document.emptyAllowlist == EmptyAllowlist.ALLOW
                  ? "it restricts nobody"
                  : "it admits nobody"));
    }
    return allowlist;
  }

  /**
   * The entries of a list that lets its addresses in.
   *
   * @param emptyIsError whether a set or a file without an enabled entry is an error here
   * @param cure what to write instead of a whole family
   */
  List<Entry> admitting(AddressList list, boolean emptyIsError, String cure) {
    List<Entry> found = lists.resolve(list, emptyIsError);
    ListLint lint = new ListLint(list, found, problems);
    lint.checkIds(found);
    lint.refuseWholeFamily(cure);
    lint.warnOfNeedless();
    lint.warnOfExpired(now);
    if (proxies.isPresent()) {
      lint.warnOfOverlap(proxies.get(), trusted, document.clientAddress.get().proxyAsClient);
    }
    for (Entry entry : found) {
      entries += entry.enabled() ? 1 : 0;
    }
    return found;
  }

  /** How many enabled entries the lists that let their addresses in hold so far. */
  int entries() {
    return entries;
  }
}
