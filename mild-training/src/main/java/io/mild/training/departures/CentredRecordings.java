package io.mild.training.departures;

import io.mild.features.SeasonalProfile;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.function.IntPredicate;

/**
 * The daily rhythm of several recordings, which may differ in level: what they have in common once
 * each KPI's median of each recording is taken out. A new recording begins after a gap that no
 * average reaches over.
 *
 * <p>A median of a few hours holds a part of the rhythm, so levels and rhythm are taken out in
 * turn, each of what the other leaves ({@value #PASSES} times; Buja, Hastie and Tibshirani, Linear
 * Smoothers and Additive Models, 1989: backfitting).
 *
 * <p>Medians and scales stay those of all rows, so that residuals of recordings at any level are
 * within what they are clipped to.
 */
public final class CentredRecordings {
  private static final int PASSES = 8;

  private static final int FOLDS = 5;

  /** So many tell which rhythm is the better one. */
  private static final int MOST_ROWS_ASKED = 5_000;

  private final long[] epochMillis;
  private final double[] values;
  private final int kpis;
  private final boolean[] fitted;
  private final int[] recordings; // of each row, ascending from 0

  /**
   * Of rows in order of time.
   *
   * @param epochMillis time of each row, ascending
   * @param values {@code [rows × kpis]}, NaN where missing; unchanged
   * @param gap after a longer one a recording begins
   * @param rows which rows to fit to, at least one
   */
  public CentredRecordings(long[] epochMillis, double[] values, Duration gap, IntPredicate rows) {
    this.epochMillis = epochMillis;
    this.values = values;
    this.kpis = values.length / epochMillis.length;
    this.fitted = new boolean[epochMillis.length];
    this.recordings = new int[epochMillis.length];
    for (int row = 0; row < recordings.length; row++) {
      fitted[row] = rows.test(row);
      if (row > 0) {
        boolean begins = epochMillis[row] - epochMillis[row - 1] > gap.toMillis();
        recordings[row] = recordings[row - 1] + (begins ? 1 : 0);
      }
    }
  }

  /** Whether there is a longer gap. */
  public boolean areSeveral() {
    return recordings[recordings.length - 1] > 0;
  }

  /** The profile of all rows with the rhythm of the centred ones. */
  public SeasonalProfile profile() {
    return areSeveral() ? centred(fitted) : plain(fitted);
  }

  /**
   * The profile whose rhythm leaves the least of left-out recordings, once each of these is
   * centred: that of the centred ones, of all as they are, or none. Recordings of a few hours at
   * one level tell more of their rhythm as they are; of recordings at different levels it is the
   * levels that would be taken for one.
   */
  public SeasonalProfile proven() {
    SeasonalProfile plain = plain(fitted);
    if (!areSeveral() || !hasRhythm(plain)) {
      return plain;
    }
    double ofCentred = 0;
    double ofPlain = 0;
    double ofNone = 0;
    int step = 1 + fitted.length / MOST_ROWS_ASKED;
    for (int fold = 0; fold < FOLDS; fold++) {
      boolean[] known = new boolean[fitted.length];
      boolean[] asked = new boolean[fitted.length];
      for (int row = 0; row < fitted.length; row += step) {
        known[row] = fitted[row] && recordings[row] % FOLDS != fold;
        asked[row] = fitted[row] && recordings[row] % FOLDS == fold;
      }
      if (isAny(known) && isAny(asked)) {
        ofCentred += left(centred(known), asked, plain.scales());
        ofPlain += left(plain(known), asked, plain.scales());
        ofNone += left(withRhythm(plain, none()), asked, plain.scales());
      }
    }
    if (Math.min(ofCentred, ofPlain) >= ofNone) {
      return withRhythm(plain, none());
    }
    return ofPlain < ofCentred ? plain : centred(fitted);
  }

  private SeasonalProfile plain(boolean[] rows) {
    return SeasonalProfile.fit(ZoneOffset.UTC, epochMillis, values, row -> rows[row]);
  }

  private SeasonalProfile centred(boolean[] rows) {
    SeasonalProfile profile = withRhythm(plain(rows), none());
    for (int pass = 0; pass < PASSES; pass++) {
      double[] centred = withoutLevels(values, levels(withoutRhythm(profile), rows));
      profile =
          withRhythm(
              profile,
              SeasonalProfile.fit(ZoneOffset.UTC, epochMillis, centred, row -> rows[row])
                  .coefficients());
    }
    return profile;
  }

  private static boolean hasRhythm(SeasonalProfile profile) {
    return Arrays.stream(profile.coefficients())
        .anyMatch(its -> Arrays.stream(its).skip(1).anyMatch(c -> c != 0));
  }

  private double[][] none() {
    return new double[kpis][SeasonalProfile.COEFFICIENTS];
  }

  private static SeasonalProfile withRhythm(SeasonalProfile profile, double[][] coefficients) {
    return new SeasonalProfile(profile.zone(), profile.medians(), profile.scales(), coefficients);
  }

  private static boolean isAny(boolean[] rows) {
    for (boolean row : rows) {
      if (row) {
        return true;
      }
    }
    return false;
  }

  /** The sum of distances, in scales, of rows from their recordings' medians without the rhythm. */
  private double left(SeasonalProfile profile, boolean[] asked, double[] scales) {
    double[] rest = withoutRhythm(profile);
    double[] centred = withoutLevels(rest, levels(rest, asked));
    double sum = 0;
    for (int i = 0; i < centred.length; i++) {
      if (asked[i / kpis] && scales[i % kpis] > 0 && !Double.isNaN(centred[i])) {
        sum += Math.abs(centred[i]) / scales[i % kpis];
      }
    }
    return sum;
  }

  private double[] withoutRhythm(SeasonalProfile profile) {
    double[] rest = values.clone();
    double[] expected = new double[kpis];
    for (int row = 0; row < epochMillis.length; row++) {
      profile.expected(epochMillis[row], expected);
      for (int kpi = 0; kpi < kpis; kpi++) {
        rest[row * kpis + kpi] -= expected[kpi];
      }
    }
    return rest;
  }

  private double[] withoutLevels(double[] of, double[][] levels) {
    double[] centred = of.clone();
    for (int i = 0; i < centred.length; i++) {
      centred[i] -= levels[recordings[i / kpis]][i % kpis];
    }
    return centred;
  }

  /** The median of each recording and KPI. */
  private double[][] levels(double[] of, boolean[] rows) {
    double[][] levels = new double[recordings[recordings.length - 1] + 1][kpis];
    int from = 0;
    for (int row = 1; row <= recordings.length; row++) {
      if (row == recordings.length || recordings[row] != recordings[from]) {
        for (int kpi = 0; kpi < kpis; kpi++) {
          levels[recordings[from]][kpi] = median(of, kpi, from, row, rows);
        }
        from = row;
      }
    }
    return levels;
  }

  /** Of the rows to fit to, if there are some, else of all; 0 where nothing is known. */
  private double median(double[] of, int kpi, int from, int until, boolean[] rows) {
    double[] known = new double[until - from];
    for (boolean chosen : new boolean[] {true, false}) {
      int count = 0;
      for (int row = from; row < until; row++) {
        double value = of[row * kpis + kpi];
        if (!Double.isNaN(value) && (!chosen || rows[row])) {
          known[count++] = value;
        }
      }
      if (count > 0) {
        Arrays.sort(known, 0, count);
        return count % 2 == 1 ? known[count / 2] : (known[count / 2 - 1] + known[count / 2]) / 2;
      }
    }
    return 0;
  }
}
