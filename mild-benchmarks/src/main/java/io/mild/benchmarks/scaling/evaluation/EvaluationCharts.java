package io.mild.benchmarks.scaling.evaluation;

import io.mild.benchmarks.scaling.simulation.RunTimeline;
import io.mild.cli.page.Charts;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Ellipse2D;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.knowm.xchart.AnnotationText;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** The report's pictures, as SVG elements. */
final class EvaluationCharts {
  private static final int PANEL_WIDTH = 440;
  private static final int PANEL_HEIGHT = 300;
  private static final int STRIP_HEIGHT = 230;
  private static final int LOW_STRIP_HEIGHT = 130;
  private static final int MARKER_SIZE = 8;
  private static final int TICK_SPACING = 110;
  private static final double MINUTE = 60;

  private static final double LEAST_PERCENT = 0.5;
  private static final double MOST_PERCENT = 100;

  /** A label's distance from its point, and what a letter takes, in pixels. */
  private static final int GAP = 8;

  private static final int LETTER = 7;

  static final Color DEMAND = new Color(0xdfe5ee);
  static final Color USUAL = new Color(0x2f6fb3);
  static final Color OURS = new Color(0xc8324b);

  /** Of contenders that no front is drawn for. */
  static final Color SINGLE = new Color(0x8a93a3);

  private static final Marker RING = new Ring();

  private EvaluationCharts() {}

  /** Cost against violations: a line for each family, a ring for each of the other policies. */
  static String fronts(ScalingResults results, Scenario scenario) {
    double[] costs =
        results.contenders().stream()
            .mapToDouble(contender -> cost(results, scenario, contender.name()))
            .toArray();
    double cheapest = Math.floor(Arrays.stream(costs).min().orElseThrow()) - 1;
    double dearest = Math.ceil(Arrays.stream(costs).max().orElseThrow()) + 1;
    XYChart chart = chart(PANEL_WIDTH, PANEL_HEIGHT, EvaluationCharts::percentAt);
    chart.setXAxisTitle("cost, replica-hours");
    chart
        .getStyler()
        .setXAxisMin(cheapest)
        .setXAxisMax(dearest)
        .setYAxisMin(height(LEAST_PERCENT))
        .setYAxisMax(height(MOST_PERCENT))
        .setMarkerSize(MARKER_SIZE);
    for (Family family : Family.all()) {
      family
          .members()
          .forEach(member -> interval(chart, results, scenario, member, family.color()));
      XYSeries line =
          chart.addSeries(
              family.title(),
              values(family.members(), member -> cost(results, scenario, member)),
              values(family.members(), member -> height(violations(results, scenario, member))));
      line.setMarker(SeriesMarkers.CIRCLE);
      line.setMarkerColor(family.color());
      line.setLineColor(family.color());
      line.setLineStyle(Charts.solid(2));
    }
    for (Contender contender : results.contenders()) {
      if (!contender.policy().equals("hpa") && !contender.policy().startsWith("mild")) {
        single(chart, results, scenario, contender);
      }
    }
    return Charts.svg(chart);
  }

  private static void single(
      XYChart chart, ScalingResults results, Scenario scenario, Contender contender) {
    interval(chart, results, scenario, contender.name(), SINGLE);
    double cost = cost(results, scenario, contender.name());
    double height = height(violations(results, scenario, contender.name()));
    XYSeries point = chart.addSeries(contender.name(), new double[] {cost}, new double[] {height});
    point.setMarker(RING);
    point.setMarkerColor(SINGLE);
    chart.addAnnotation(label(chart, contender.policy(), cost, height));
  }

  /** Beside its point, where there is room, and a little above or below it. */
  private static AnnotationText label(XYChart chart, String policy, double cost, double height) {
    double low = chart.getStyler().getXAxisMin();
    double width = chart.getStyler().getXAxisMax() - low;
    double beside = (GAP + LETTER * policy.length() / 2.0) * width / PANEL_WIDTH;
    boolean isRight = cost > low + .75 * width;
    boolean isAbove = policy.equals("threshold") || policy.equals("static-peak");
    double decades = height(MOST_PERCENT) - height(LEAST_PERCENT);
    double off = GAP * decades / PANEL_HEIGHT;
    return new AnnotationText(
        policy, cost + (isRight ? -beside : beside), height + (isAbove ? off : -off), false);
  }

  /** The 95 % interval of the violations. */
  private static void interval(
      XYChart chart, ScalingResults results, Scenario scenario, String contender, Color color) {
    Estimate violations = results.estimate(scenario, contender, RunFigure.VIOLATIONS);
    if (Double.isNaN(violations.halfWidth())) {
      return;
    }
    double cost = cost(results, scenario, contender);
    Charts.line(
        chart,
        contender + "/interval",
        new double[] {cost, cost},
        new double[] {height(violations.low()), height(violations.high())},
        Charts.tinted(color, .4),
        Charts.solid(1));
  }

