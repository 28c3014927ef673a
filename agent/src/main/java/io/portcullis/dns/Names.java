package io.portcullis.dns;

import io.portcullis.ip.IpAddress;

/** Who answers the two questions of reverse DNS. */
public interface Names {
  /** The names of an address, from its PTR records. */
  Answer ptr(IpAddress address);

  /** The addresses of a name, of both families, from its A and AAAA records. */
  Answer forward(DnsName name);
}
