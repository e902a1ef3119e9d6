package io.mild.benchmarks.regime;

import io.mild.Assessment;
import io.mild.AssuranceStream;
import io.mild.Mild;
import io.mild.benchmarks.experiment.Generated;
import io.mild.benchmarks.regime.RegimeResult.Contender;
import io.mild.data.Failure;
import io.mild.data.FailureLog;
import io.mild.data.KpiHistory;
import io.mild.shadow.ShadowComparison;
import io.mild.shadow.ShadowTrial;
import io.mild.synthetic.SyntheticSpec;
import io.mild.synthetic.SyntheticTelemetry;
import io.mild.training.MildTrainer;
import io.mild.training.evaluation.AlertEvaluation;
import io.mild.training.evaluation.StreamedRows;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.commons.math3.stat.descriptive.moment.StandardDeviation;

/**
 * Generated telemetry in which a KPI rises by three deviations on a day, and stays there: how a
 * model does that was trained before, one that is trained anew some days later, and one of a
 * history in which the KPI always stood there.
 */
public final class RegimeChange {
  private static final int MINUTES_A_DAY = 1_440;
  private static final double DEVIATIONS = 3;

  /** For features to know the rows before. */
  private static final int LEAD_IN = MINUTES_A_DAY;

  private final int change;
  private final int known;
  private final int trial;
  private final int end;

  /**
   * @param changeDay on which the KPI rises
   * @param knownDays after it, on which the model is trained anew
   * @param trialDays for which it is tried then
   * @param laterDays for which all are tested after that
   */
  public RegimeChange(int changeDay, int knownDays, int trialDays, int laterDays) {
    change = changeDay * MINUTES_A_DAY;
    known = change + knownDays * MINUTES_A_DAY;
    trial = known + trialDays * MINUTES_A_DAY;
    end = trial + laterDays * MINUTES_A_DAY;
  }

  /** Runs one seed; the KPI is another for each. */
  public RegimeResult run(long seed) {
    SyntheticTelemetry telemetry =
        SyntheticTelemetry.generate(SyntheticSpec.builder().minutes(end).seed(seed).build());
    KpiHistory before = Generated.history(telemetry);
    FailureLog failures = Generated.failures(telemetry);
    int kpi = (int) Math.floorMod(seed, (long) before.kpis().size());
    double shift = DEVIATIONS * deviation(before, kpi);
    KpiHistory rows = raised(before, kpi, shift, change);
    KpiHistory always = raised(before, kpi, shift, 0);

    Mild stale = train(MildTrainer.create(), part(rows, 0, change), failures);
    Mild retrained = train(MildTrainer.like(stale), part(rows, known - change, known), failures);
    Mild fresh = train(MildTrainer.create(), part(always, 0, change), failures);
    Map<Contender, Mild> models = new EnumMap<>(Contender.class);
    models.put(Contender.STALE, stale);
    models.put(Contender.RETRAINED, retrained);
    models.put(Contender.FRESH, fresh);
    return new RegimeResult(
        seed,
        before.kpis().get(kpi),
        figures(models, rows, failures, known, trial),
        figures(models, rows, failures, trial, end),
        comparison(stale, retrained, rows, failures));
  }

  private static Mild train(MildTrainer trainer, KpiHistory history, FailureLog failures) {
    Instant first = history.time(0);
    Instant last = history.time(history.rows() - 1);
    return trainer.train(
        history,
        new FailureLog(
            failures.failures().stream()
                .filter(failure -> !failure.time().isBefore(first) && failure.time().isBefore(last))
                .toList()));
  }

  private double deviation(KpiHistory rows, int kpi) {
    double[] values =
        IntStream.range(0, change).mapToDouble(row -> rows.values(row)[kpi]).toArray();
    return new StandardDeviation().evaluate(values);
  }

  private static KpiHistory raised(KpiHistory rows, int kpi, double shift, int from) {
    double[][] values = new double[rows.rows()][];
    for (int row = 0; row < values.length; row++) {
      values[row] = rows.values(row);
      values[row][kpi] += row >= from ? shift : 0;
    }
    return KpiHistory.of(
        rows.kpis(), IntStream.range(0, rows.rows()).mapToObj(rows::time).toList(), values);
  }

  private static KpiHistory part(KpiHistory rows, int from, int to) {
    return rows.rowsAt(IntStream.range(from, to).toArray());
  }

  private static Map<Contender, RegimeFigures> figures(
      Map<Contender, Mild> models, KpiHistory rows, FailureLog failures, int from, int to) {
    Map<Contender, RegimeFigures> figures = new EnumMap<>(Contender.class);
    models.forEach(
        (contender, mild) -> {
          AssuranceStream stream = mild.openStream();
          StreamedRows streamed = new StreamedRows();
          for (int row = from - LEAD_IN; row < to; row++) {
            Assessment assessment = stream.accept(rows.time(row), rows.values(row));
            if (row >= from) {
              streamed.accept(assessment);
            }
          }
          figures.put(contender, RegimeFigures.of(AlertEvaluation.of(mild, streamed, failures)));
        });
    return figures;
  }

  /** The retrained model beside the stale one, told of each failure when it comes. */
  private ShadowComparison comparison(
      Mild stale, Mild retrained, KpiHistory rows, FailureLog failures) {
    AssuranceStream live = stale.openStream();
    for (int row = known - LEAD_IN; row < known; row++) {
      live.accept(rows.time(row), rows.values(row));
    }
    ShadowTrial shadow = ShadowTrial.begin(live, retrained);
    for (int row = known; row < trial; row++) {
      Instant now = rows.time(row);
      for (Failure failure : failures.failures()) {
        if (failure.time().equals(now)) {
          shadow.failed(failure.intent(), now);
        }
        if (failure.recovered().filter(now::equals).isPresent()) {
          shadow.recovered(failure.intent(), now);
        }
      }
      shadow.accept(now, rows.values(row));
    }
    return shadow.comparison();
  }
}
