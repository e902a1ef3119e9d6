package io.mild.explanation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.mild.explanation.Waterfall.Bar;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class WaterfallTest {
  private static final List<Bar> BARS =
      List.of(new Bar("latency", 0.5), new Bar("cpu", -0.2), new Bar("ram", 0.1));

  /** From the bottom: ram 0.1, then cpu −0.2, then latency 0.5. */
  @Test
  void eachBarBeginsWhereTheOneBelowItEnds() throws Exception {
    List<double[]> bars = bars(parsed(Waterfall.svg("api", 0.2, 0.6, BARS, 9)));

    assertThat(bars).hasSize(3); // drawn from the bottom
    double unit = (bars.get(0)[1] - bars.get(0)[0]) / 0.1;
    assertThat(unit).isPositive();
    assertThat(bars.get(1)[0]).isCloseTo(bars.get(0)[1], within(0.11));
    assertThat(bars.get(1)[1]).isCloseTo(bars.get(1)[0] - 0.2 * unit, within(0.5));
    assertThat(bars.get(2)[0]).isCloseTo(bars.get(1)[1], within(0.11));
    assertThat(bars.get(2)[1]).isCloseTo(bars.get(0)[0] + 0.4 * unit, within(0.5));
  }

  @Test
  void whatRaisesIsRedAndWhatLowersIsBlue() throws Exception {
    NodeList polygons =
        parsed(Waterfall.svg("api", 0.2, 0.6, BARS, 9)).getElementsByTagName("polygon");

    assertThat(((Element) polygons.item(0)).getAttribute("fill")).isEqualTo("#c8503c");
    assertThat(((Element) polygons.item(1)).getAttribute("fill")).isEqualTo("#2f6db3");
  }

  @Test
  void ofManyBarsTheLastOnesAreOne() throws Exception {
    List<Bar> many = new ArrayList<>();
    IntStream.range(0, 20).forEach(i -> many.add(new Bar("kpi" + i, 0.01)));
    String svg = Waterfall.svg("api", 0, 0.2, many, 9);

    assertThat(bars(parsed(svg))).hasSize(10);
    assertThat(svg).contains("11 others", "+0.11");
  }

  @Test
  void namesAreEscapedAndNumbersAreTheSameInEveryLocale() throws Exception {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.GERMANY);
      String svg = Waterfall.svg("a < b & c", 0, 0.5, List.of(new Bar("<x>", 0.5)), 3);
      parsed(svg);
      assertThat(svg).contains("a &lt; b &amp; c", "&lt;x&gt;", "+0.50");
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void whereNothingContributesThereIsStillAPicture() throws Exception {
    assertThat(bars(parsed(Waterfall.svg("api", 0.5, 0.5, List.of(new Bar("x", 0)), 3))))
        .hasSize(1);
  }

  @Test
  void noBarIsRefused() {
    assertThatThrownBy(() -> Waterfall.svg("api", 0, 0, List.of(), 3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("0");
  }

  private static Document parsed(String svg) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(svg)));
  }

  /** Where each bar begins and its tip is. */
  private static List<double[]> bars(Document svg) {
    List<double[]> bars = new ArrayList<>();
    NodeList polygons = svg.getElementsByTagName("polygon");
    for (int i = 0; i < polygons.getLength(); i++) {
      String[] points = ((Element) polygons.item(i)).getAttribute("points").split("[ ,]");
      bars.add(new double[] {Double.parseDouble(points[0]), Double.parseDouble(points[4])});
    }
    return bars;
  }
}
