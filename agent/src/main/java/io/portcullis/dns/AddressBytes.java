package io.portcullis.dns;

import io.portcullis.ip.IpAddress;

/** Addresses as the bytes that messages and sockets take: 4 for IPv4, 16 for IPv6. */
final class AddressBytes {
  private AddressBytes() {}

  static byte[] of(IpAddress address) {
    int length = address.isIpv4() ? 4 : 16;
    byte[] bytes = new byte[length];
    long half = address.low();
    for (int i = length - 1; i >= 0; i--) {
      if (length - i == 9) {
        half = address.high();
      }
      bytes[i] = (byte) half;
      half >>>= 8;
    }
    return bytes;
  }
}
