package io.mild.benchmarks.demo;

import io.mild.Explanation.Contribution;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.font.FontRenderContext;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.CategorySeries;
import org.knowm.xchart.VectorGraphicsEncoder;
import org.knowm.xchart.VectorGraphicsEncoder.VectorGraphicsFormat;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.XYSeries.XYSeriesRenderStyle;
import org.knowm.xchart.internal.chartpart.Chart;
import org.knowm.xchart.style.AxesChartStyler;
import org.knowm.xchart.style.lines.SeriesLines;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * Pictures as SVG elements to stand in HTML. Their text is drawn as outlines: it looks the same
 * everywhere, but to draw it Java needs a font.
 */
final class Pictures {
  private static final int WIDTH = 920;
  private static final int HEIGHT = 230;
  private static final int BARS_HEIGHT = 270;
  private static final int FONT_SIZE = 13;
  private static final int TICK_SPACING = 110;
  private static final int AXIS_WIDTH = 44;

  private static final Color TEXT = new Color(0x6a7180);
  private static final Color GRID = new Color(0xe8eaee);
  private static final Color DRIFT = new Color(0xf7f2e6);
  private static final Color RAISES = new Color(0xc8503c);
  private static final Color LOWERS = new Color(0x8fa3b8);

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
   * @param minutes from the failure, which is 0, in steps of one row
   * @param onset of the drift, minutes from the failure
   */
  record Times(double[] minutes, double onset) {
    double first() {
      return minutes[0];
    }

    double last() {
      return minutes[minutes.length - 1];
    }
  }

  /**
   * Whether this Java can draw text: one without a display can, one without fontconfig or any font
   * can't.
   */
  static boolean canDraw() {
    System.setProperty("java.awt.headless", "true");
    try {
      font().createGlyphVector(new FontRenderContext(null, true, true), "risk").getOutline();
      return true;
    } catch (LinkageError | InternalError | RuntimeException e) { // each Java fails in its own way
      return false;
    }
  }

  /** Lines over time, with their thresholds. */
  static String lines(Times times, List<Line> lines) {
    double[] all = lines.stream().flatMapToDouble(line -> Arrays.stream(line.values)).toArray();
    double low = Math.min(0, Arrays.stream(all).min().orElse(0));
    double high = Math.max(1, Arrays.stream(all).max().orElse(1));
    XYChart chart = overTime(times, low, high);
    for (Line line : lines) {
      if (!Double.isNaN(line.threshold)) {
        double[] level = {line.threshold, line.threshold};
        draw(chart, line.name + "/threshold", ends(times), level, line.color, dashed());
      }
      draw(chart, line.name, times.minutes, line.values, line.color, solid());
    }
    return svg(chart);
  }

  /** Shares that sum to one, over time, one on top of the other. */
  static String shares(Times times, List<Line> shares) {
    XYChart chart = overTime(times, 0, 1);
    double[] sum = new double[times.minutes.length];
    Arrays.fill(sum, 1);
    for (int i = shares.size() - 1; i >= 0; i--) { // from the top, each over the one before
      fill(chart, shares.get(i).name, times.minutes, sum.clone(), shares.get(i).color);
      for (int t = 0; t < sum.length; t++) {
        sum[t] -= shares.get(i).values[t];
      }
    }
    double[] bottomToTop = {0, 1};
    for (double time : new double[] {times.onset, 0}) {
      double[] twice = {time, time};
      draw(chart, "mark at " + time, twice, bottomToTop, Color.WHITE, dashed());
    }
    return svg(chart);
  }

