package io.portcullis.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Rows under a heading, each column as wide as its widest cell; the last one ends as it may. */
final class Table {
  private static final String GAP = "  ";

  private final List<List<String>> rows = new ArrayList<>();

  private Table() {}

  static Table of(String... heading) {
    Table table = new Table();
    table.add(Arrays.asList(heading));
    return table;
  }

  void add(List<String> cells) {
    rows.add(cells);
  }

  List<String> lines() {
    int[] widths = new int[rows.get(0).size()];
    for (List<String> row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    List<String> lines = new ArrayList<>();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < widths.length - 1; i++) {
        StringBuilder cell = new StringBuilder(row.get(i));
        while (cell.length() < widths[i]) {
          cell.append(' ');
        }
        line.append(cell).append(GAP);
      }
      lines.add(line.append(row.get(widths.length - 1)).toString());
    }
    return lines;
  }
}
