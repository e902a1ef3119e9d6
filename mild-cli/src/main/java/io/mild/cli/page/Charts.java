package io.mild.cli.page;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.font.FontRenderContext;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import org.knowm.xchart.VectorGraphicsEncoder;
import org.knowm.xchart.VectorGraphicsEncoder.VectorGraphicsFormat;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.XYSeries.XYSeriesRenderStyle;
import org.knowm.xchart.internal.chartpart.Chart;
import org.knowm.xchart.style.AxesChartStyler;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.lines.SeriesLines;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * Charts of one look, as SVG elements to stand in HTML. Their text is drawn as outlines: it looks
 * the same everywhere, but to draw it Java needs a font.
 */
public final class Charts {
  /** Width of a chart that takes a page's whole width, in pixels. */
  public static final int WIDTH = 920;

  /** Of what is written, and of what is only for comparison. */
  public static final Color TEXT = new Color(0x6a7180);

  private static final int FONT_SIZE = 13;
  private static final int AXIS_WIDTH = 44;

  /** Of lines to read a value at. */
  public static final Color GRID = new Color(0xe8eaee);

  private Charts() {}

  /**
   * Whether this Java can draw text: one without a display can, one without fontconfig or any font
   * can't.
   */
  public static boolean canDraw() {
    System.setProperty("java.awt.headless", "true");
    try {
      font().createGlyphVector(new FontRenderContext(null, true, true), "risk").getOutline();
      return true;
    } catch (LinkageError | InternalError | RuntimeException e) { // each Java fails in its own way
      return false;
    }
  }

  /**
   * The look of a chart with axes.
   *
   * @param numbers how the numbers of the y axis are written
   */
  public static void style(AxesChartStyler styler, Function<Double, String> numbers) {
    frame(styler);
    styler
        .setPlotGridVerticalLinesVisible(false)
        .setPlotGridLinesColor(GRID)
        .setPlotGridLinesStroke(new BasicStroke(1))
        .setAxisTicksMarksVisible(false)
        .setAxisTicksLineVisible(false)
        .setAxisTickLabelsFont(font())
        .setAxisTickLabelsColor(TEXT)
        .setAxisTitleFont(font())
        .setPlotMargin(0)
        .setyAxisTickLabelsFormattingFunction(numbers)
        .setYAxisLeftWidthHint(AXIS_WIDTH); // so that pictures stand in line
  }

  /** The look of what surrounds any chart. */
  public static void frame(Styler styler) {
    styler
        .setChartBackgroundColor(Color.WHITE)
        .setPlotBackgroundColor(Color.WHITE)
        .setPlotBorderVisible(false)
        .setPlotContentSize(1)
        .setChartPadding(2)
        .setLegendVisible(false)
        .setChartTitleVisible(false);
  }

  /** Adds a line. */
  public static void line(
      XYChart chart, String name, double[] x, double[] y, Color color, BasicStroke stroke) {
    XYSeries line = chart.addSeries(name, x, y);
    line.setMarker(SeriesMarkers.NONE);
    line.setLineColor(color);
    line.setLineStyle(stroke);
  }

  /** Fills what lies between a line and zero. */
  public static void area(XYChart chart, String name, double[] x, double[] y, Color color) {
    filled(chart, name, x, y, color, XYSeriesRenderStyle.Area);
  }

  /** Fills a polygon. */
  public static void polygon(XYChart chart, String name, double[] x, double[] y, Color color) {
    filled(chart, name, x, y, color, XYSeriesRenderStyle.PolygonArea);
  }

  private static void filled(
      XYChart chart, String name, double[] x, double[] y, Color color, XYSeriesRenderStyle style) {
    XYSeries area = chart.addSeries(name, x, y);
    area.setXYSeriesRenderStyle(style);
    area.setMarker(SeriesMarkers.NONE);
    area.setFillColor(color);
    area.setLineStyle(SeriesLines.NONE);
  }

  /** An unbroken stroke. */
  public static BasicStroke solid(double width) {
    return new BasicStroke((float) width, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);
  }

  /** A dashed stroke. */
  public static BasicStroke dashed(double width) {
    float[] dashes = {5, 4};
    return new BasicStroke(
        (float) width, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1, dashes, 0);
  }

  /** A colour mixed with white: 0 is the colour, 1 is white. */
  public static Color tinted(Color color, double white) {
    float[] tinted = color.getRGBColorComponents(null);
    for (int i = 0; i < tinted.length; i++) {
      tinted[i] += (float) (white * (1 - tinted[i]));
    }
    return new Color(tinted[0], tinted[1], tinted[2]);
  }

  /** What charts are written in. */
  public static Font font() {
    return new Font(Font.SANS_SERIF, Font.PLAIN, FONT_SIZE);
  }

  /** The SVG element alone, as wide as its surroundings, in hundredths of a pixel. */
  public static String svg(Chart<?, ?> chart) {
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
