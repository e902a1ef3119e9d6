package io.mild.cli.demo;

import static io.mild.cli.page.Charts.WIDTH;
import static io.mild.cli.page.Charts.area;
import static io.mild.cli.page.Charts.dashed;
import static io.mild.cli.page.Charts.line;
import static io.mild.cli.page.Charts.solid;
import static io.mild.cli.page.Charts.style;
import static io.mild.cli.page.Charts.svg;

import java.awt.Color;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;

/** The demo's pictures, as SVG elements. */
final class Pictures {
  private static final int HEIGHT = 230;
  private static final int TICK_SPACING = 110;

  private static final Color DRIFT = new Color(0xf7f2e6);

  private Pictures() {}

  /**
   * A line of a picture.
   *
   * @param name unique in the picture
   * @param color it is drawn in
   * @param values one for each of the picture's times
   * @param threshold a level to be marked for it; NaN for none
   */
  record Line(String name, Color color, double[] values, double threshold) {}

  /**
   * The time that pictures show.
   *
   * @param units from the failure, which is 0, in steps of one row
   * @param onset of the drift, units from the failure
   * @param symbol of the unit
   */
  record Times(double[] units, double onset, String symbol) {
    double first() {
      return units[0];
    }

    double last() {
      return units[units.length - 1];
    }
  }

  /** Lines over time, with their thresholds. */
  static String lines(Times times, List<Line> lines) {
    double[] all = lines.stream().flatMapToDouble(line -> Arrays.stream(line.values)).toArray();
    double low = Math.min(0, Arrays.stream(all).min().orElse(0));
    double high = Math.max(1, Arrays.stream(all).max().orElse(1));
    XYChart chart = overTime(times, low, high);
    for (Line line : lines) {
      if (line.threshold <= high) { // neither without one nor where it is never reached
        double[] level = {line.threshold, line.threshold};
        line(chart, line.name + "/threshold", ends(times), level, line.color, dashed(1.3));
      }
      line(chart, line.name, times.units, line.values, line.color, solid(2));
    }
    return svg(chart);
  }

  /** Shares that sum to one, over time, one on top of the other. */
  static String shares(Times times, List<Line> shares) {
    XYChart chart = overTime(times, 0, 1);
    double[] sum = new double[times.units.length];
    Arrays.fill(sum, 1);
    for (int i = shares.size() - 1; i >= 0; i--) { // from the top, each over the one before
      area(chart, shares.get(i).name, times.units, sum.clone(), shares.get(i).color);
      for (int t = 0; t < sum.length; t++) {
        sum[t] -= shares.get(i).values[t];
      }
    }
    double[] bottomToTop = {0, 1};
    for (double time : new double[] {times.onset, 0}) {
      double[] twice = {time, time};
      line(chart, "mark at " + time, twice, bottomToTop, Color.WHITE, dashed(1.3));
    }
    return svg(chart);
  }

  private static XYChart overTime(Times times, double low, double high) {
    XYChart chart = new XYChartBuilder().width(WIDTH).height(HEIGHT).build();
    style(chart.getStyler(), v -> String.format(Locale.ROOT, high - low > 2 ? "%.0f" : "%.1f", v));
    chart
        .getStyler()
        .setYAxisMin(low)
        .setYAxisMax(high)
        .setXAxisMin(times.first())
        .setXAxisMax(times.last())
        .setXAxisTickMarkSpacingHint(TICK_SPACING)
        .setXAxisTickLabelsFormattingFunction(time -> fromFailure(time, times.symbol));
    double[] drift = {times.onset, 0};
    area(chart, "drift", drift, new double[] {high, high}, DRIFT);
    if (low < 0) { // areas end at zero
      area(chart, "drift below", drift, new double[] {low, low}, DRIFT);
    }
    return chart;
  }

  private static double[] ends(Times times) {
    return new double[] {times.first(), times.last()};
  }

  private static String fromFailure(double time, String symbol) {
    if (Math.abs(time) < 1) {
      return "failure";
    }
    String format = time == Math.rint(time) ? "%+.0f %s" : "%+.1f %s";
    return String.format(Locale.ROOT, format, time, symbol);
  }
}
