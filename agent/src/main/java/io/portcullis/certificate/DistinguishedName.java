package io.portcullis.certificate;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import javax.security.auth.x500.X500Principal;

/**
 * Reads single attributes of the name of a subject or an issuer (RFC 5280, 4.1.2.4) from its bytes,
 * since its text has to be unescaped in ways that differ.
 */
final class DistinguishedName {
  /** Stands for a value that is there and cannot be read: it is no name of anything. */
  static final String UNREADABLE = "\ufffd";

  private static final List<String> NAMES = Arrays.asList("CN", "L", "ST", "O", "OU", "C");
  // The last arc of 2.5.4.
  private static final int[] ARCS = {3, 7, 8, 10, 11, 6};

  private DistinguishedName() {}

  /** The attributes that can be asked for. */
  static List<String> attributes() {
    return Collections.unmodifiableList(NAMES);
  }

  /** All values of an attribute such as {@code CN}, in the order of the name. */
  static List<String> values(X500Principal name, String attribute) {
    int known = NAMES.indexOf(attribute);
    if (known < 0) {
      throw new IllegalArgumentException(attribute);
    }
    List<String> values = new ArrayList<>(1);
    DerReader whole = new DerReader(name.getEncoded());
    if (whole.next()) {
      DerReader sets = whole.inside();
      while (sets.next()) {
        DerReader pairs = sets.inside();
        while (pairs.next()) {
          DerReader pair = pairs.inside();
          if (pair.next() && isOf(pair, ARCS[known])) {
            values.add(pair.next() ? text(pair) : UNREADABLE);
          }
        }
      }
    }
    return values;
  }

  private static boolean isOf(DerReader type, int arc) {
    byte[] oid = type.content();
    return type.tag() == DerReader.OID
        && oid.length == 3
        && oid[0] == 0x55
        && oid[1] == 0x04
        && oid[2] == arc;
  }

  private static String text(DerReader value) {
    switch (value.tag()) {
      case 0x0c: // UTF8String
        return new String(value.content(), StandardCharsets.UTF_8);
      case 0x13: // PrintableString
      case 0x16: // IA5String
        return new String(value.content(), StandardCharsets.US_ASCII);
      default:
        return UNREADABLE;
    }
  }
}
