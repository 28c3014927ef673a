package io.portcullis.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Rows under a head, in columns as wide as what stands in them; a column where nothing stands is
 * left out.
 */
final class TextTable {
  private static final int WIDEST = 60;

  private final List<List<String>> rows = new ArrayList<>();

  TextTable(String... head) {
    rows.add(Arrays.asList(head));
  }

  /** A row; line ends and the like are spelled out, for each is one line. */
  void row(String... cells) {
    List<String> row = new ArrayList<>();
    for (String cell : cells) {
      row.add(Terminal.printable(cell));
    }
    rows.add(row);
  }

  List<String> lines() {
    int[] widths = new int[rows.get(0).size()];
    for (int r = 1; r < rows.size(); r++) {
      for (int c = 0; c < widths.length; c++) {
        widths[c] = Math.max(widths[c], rows.get(r).get(c).length());
      }
    }
    List<String> lines = new ArrayList<>();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int c = 0; c < widths.length; c++) {
        if (widths[c] > 0) {
          int width = Math.min(WIDEST, Math.max(widths[c], rows.get(0).get(c).length()));
          line.append(line.length() == 0 ? "" : "  ").append(row.get(c));
          for (int i = row.get(c).length(); i < width; i++) {
            line.append(' ');
          }
        }
      }
      int end = line.length();
      while (end > 0 && line.charAt(end - 1) == ' ') {
        end--;
      }
      lines.add(line.substring(0, end));
    }
    return lines;
  }
}
