package io.mild.benchmarks.report;

import static io.mild.cli.page.Charts.dashed;
import static io.mild.cli.page.Charts.line;
import static io.mild.cli.page.Charts.polygon;
import static io.mild.cli.page.Charts.solid;
import static io.mild.cli.page.Charts.svg;
import static io.mild.cli.page.Charts.tinted;

import io.mild.benchmarks.experiment.FoldResult.Bin;
import io.mild.benchmarks.experiment.FoldResult.BudgetPoint;
import io.mild.cli.page.Charts;
import io.mild.cli.page.Figures;
import io.mild.cli.page.Figures.Key;
import io.mild.cli.page.Figures.Panel;
import io.mild.internal.io.TimeScale;
import java.awt.BasicStroke;
import java.awt.Color;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.knowm.xchart.RadarChart;
import org.knowm.xchart.RadarChartBuilder;
import org.knowm.xchart.RadarSeries;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.RadarStyler.RadarRenderStyle;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** The report's pictures of all models, with the leader in front of the others. */
final class ModelPictures {
  private static final int HEIGHT = 330;
  private static final int PANEL = 290;
  private static final int RADAR_WIDTH = 360;
  private static final int RADAR_HEIGHT = 260;

  /** Of its panel: beside it stand labels. */
  private static final double RADAR_SIZE = 0.8;

  /** Beyond the ends of an axis, for what lies on them; of the axis. */
  private static final double MARGIN = 0.04;

  private static final double DISC = 0.045;
  private static final int DISC_CORNERS = 24;
  private static final double BACKGROUND = 0.6;

  private final Figures figures;
  private final List<Entry> entries;
  private final Entry leader;
  private final double horizonMinutes;
  private final TimeScale scale;

  /**
   * Of some models.
   *
   * @param entries at least one
   * @param horizon the longest lead that counts
   */
  ModelPictures(Figures figures, List<Entry> entries, Duration horizon) {
    this.figures = figures;
    this.entries = entries;
    this.leader = Entry.leader(entries);
    this.horizonMinutes = horizon.toMillis() / (double) Duration.ofMinutes(1).toMillis();
    this.scale = TimeScale.of(horizon);
  }

  String radar() {
    List<Entry> others = entries.stream().filter(entry -> !entry.equals(leader)).toList();
    return figures.panels(
        "All at once",
        "Five figures of each model under one budget for the incident stream, 0 in the middle and 1"
            + " at the rim: detection of the failed intent; mean lead of the incident's first alert"
            + " of "
            + scale.number(horizonMinutes)
            + " "
            + scale.units()
            + "; reliability; the share of right root causes at the first alert, and"
            + " in the last row. Reliability is 1 / (1 + false positives a day), so 1 without"
            + " any and 0.5 at one a day; the paper doesn't say how it normalises them. What a"
            + " model doesn't have is drawn as 0. The larger the area, the better.",
        List.of(new Key(leader.name(), leader.color())),
        (others.isEmpty() ? entries : others)
            .stream().map(entry -> new Panel(entry.name(), () -> radar(entry))).toList());
  }

  private String radar(Entry entry) {
    RadarChart chart = new RadarChartBuilder().width(RADAR_WIDTH).height(RADAR_HEIGHT).build();
    Charts.frame(chart.getStyler());
    chart
        .getStyler()
        .setRadarRenderStyle(RadarRenderStyle.Polygon)
        .setRadiiTitleFont(Charts.font())
        .setRadiiTickMarksCount(4)
        .setRadiiTickMarksColor(Charts.GRID)
        .setSeriesFilled(false);
    chart.getStyler().setChartFontColor(Charts.TEXT).setPlotContentSize(RADAR_SIZE);
    chart.setRadiiLabels(
        Arrays.stream(RadarAxis.values()).map(RadarAxis::label).toArray(String[]::new));
    if (!entry.equals(leader)) {
      radar(chart, entry, solid(2));
    }
    radar(chart, leader, solid(3));
    return svg(chart);
  }

  private void radar(RadarChart chart, Entry entry, BasicStroke stroke) {
    double[] values =
        Arrays.stream(RadarAxis.values())
            .mapToDouble(axis -> axis.of(entry.folds(), horizonMinutes))
            .map(value -> Double.isNaN(value) ? 0 : value)
            .toArray();
    RadarSeries series = chart.addSeries(entry.name(), values);
    series.setMarker(SeriesMarkers.NONE);
    series.setLineColor(entry.color());
    series.setLineStyle(stroke);
  }

  String reliability() {
    return figures.panels(
        "Do risks mean what they say?",
        "Rows by risk, in 15 bins over all folds: across, the mean risk of a bin (probability); up,"
            + " the share of its rows that a failure followed within the horizon. On the dashed"
            + " diagonal a risk is a true probability; above it the model says too little, below"
            + " too much. The larger the disc, the more rows (most are at the lower left: healthy"
            + " times).",
        List.of(),
        entries.stream().map(entry -> new Panel(entry.name(), () -> reliability(entry))).toList());
  }

