package io.portcullis.client;

import io.portcullis.ip.IpAddress;
import java.util.List;
import java.util.Optional;

/**
 * Hops between commas, as {@code X-Forwarded-For} has them: all lines joined in order, blanks
 * around a hop dropped, empty ones not seen. The walk does not split: it allocates the addresses it
 * reads.
 */
final class ListHops implements Hops {
  private final List<String> lines;
  private final int count;

  // The hop that next() found, and where the one to the left of it ends.
  private int at;
  private String line = "";
  private int start;
  private int end;
  private int limit = -1;

  ListHops(List<String> lines) {
    this.lines = lines;
    this.count = countIn(lines);
    this.at = lines.size();
  }

  private static int countIn(List<String> lines) {
    int hops = 0;
    for (int l = 0; l < lines.size(); l++) {
      String line = lines.get(l);
      boolean inHop = false;
      for (int i = 0; i < line.length(); i++) {
        char c = line.charAt(i);
        if (c == ',') {
          inHop = false;
        } else if (!inHop && !Hop.isBlank(c)) {
          inHop = true;
          hops++;
        }
      }
    }
    return hops;
  }

  @Override
  public int count() {
    return count;
  }

  @Override
  public void next() {
    do {
      while (limit < 0) {
        at--;
        line = lines.get(at);
        limit = line.length();
      }
      end = limit;
      int comma = limit == 0 ? -1 : line.lastIndexOf(',', limit - 1);
      start = comma + 1;
      limit = comma;
      while (start < end && Hop.isBlank(line.charAt(start))) {
        start++;
      }
      while (start < end && Hop.isBlank(line.charAt(end - 1))) {
        end--;
      }
    } while (start == end);
  }

  @Override
  public Optional<IpAddress> address() {
    return Hop.find(line, start, end);
  }

  /** Commas cannot be quoted here. */
  @Override
  public boolean isCountable() {
    return true;
  }

  @Override
  public ClientAddress fault() {
    return Hop.NOT_AN_ADDRESS;
  }

  @Override
  public String text() {
    return line.substring(start, end);
  }
}
