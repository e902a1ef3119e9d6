package io.mild.moe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Rows are told by their logarithms: of 2 is asked what comes of e² − 1. */
class DeparturesTest {
  private static final Offset<Double> ROUNDING = within(1e-6);
  private static final int[][] TWO_EACH = {{0, 1}, {2, 3}};

  /** Averages of residuals and of departures of four KPIs, and what is usual. */
  static final float[] ROW = row(new double[] {1, -1, 0, 2, 2, -3, 0, 1}, 0.5f, 1, 0.25f, 1);

  /**
   * Beyond what is usual are |2| − 0.5, |−3| − 1, 0 − 0.25 and 1 − 1: 1.5, 2, −0.25 and 0. Of all
   * the mean is 3.25/4, of the three highest 3.5/3, of the first intent's 3.5/2 and of the second's
   * −0.25/2.
   */
  @Test
  void distancesAreTheMeanTheThreeHighestAndTheFarthestGroupBeyondWhatIsUsual() {
    assertThat(of(TWO_EACH, 1, ROW).distances())
        .containsExactly(new double[] {0.8125, 3.5 / 3, 1.75}, ROUNDING);
  }

  @Test
  void theExcessOfADepartureIsItsSizeBeyondWhatIsUsualWhicheverWayItWent() {
    assertThat(of(TWO_EACH, 1, ROW).excess())
        .containsExactly(new double[] {1.5, 2, -0.25, 0}, ROUNDING);
  }

  /**
   * Usual are 0.5, 2.05, 0.25 and 1, and once were 0.5, 0.08125, 0.7 and 1: shares of 1, of
   * (0.13125 / 2.1)^¼ = 0.5, and no more than 1.
   */
  @Test
  void whereMoreIsUsualThanOnceWasADepartureCountsLess() {
    float[] row = row(new double[] {1, -1, 0, 2, 2, -3, 0, 1}, 0.5f, 2.05f, 0.25f, 1);

    assertThat(of(TWO_EACH, 1, row).tempered(new float[] {0.5f, 0.08125f, 0.7f, 1}))
        .containsExactly(new double[] {2, -1.5, 0, 1}, ROUNDING);
    assertThat(of(TWO_EACH, 1, row(new double[8], -1, 2, 3, 4)).usual())
        .containsExactly(0, 2, 3, 4);
  }

  @Test
  void logarithmsKeepTheSign() {
    assertThat(of(TWO_EACH, 1, ROW).logs())
        .containsExactly(new double[] {1, -1, 0, 2, 2, -3, 0, 1}, ROUNDING);
  }

  /** (2 + 3)/2 and (0 + 1)/2, whatever is usual. */
  @Test
  void anIntentsOwnKpisAreComparedWithTheOthers() {
    Departures departures = of(TWO_EACH, 1, ROW);

    assertThat(departures.own()).containsExactly(new double[] {2.5, 0.5}, ROUNDING);
    assertThat(departures.ownAgainstOthers()).containsExactly(new double[] {2, -2}, ROUNDING);
  }

  /** Of departures 1, 2 and 3, 0 less 0, 1 and 1, 1 remain 1, 1 and 2, −1. */
  @Test
  void twoKpisHaveNoThreeHighestAndSpansAreApart() {
    float[] row = row(new double[] {9, 9, 9, 9, 1, 2, 3, 0}, 0, 1, 1, 1);
    Departures departures = of(new int[][] {{0}, {1}, {}}, 2, row);

    assertThat(departures.distances())
        .containsExactly(new double[] {1, 1, 1, 0.5, 0.5, 2}, ROUNDING);
    assertThat(departures.own()).containsExactly(new double[] {1, 3, 2, 0, 0, 0}, ROUNDING);
    assertThat(departures.ownAgainstOthers())
        .as("of those who own KPIs")
        .containsExactly(new double[] {-1, 3, 1, -3, 0, 0}, ROUNDING);
  }

  @Test
  void oneKpiIsItsOwnMean() {
    assertThat(of(new int[][] {{0}}, 1, row(new double[] {0, -2}, 0.5f)).distances())
        .containsExactly(new double[] {1.5, 1.5, 0}, ROUNDING);
  }

  @Test
  void whereFewerThanTwoIntentsOwnKpisThereIsNoGroupAndNobodyToCompareWith() {
    Departures nobodys = of(new int[][] {{}, {}}, 1, ROW);
    Departures ofOne = of(new int[][] {{0, 1}, {}}, 1, ROW);

    assertThat(nobodys.distances()).containsExactly(new double[] {0.8125, 3.5 / 3, 0}, ROUNDING);
    assertThat(nobodys.own()).containsExactly(0, 0);
    assertThat(ofOne.distances()).containsExactly(new double[] {0.8125, 3.5 / 3, 0}, ROUNDING);
    assertThat(ofOne.own()).containsExactly(new double[] {2.5, 0}, ROUNDING);
    assertThat(ofOne.ownAgainstOthers()).containsExactly(0, 0);
  }