  private static String reliability(Entry entry) {
    XYChart chart = chart(PANEL, PANEL, 1, 1, "risk said", "share that failed");
    chart.getStyler().setXAxisMin(-MARGIN).setXAxisMax(1 + MARGIN).setYAxisMin(-MARGIN);
    double[] ends = {0, 1};
    line(chart, "true", ends, ends, Charts.TEXT, dashed(1.3));
    List<Bin> bins = Curves.reliability(entry.folds());
    if (!bins.isEmpty()) {
      line(
          chart,
          "bins",
          bins.stream().mapToDouble(Bin::risk).toArray(),
          bins.stream().mapToDouble(Bin::frequency).toArray(),
          tinted(entry.color(), BACKGROUND),
          solid(2));
    }
    long rows = bins.stream().mapToLong(Bin::count).sum();
    for (Bin bin : bins) {
      disc(chart, bin, DISC * (0.25 + Math.sqrt((double) bin.count() / rows)), entry.color());
    }
    return svg(chart);
  }

  private static void disc(XYChart chart, Bin bin, double radius, Color color) {
    double[] x = new double[DISC_CORNERS];
    double[] y = new double[DISC_CORNERS];
    for (int corner = 0; corner < DISC_CORNERS; corner++) {
      double angle = 2 * Math.PI * corner / DISC_CORNERS;
      x[corner] = bin.risk() + radius * Math.cos(angle);
      y[corner] = bin.frequency() + radius * Math.sin(angle);
    }
    polygon(chart, "bin at " + bin.risk(), x, y, color);
  }

  String leads() {
    return figures.one(
        "How long before",
        "The share of all failures that some intent's alert announced at least so many "
            + scale.units()
            + " ahead, under one budget for the incident stream. The higher a line, the better; at"
            + " 0 it stands at the share announced at all.",
        keys(),
        () -> {
          XYChart chart =
              chart(
                  Charts.WIDTH,
                  HEIGHT,
                  scale.inUnits(horizonMinutes),
                  1,
                  scale.units() + " before the failure, at least",
                  "share of failures");
          double[] leads =
              IntStream.rangeClosed(0, Curves.LEADS)
                  .mapToDouble(step -> scale.inUnits(horizonMinutes * step / Curves.LEADS))
                  .toArray();
          inFront()
              .forEach(
                  entry ->
                      model(chart, entry, leads, Curves.announced(entry.folds(), horizonMinutes)));
          return svg(chart);
        });
  }

  String budgets() {
    return figures.one(
        "What a budget is worth",
        "Thresholds are tuned to a budget of false positives a day on past rows; this is what they"
            + " then made on the test blocks, mean over the folds, each model under its own kind"
            + " of budget. On the dashed diagonal the budget is kept exactly; above it, it is"
            + " exceeded.",
        keys(),
        () -> {
          double highest =
              entries.stream()
                  .flatMap(entry -> Curves.budgets(entry.folds()).stream())
                  .mapToDouble(point -> Math.max(point.budget(), point.fpPerDay()))
                  .max()
                  .orElse(1);
          double budgets =
              entries.stream()
                  .flatMap(entry -> Curves.budgets(entry.folds()).stream())
                  .mapToDouble(BudgetPoint::budget)
                  .max()
                  .orElse(1);
          XYChart chart =
              chart(
                  Charts.WIDTH,
                  HEIGHT,
                  budgets,
                  highest,
                  "budget, false positives a day",
                  "made, false positives a day");
          double[] ends = {0, budgets};
          line(chart, "kept", ends, ends, Charts.TEXT, dashed(1.3));
          for (Entry entry : inFront()) {
            List<BudgetPoint> points = Curves.budgets(entry.folds());
            model(
                chart,
                entry,
                points.stream().mapToDouble(BudgetPoint::budget).toArray(),
                points.stream().mapToDouble(BudgetPoint::fpPerDay).toArray());
          }
          return svg(chart);
        });
  }

  private void model(XYChart chart, Entry entry, double[] x, double[] y) {
    if (Arrays.stream(y).anyMatch(Double::isFinite)) {
      line(
          chart,
          "model " + entry.name(),
          x,
          y,
          entry.color(),
          solid(entry.equals(leader) ? 3.4 : 1.8));
    }
  }

  /** The models in the order of drawing: the leader last, over all others. */
  private List<Entry> inFront() {
    return entries.stream()
        .sorted((a, b) -> Boolean.compare(a.equals(leader), b.equals(leader)))
        .toList();
  }

  private List<Key> keys() {
    return entries.stream().map(entry -> new Key(entry.name(), entry.color())).toList();
  }

  /** A chart from 0 on. */
  static XYChart chart(int width, int height, double right, double top, String across, String up) {
    XYChart chart =
        new XYChartBuilder().width(width).height(height).xAxisTitle(across).yAxisTitle(up).build();
    Charts.style(chart.getStyler(), ModelPictures::tick);
    chart
        .getStyler()
        .setXAxisMin(0.0)
        .setXAxisMax(right)
        .setYAxisMin(0.0)
        .setYAxisMax(top * (1 + MARGIN))
        .setXAxisTickLabelsFormattingFunction(ModelPictures::tick)
        .setYAxisLeftWidthHint(0);
    return chart;
  }

  /** As few decimals as tell it. */
  private static String tick(double value) {
    return value == Math.rint(value)
        ? String.format(Locale.ROOT, "%.0f", value)
        : String.format(Locale.ROOT, "%.2f", value).replaceFirst("0$", "");
  }
}