  /** A bar each: up where it raises the risk, down where it lowers it. */
  static String bars(List<Contribution> shares) {
    CategoryChart chart = new CategoryChartBuilder().width(WIDTH).height(BARS_HEIGHT).build();
    style(chart.getStyler(), v -> v == 0 ? "0" : String.format(Locale.ROOT, "%+.2f", v));
    chart.getStyler().setOverlapped(true).setAvailableSpaceFill(0.5);
    List<String> names = shares.stream().map(Contribution::name).toList();
    bars(chart, names, shares.stream().map(s -> Math.max(0, s.contribution())).toList(), RAISES);
    bars(chart, names, shares.stream().map(s -> Math.min(0, s.contribution())).toList(), LOWERS);
    return svg(chart);
  }

  private static void bars(
      CategoryChart chart, List<String> names, List<Double> values, Color color) {
    CategorySeries series = chart.addSeries(color.toString(), names, values);
    series.setFillColor(color);
    series.setLineColor(color);
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
        .setxAxisTickLabelsFormattingFunction(Pictures::fromFailure);
    double[] drift = {times.onset, 0};
    fill(chart, "drift", drift, new double[] {high, high}, DRIFT);
    if (low < 0) { // areas end at zero
      fill(chart, "drift below", drift, new double[] {low, low}, DRIFT);
    }
    return chart;
  }

  private static String fromFailure(double minutes) {
    return Math.abs(minutes) < 1 ? "failure" : String.format(Locale.ROOT, "%+.0f min", minutes);
  }

  private static void fill(XYChart chart, String name, double[] x, double[] y, Color color) {
    XYSeries area = chart.addSeries(name, x, y);
    area.setXYSeriesRenderStyle(XYSeriesRenderStyle.Area);
    area.setMarker(SeriesMarkers.NONE);
    area.setFillColor(color);
    area.setLineStyle(SeriesLines.NONE);
  }

  private static void draw(
      XYChart chart, String name, double[] x, double[] y, Color color, BasicStroke stroke) {
    XYSeries line = chart.addSeries(name, x, y);
    line.setMarker(SeriesMarkers.NONE);
    line.setLineColor(color);
    line.setLineStyle(stroke);
  }

  private static double[] ends(Times times) {
    return new double[] {times.first(), times.last()};
  }

  private static BasicStroke solid() {
    return new BasicStroke(2, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);
  }

  private static BasicStroke dashed() {
    float[] dashes = {5, 4};
    return new BasicStroke(1.3f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1, dashes, 0);
  }

  private static void style(AxesChartStyler styler, Function<Double, String> numbers) {
    styler
        .setPlotGridVerticalLinesVisible(false)
        .setPlotGridLinesColor(GRID)
        .setPlotGridLinesStroke(new BasicStroke(1))
        .setAxisTicksMarksVisible(false)
        .setAxisTicksLineVisible(false)
        .setAxisTickLabelsFont(font())
        .setAxisTickLabelsColor(TEXT)
        .setPlotMargin(0)
        .setyAxisTickLabelsFormattingFunction(numbers)
        .setChartBackgroundColor(Color.WHITE)
        .setPlotBackgroundColor(Color.WHITE)
        .setPlotBorderVisible(false)
        .setPlotContentSize(1)
        .setChartPadding(2)
        .setLegendVisible(false)
        .setChartTitleVisible(false)
        .setYAxisLeftWidthHint(AXIS_WIDTH); // so that pictures stand in line
  }

  private static Font font() {
    return new Font(Font.SANS_SERIF, Font.PLAIN, FONT_SIZE);
  }

  /** The SVG element alone, as wide as its surroundings, in hundredths of a pixel. */
  private static String svg(Chart<?, ?> chart) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      VectorGraphicsEncoder.saveVectorGraphic(chart, bytes, VectorGraphicsFormat.SVG);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // memory doesn't fail
    }
    String xml = bytes.toString(StandardCharsets.UTF_8);
    return xml.substring(xml.indexOf("<svg"))
        .replaceFirst(" height=\"\\d+px\"", "")
        .replaceFirst(" width=\"\\d+px\"", "")
        .replaceAll("(\\d\\.\\d\\d)\\d+", "$1");
  }
}