  /** Excesses are 1.5, 2, −0.25 and 0: of the first two, and of the last two. */
  @Test
  void howFarAnIntentsOwnKpisAreBeyondTheirUsualIsToldByTheirMeanAndTheFarthest() {
    Departures departures = of(TWO_EACH, 1, ROW);

    assertThat(departures.ownMeanExcess()).containsExactly(new double[] {1.75, -0.125}, ROUNDING);
    assertThat(departures.ownFarthest()).containsExactly(new double[] {2, 0}, ROUNDING);
  }

  /** Means are 2, (1.5 − 0.25 + 0)/3 and (2 + 1.25/3)/2, the greatest 2, 1.5 and 3.5/2. */
  @Test
  void anIntentWithoutKpisIsAsFarAsTheOthersAreOnAverage() {
    Departures departures = of(new int[][] {{1}, {0, 2, 3}, {}}, 1, ROW);

    assertThat(departures.ownMeanExcess())
        .containsExactly(new double[] {2, 1.25 / 3, 1.2083333}, ROUNDING);
    assertThat(departures.ownFarthest()).containsExactly(new double[] {2, 1.5, 1.75}, ROUNDING);
  }

  /** At the first span excesses are 1 and 1, at the second 2 and −1. */
  @Test
  void howFarOwnKpisAreIsToldOfEachSpan() {
    float[] row = row(new double[] {9, 9, 9, 9, 1, 2, 3, 0}, 0, 1, 1, 1);
    Departures departures = of(new int[][] {{0, 1}, {1}, {}}, 2, row);

    assertThat(departures.ownMeanExcess())
        .containsExactly(new double[] {1, 0.5, 1, -1, 1, -0.25}, ROUNDING);
    assertThat(departures.ownFarthest())
        .containsExactly(new double[] {1, 2, 1, -1, 1, 0.5}, ROUNDING);
  }

  @Test
  void whereFewerThanTwoIntentsOwnKpisNobodysAreFar() {
    for (int[][] owned : new int[][][] {{{}, {}}, {{0, 1}, {}}, {{0, 1, 2, 3}}}) {
      Departures departures = of(owned, 1, ROW);

      assertThat(departures.ownMeanExcess()).containsExactly(new double[owned.length]);
      assertThat(departures.ownFarthest()).containsExactly(new double[owned.length]);
    }
  }

  @Test
  void whatIsNearerThanUsualIsANegativeDistance() {
    Departures departures = of(TWO_EACH, 1, row(new double[8], 1, 2, 3, 4));

    assertThat(departures.distances()).containsExactly(new double[] {-2.5, -2, -1.5}, ROUNDING);
    assertThat(departures.ownMeanExcess()).containsExactly(new double[] {-1.5, -3.5}, ROUNDING);
    assertThat(departures.ownFarthest()).containsExactly(new double[] {-1, -3}, ROUNDING);
  }

  @Test
  void aRowMayBeginAnywhereAndLeavesNothingToTheNext() {
    float[] rows = new float[3 + 2 * ROW.length];
    System.arraycopy(row(new double[8], 7, 7, 7, 7), 0, rows, 3, ROW.length);
    System.arraycopy(ROW, 0, rows, 3 + ROW.length, ROW.length);
    Departures departures = new Departures(shape(TWO_EACH, 1, ROW));
    departures.see(rows, 3);
    departures.see(rows, 3 + ROW.length);

    Departures alone = of(TWO_EACH, 1, ROW);
    assertThat(departures.logs()).isEqualTo(alone.logs());
    assertThat(departures.distances()).isEqualTo(alone.distances());
    assertThat(departures.own()).isEqualTo(alone.own());
    assertThat(departures.ownAgainstOthers()).isEqualTo(alone.ownAgainstOthers());
    assertThat(departures.ownMeanExcess()).isEqualTo(alone.ownMeanExcess());
    assertThat(departures.ownFarthest()).isEqualTo(alone.ownFarthest());
  }

  private static Departures of(int[][] owned, int spans, float[] row) {
    Departures departures = new Departures(shape(owned, spans, row));
    departures.see(row, 0);
    return departures;
  }

  private static DepartureShape shape(int[][] owned, int spans, float[] row) {
    return new DepartureShape(row.length / 3 / spans, spans, owned.length, owned, RootCauses.ONE);
  }

  private static float[] row(double[] logs, float... usual) {
    float[] row = new float[logs.length + usual.length];
    for (int i = 0; i < logs.length; i++) {
      row[i] = (float) Math.copySign(Math.exp(Math.abs(logs[i])) - 1, logs[i]);
    }
    System.arraycopy(usual, 0, row, logs.length, usual.length);
    return row;
  }
}
