package io.portcullis.dns;

import io.portcullis.ip.IpAddress;
import org.jspecify.annotations.Nullable;

/** A client and the names it has to carry. */
final class Inquiry {
  final IpAddress client;
  final ExpectedNames expected;

  Inquiry(IpAddress client, ExpectedNames expected) {
    this.client = client;
    this.expected = expected;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Inquiry
        && ((Inquiry) other).client.equals(client)
        && ((Inquiry) other).expected.equals(expected);
  }

  @Override
  public int hashCode() {
    return client.hashCode() * 31 + expected.hashCode();
  }
}
