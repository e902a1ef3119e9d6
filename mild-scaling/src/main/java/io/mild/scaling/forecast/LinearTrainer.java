package io.mild.scaling.forecast;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import smile.data.DataFrame;
import smile.data.formula.Formula;
import smile.data.vector.DoubleVector;
import smile.regression.LinearModel;
import smile.regression.RidgeRegression;

/**
 * Trains a {@link LinearForecaster} by ridge regression on lags and Fourier terms, with Smile.
 * Needs an OpenBLAS for this platform on the class path, as ND4J's back end brings one.
 */
public final class LinearTrainer {
  private static final String TARGET = "change";

  private LinearTrainer() {}

  /**
   * What is trained.
   *
   * @param lags how many of the latest values are looked at, at least 2
   * @param season in slots, such as those of a day; at least 1
   * @param harmonics sines and cosines of the season, 0 for none
   * @param lead in slots, at least 1
   * @param lambda of the ridge on standardised inputs, above 0
   */
  public record Settings(int lags, int season, int harmonics, int lead, double lambda) {
    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if one is out of its range
     */
    public Settings {
      if (lags < 2 || season < 1 || harmonics < 0 || lead < 1 || !(lambda > 0)) {
        throw new IllegalArgumentException(
            "lags must be at least 2, season and lead 1, harmonics 0, lambda above 0, but were"
                + " %d, %d, %d, %d, %s".formatted(lags, season, lead, harmonics, lambda));
      }
    }

    /** Of 12 lags, 3 harmonics, λ = 1. */
    public static Settings of(int season, int lead) {
      return builder(season, lead).build();
    }

    /** The default settings, to be changed. */
    public static Builder builder(int season, int lead) {
      return new Builder(season, lead);
    }

    /** The same, to be changed. */
    public Builder toBuilder() {
      return new Builder(season, lead).lags(lags).harmonics(harmonics).lambda(lambda);
    }

    /** Settings that are being chosen; {@link #build} checks them. */
    public static final class Builder {
      private final int season;
      private final int lead;
      private int lags = 12;
      private int harmonics;
      private double lambda = 1;

      private Builder(int season, int lead) {
        this.season = season;
        this.lead = lead;
        this.harmonics = season > 1 ? 3 : 0;
      }

      /** How many of the latest values are looked at. */
      public Builder lags(int lags) {
        this.lags = lags;
        return this;
      }

      /** Sines and cosines of the season. */
      public Builder harmonics(int harmonics) {
        this.harmonics = harmonics;
        return this;
      }

      /** Of the ridge on standardised inputs. */
      public Builder lambda(double lambda) {
        this.lambda = lambda;
        return this;
      }

      /**
       * The settings.
       *
       * @throws IllegalArgumentException if a value is outside of its range, which is given at
       *     {@link Settings}; the message holds the value
       */
      public Settings build() {
        return new Settings(lags, season, harmonics, lead, lambda);
      }
    }
  }

  /**
   * Trains a forecaster, which has then seen nothing yet. Where a value is missing, what needs it
   * is left out; so pieces that don't follow one another are learned from with as many missing
   * values between them as the lead has slots.
   *
   * @param firstSlot number of the history's first slot
   * @param history one value a slot, NaN where it is missing
   * @throws IllegalArgumentException if the history has fewer than two rows an input, or an input
   *     is constant over it
   */
  public static LinearForecaster train(Settings settings, long firstSlot, double[] history) {
    LinearInputs inputs = inputs(settings);
    List<double[]> rows = new ArrayList<>();
    List<Double> changes = new ArrayList<>();
    for (int t = 0; t + settings.lead() < history.length; t++) {
      inputs.observe(firstSlot + t, history[t]);
      double change = history[t + settings.lead()] - history[t];
      double[] row = inputs.row();
      if (!Double.isNaN(change) && Arrays.stream(row).noneMatch(Double::isNaN)) {
        rows.add(row.clone());
        changes.add(change);
      }
    }
    int needed = 2 * inputs.row().length;
    if (rows.size() < needed) {
      throw new IllegalArgumentException(
          "a history of %d slots gives %d rows, and %d are needed"
              .formatted(history.length, rows.size(), needed));
    }
    double[] targets = changes.stream().mapToDouble(Double::doubleValue).toArray();
    DataFrame data =
        DataFrame.of(rows.toArray(double[][]::new)).merge(DoubleVector.of(TARGET, targets));
    LinearModel model = RidgeRegression.fit(Formula.lhs(TARGET), data, settings.lambda());
    return new LinearForecaster(inputs(settings), model.coefficients(), model.intercept());
  }

  private static LinearInputs inputs(Settings settings) {
    return new LinearInputs(
        settings.lags(), settings.season(), settings.harmonics(), settings.lead());
  }
}
