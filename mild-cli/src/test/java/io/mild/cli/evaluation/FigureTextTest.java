package io.mild.cli.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;

class FigureTextTest {
  @Test
  void aFigureReadsTheSameEverywhere() {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.GERMANY);
      assertThat(FigureText.number(1234.56, 1)).isEqualTo("1234.6");
      assertThat(FigureText.number("%+.2f min", 0.5)).isEqualTo("+0.50 min");
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void aFigureThatThereIsNoneOfIsADash() {
    assertThat(FigureText.number(Double.NaN, 2)).isEqualTo("-");
    assertThat(FigureText.number("%.0f min", Double.POSITIVE_INFINITY)).isEqualTo("-");
  }
}
