package io.mild.benchmarks.scaling.demo;

import io.mild.cli.page.Charts;
import java.awt.Color;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;

/** A day's pictures, as SVG elements. */
final class ShopCharts {
  private static final int HEIGHT = 170;
  private static final int TICK_SPACING = 60;
  private static final double MINUTES_PER_HOUR = 60;
  private static final Color FAILING = new Color(0xf8d0d0);

  private ShopCharts() {}

  /** What is drawn of a day. */
  enum Line {
    RISK("risk", 0x7b3ff2, ShopDay.Minute::risk),
    LATENCY("latency", 0x1f6feb, ShopDay.Minute::gatewayLatency),
    REPLICAS("replicas", 0x2da44e, ShopDay.Minute::checkoutReplicas),
    FLOOR("floor", 0xe36209, ShopDay.Minute::checkoutFloor);

    private final String title;
    private final Color color;
    private final ToDoubleFunction<ShopDay.Minute> value;

    Line(String title, int color, ToDoubleFunction<ShopDay.Minute> value) {
      this.title = title;
      this.color = new Color(color);
      this.value = value;
    }

    String title() {
      return title;
    }

    Color color() {
      return color;
    }
  }

  /**
   * Lines over the day, before the minutes in which a goal is missed.
   *
   * @param most the highest value that is shown; what is above is drawn there
   */
  static String lines(ShopDay day, double most, Line... lines) {
    List<ShopDay.Minute> minutes = day.minutes();
    double[] hours = new double[minutes.size()];
    for (int i = 0; i < hours.length; i++) {
      hours[i] = i / MINUTES_PER_HOUR;
    }
    XYChart chart = new XYChartBuilder().width(Charts.WIDTH).height(HEIGHT).build();
    Charts.style(chart.getStyler(), v -> String.format(Locale.ROOT, most > 4 ? "%.0f" : "%.1f", v));
    chart
        .getStyler()
        .setYAxisMin(0.0)
        .setYAxisMax(most)
        .setXAxisMin(0.0)
        .setXAxisMax(hours[hours.length - 1])
        .setXAxisTickMarkSpacingHint(TICK_SPACING)
        .setXAxisTickLabelsFormattingFunction(hour -> String.format(Locale.ROOT, "%.0f:00", hour));
    failing(chart, minutes, most);
    for (Line line : lines) {
      double[] values =
          minutes.stream()
              .mapToDouble(minute -> Math.min(most, line.value.applyAsDouble(minute)))
              .toArray();
      Charts.line(chart, line.title, hours, values, line.color, Charts.solid(1.6));
    }
    return Charts.svg(chart);
  }

  /** A band for each time without a break in which a goal is missed. */
  private static void failing(XYChart chart, List<ShopDay.Minute> minutes, double most) {
    int begin = -1;
    for (int i = 0; i <= minutes.size(); i++) {
      boolean isFailing = i < minutes.size() && !minutes.get(i).failing().isEmpty();
      if (isFailing && begin < 0) {
        begin = i;
      } else if (!isFailing && begin >= 0) {
        double[] ends = {begin / MINUTES_PER_HOUR, i / MINUTES_PER_HOUR};
        Charts.area(chart, "failing from " + begin, ends, new double[] {most, most}, FAILING);
        begin = -1;
      }
    }
  }
}
