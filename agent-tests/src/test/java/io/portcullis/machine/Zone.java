package io.portcullis.machine;

import java.util.ArrayList;
import java.util.List;

/**
 * A zone of DNS. Whatever is in it, and that something is not in it, may be kept for five seconds.
 *
 * @param name its name, without a dot at its end
 * @param serial goes up with each change
 * @param records of the form {@code name ttl type data}, all names whole
 */
public record Zone(String name, int serial, List<String> records) {
  /** The records with those that every zone has. */
  public List<String> allRecords() {
    List<String> all = new ArrayList<>();
    all.add(
        name + ". 5 SOA ns." + name + ". hostmaster." + name + ". " + serial + " 3600 600 86400 5");
    all.add(name + ". 5 NS ns." + name + ".");
    all.add("ns." + name + ". 5 A 127.0.0.1");
    all.addAll(records);
    return all;
  }

  /** As a zone file. */
  public String text() {
    return String.join("\n", allRecords()) + "\n";
  }
}
