package io.mild.training.firstday;

import io.mild.data.KpiHistory;
import io.mild.features.ResidualSpec;
import io.mild.moe.FirstDayModel;
import io.mild.moe.FirstDayModel.Forecast;
import io.mild.moe.FirstDayModel.Unusual;
import io.mild.moe.FirstDayShape;
import io.mild.moe.Mahalanobis;
import io.mild.training.firstday.UsualDistances.Block;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Learns {@link FirstDayModel}s of a history without asking for its failures, and scores its rows
 * by them.
 *
 * <p>Distances have a say from a day of rows on, or of as many horizons as a day has of two hours.
 * The history's own rows are scored by distances that were fitted without them.
 */
public final class FirstDayFit {
  /** Below as many longest horizons, distances are not learned. */
  public static final int HORIZONS_OF_DISTANCES = 12;

  /** What is taken for unusual among fewer healthy rows a KPI is chance. */
  private static final int FEWEST_ROWS_A_KPI = 10;

  /** Rows beside those left out, and weight of what is sure of a regression, in horizons. */
  private static final double PURGE = 0.5;

  private static final double ANCHOR = 0.25;

  /** The shortest lead that is asked of, in longest horizons. */
  private static final double SOON = 1 / 12.0;

  private final KpiHistory history;
  private final ResidualSpec features;
  private final float[] rows;
  private final FirstDayShape shape;
  private final ActualMargins margins;
  private final double horizonRows;
  private final List<Block> blocks;

  /** Of rows but those of each block; empty where distances have no say. */
  private final List<Unusual> leftOut = new ArrayList<>();

  private final @Nullable Unusual unusual;

  /**
   * @param features a fast and a slow average of each KPI
   * @param rows features of the whole history, {@code [rows × features]}
   * @param shape goals with levels in the features' units
   * @param brokenAfter how many rows against it in a row break each goal
   * @param healthy rows in which nothing fails
   * @param longest horizon
   */
  public FirstDayFit(
      KpiHistory history,
      ResidualSpec features,
      float[] rows,
      FirstDayShape shape,
      int[] brokenAfter,
      boolean[] healthy,
      Duration longest) {
    this.history = history;
    this.features = features;
    this.rows = rows;
    this.shape = shape;
    this.margins = new ActualMargins(history, features.profile(), shape.goals(), brokenAfter);
    this.horizonRows = longest.toMillis() / (double) features.period().toMillis();
    this.blocks = UsualDistances.blocks(history.rows());
    long usual = IntStream.range(0, healthy.length).filter(row -> healthy[row]).count();
    boolean known =
        history.rows() >= HORIZONS_OF_DISTANCES * horizonRows
            && usual >= Math.max(2 * horizonRows, FEWEST_ROWS_A_KPI * shape.kpis());
    this.unusual = known ? unusual(healthy) : null;
  }

  private Unusual unusual(boolean[] healthy) {
    UsualDistances usual = new UsualDistances(rows, shape.features(), shape.kpis(), healthy);
    int purged = (int) (PURGE * horizonRows);
    List<Mahalanobis> others = blocks.stream().map(block -> usual.without(block, purged)).toList();
    Unusual worth = usual.worth(blocks, others);
    others.forEach(
        distance ->
            leftOut.add(new Unusual(distance, worth.median(), worth.spread(), worth.weight())));
    return worth;
  }

  /** Whether distances have a say. */
  public boolean knowsDistances() {
    return unusual != null;
  }

  /**
   * A horizon's model, and what it says of the history.
   *
   * @param risks {@code [intents][rows]}
   * @param gates {@code [intents][rows]}
   */
  public record Learned(FirstDayModel model, double[][] risks, double[][] gates) {}

  /** Learns of one horizon. */
  public Learned learn(Duration horizon) {
    Forecast trends = trends(horizon);
    MarginRegression regression = new MarginRegression(ANCHOR * horizonRows * shape.intents());
    forEachRow(
        trends,
        (row, model) -> {
          double[] scores = model.scores(rows, row * shape.features());
          for (int goal = 0; goal < scores.length; goal++) {
            double came = margins.greatestAhead(goal, row, horizon);
            if (!margins.isBroken(goal, row) && !Double.isNaN(came)) {
              regression.add(scores[goal], came);
            }
          }
        });
    Forecast forecast = regression.of(trends);
    double[][] risks = new double[shape.intents()][history.rows()];
    double[][] gates = new double[shape.intents()][history.rows()];
    double[] risk = new double[shape.intents()];
    double[] gate = new double[shape.intents()];
    forEachRow(
        forecast,
        (row, model) -> {
          model.newScorer().score(rows, row * shape.features(), risk, gate);
          for (int intent = 0; intent < risk.length; intent++) {
            risks[intent][row] = risk[intent];
            gates[intent][row] = gate[intent];
          }
        });
    return new Learned(
        new FirstDayModel(shape, forecast, Optional.ofNullable(unusual)), risks, gates);
  }

  /** A row, and a model that has not learned from it how far rows are from one another. */
  private interface EachRow {
    void accept(int row, FirstDayModel model);
  }

  private void forEachRow(Forecast forecast, EachRow each) {
    for (int i = 0; i < blocks.size(); i++) {
      Optional<Unusual> others = leftOut.isEmpty() ? Optional.empty() : Optional.of(leftOut.get(i));
      FirstDayModel model = new FirstDayModel(shape, forecast, others);
      for (int row = blocks.get(i).from(); row < blocks.get(i).until(); row++) {
        each.accept(row, model);
      }
    }
  }

  private Forecast trends(Duration horizon) {
    List<Integer> spans = new ArrayList<>();
    for (Duration span : features.spans()) {
      spans.add((int) span.dividedBy(features.period()));
    }
    DampedTrend trend = new DampedTrend(spans.get(0), spans.get(1), horizonRows);
    double lead = horizon.toMillis() / (double) features.period().toMillis();
    return new Forecast(
        trend.carried(lead), trend.carried(Math.min(lead, SOON * horizonRows)), 0, 1);
  }
}
