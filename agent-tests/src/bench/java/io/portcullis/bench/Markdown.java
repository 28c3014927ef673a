package io.portcullis.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What a run has found, as tables that can be put into a page as they are. */
final class Markdown {
  private final List<String> lines = new ArrayList<>();

  void title(String text) {
    lines.add("");
    lines.add("### " + text);
    lines.add("");
  }

  void say(String text) {
    lines.add("");
    lines.add(text);
  }

  void head(List<String> cells) {
    row(cells);
    lines.add("|" + "---|".repeat(cells.size()));
  }

  void row(List<String> cells) {
    lines.add("| " + String.join(" | ", cells) + " |");
  }

  @Override
  public String toString() {
    return String.join("\n", lines) + "\n";
  }

  /** Three digits that count, never an exponent. */
  static String number(double value) {
    if (Double.isNaN(value)) {
      return "-";
    }
    if (value >= 100 || value == 0) {
      return String.format(Locale.ROOT, "%,.0f", value);
    }
    return String.format(Locale.ROOT, value >= 10 ? "%.1f" : "%.2f", value);
  }

  static String ratio(double value) {
    return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%.2f", value) + "×";
  }

  static double median(List<Double> values) {
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).toArray();
    Arrays.sort(sorted);
    int half = sorted.length / 2;
    if (sorted.length == 0) {
      return Double.NaN;
    }
    return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
  }

  /** The median of what a round gave against what the same round gave for another. */
  static double ratio(List<Double> values, List<Double> against) {
    List<Double> ratios = new ArrayList<>();
    for (int round = 0; round < values.size(); round++) {
      ratios.add(values.get(round) / against.get(round));
    }
    return median(ratios);
  }
}