  /** Replicas over a day: what demand needs, and what two contenders had ready. */
  static String replicas(RunTimeline usual, RunTimeline ours) {
    double most =
        Stream.of(usual.demand(), usual.ready(), ours.ready())
            .flatMapToDouble(Arrays::stream)
            .max()
            .orElseThrow();
    XYChart chart = overMinutes(STRIP_HEIGHT, usual);
    chart.getStyler().setYAxisMax(most + 1);
    double[] minutes = minutes(usual);
    Charts.area(chart, "demand", minutes, usual.demand(), DEMAND);
    steps(chart, "usual", minutes, usual.ready(), USUAL);
    steps(chart, "ours", minutes, ours.ready(), OURS);
    return Charts.svg(chart);
  }

  /** Violations over a day, in percent. */
  static String violations(RunTimeline usual, RunTimeline ours) {
    XYChart chart = overMinutes(LOW_STRIP_HEIGHT, usual);
    chart.getStyler().setYAxisMax(MOST_PERCENT);
    double[] minutes = minutes(usual);
    Charts.line(chart, "usual", minutes, percent(usual.violations()), USUAL, Charts.solid(1.4));
    Charts.line(chart, "ours", minutes, percent(ours.violations()), OURS, Charts.solid(1.4));
    return Charts.svg(chart);
  }

  private static XYChart overMinutes(int height, RunTimeline timeline) {
    XYChart chart = chart(Charts.WIDTH, height, value -> String.format(Locale.ROOT, "%.0f", value));
    double[] minutes = minutes(timeline);
    chart.setXAxisTitle("minutes");
    chart
        .getStyler()
        .setXAxisMin(0.0)
        .setXAxisMax(Math.ceil(minutes[minutes.length - 1]))
        .setXAxisTickMarkSpacingHint(TICK_SPACING)
        .setYAxisMin(0.0);
    return chart;
  }

  private static XYChart chart(int width, int height, Function<Double, String> numbers) {
    XYChart chart = new XYChartBuilder().width(width).height(height).build();
    Charts.style(chart.getStyler(), numbers);
    chart
        .getStyler()
        .setChartFontColor(Charts.TEXT)
        .setAnnotationTextFont(Charts.font())
        .setAnnotationTextFontColor(Charts.TEXT);
    return chart;
  }

  /** A line that keeps each value until the next. */
  private static void steps(XYChart chart, String name, double[] x, double[] y, Color color) {
    List<Double> xs = new ArrayList<>();
    List<Double> ys = new ArrayList<>();
    for (int i = 0; i < x.length; i++) {
      boolean isStep = i > 0 && y[i] != y[i - 1];
      if (isStep) {
        xs.add(x[i]);
        ys.add(y[i - 1]);
      }
      if (isStep || i == 0 || i == x.length - 1) { // what doesn't change needs no points
        xs.add(x[i]);
        ys.add(y[i]);
      }
    }
    Charts.line(chart, name, array(xs), array(ys), color, Charts.solid(1.8));
  }

  private static double[] array(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).toArray();
  }

  private static double[] minutes(RunTimeline timeline) {
    return Arrays.stream(timeline.seconds()).map(second -> second / MINUTE).toArray();
  }

  private static double[] percent(double[] shares) {
    return Arrays.stream(shares).map(share -> 100 * share).toArray();
  }

  private static double[] values(List<String> contenders, ToDoubleFunction<String> value) {
    return contenders.stream().mapToDouble(value).toArray();
  }

  private static double cost(ScalingResults results, Scenario scenario, String contender) {
    return results.estimate(scenario, contender, RunFigure.REPLICA_HOURS).mean();
  }

  private static double violations(ScalingResults results, Scenario scenario, String contender) {
    return results.estimate(scenario, contender, RunFigure.VIOLATIONS).mean();
  }

  /**
   * Where a percentage is drawn: a logarithm, since XChart's own logarithmic axes know no ticks but
   * decades.
   */
  private static double height(double percent) {
    return Math.log10(Math.max(LEAST_PERCENT, Math.min(MOST_PERCENT, percent)));
  }

  private static String percentAt(double height) {
    double percent = Math.pow(10, height);
    boolean isWhole = percent > 9 || Math.abs(percent - Math.rint(percent)) < .1;
    return String.format(Locale.ROOT, isWhole ? "%.0f" : "%.1f", percent);
  }

  /** A circle that is not filled. */
  private static final class Ring extends Marker {
    @Override
    public void paint(Graphics2D g, double x, double y, int size) {
      Ellipse2D circle = new Ellipse2D.Double(x - size / 2.0, y - size / 2.0, size, size);
      Color color = g.getColor();
      g.setColor(Color.WHITE);
      g.fill(circle);
      g.setColor(color);
      g.setStroke(Charts.solid(1.5));
      g.draw(circle);
    }
  }
}
