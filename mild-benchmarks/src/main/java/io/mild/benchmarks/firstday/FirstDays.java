package io.mild.benchmarks.firstday;

import static io.mild.goals.KpiCondition.kpi;

import io.mild.Assessment;
import io.mild.AssuranceStream;
import io.mild.Mild;
import io.mild.benchmarks.experiment.Generated;
import io.mild.data.Failure;
import io.mild.data.FailureLog;
import io.mild.data.KpiHistory;
import io.mild.goals.Goal;
import io.mild.goals.Goals;
import io.mild.goals.KpiCondition;
import io.mild.synthetic.SyntheticSpec;
import io.mild.synthetic.SyntheticTelemetry;
import io.mild.training.MildTrainer;
import io.mild.training.alerting.AlertTimes;
import io.mild.training.alerting.ScoredBlock;
import io.mild.training.evaluation.AlertEvaluation;
import io.mild.training.evaluation.StreamedRows;
import io.mild.training.labels.FailureWindows;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Histories of generated telemetry, some hours long or until so many goals broke, of which only
 * goals are told, and the days after each.
 */
public final class FirstDays {
  private static final Duration HORIZON = MildTrainer.DEFAULT_HORIZONS.get(0);
  private static final int LEAD = (int) HORIZON.toMinutes();
  private static final int MINUTES_A_DAY = 1_440;

  /** From one more on something is learned of them. */
  private static final int LEARNED_OF_NONE = 4;

  /** Breaks come some eight a day; so many days hold as many as are asked for. */
  private static final int FEWEST_A_DAY = 3;

  private static final int[] LOOK_BACKS = {15, 30, 60};

  private static final Goals GOALS =
      Goals.of(
          goal("api", kpi("api_latency").atMost(115)),
          goal("telemetry", kpi("telemetry_queue").atMost(515)),
          goal("analytics", kpi("analytics_tput").atLeast(830)));

  private final List<Long> seeds;
  private final int starts;
  private final int days;
  private final double budget;

  /**
   * @param seeds of the telemetry
   * @param starts how many a seed, days apart
   * @param days that are tested on after each
   * @param budget of false positives a day
   */
  public FirstDays(List<Long> seeds, int starts, int days, double budget) {
    this.seeds = List.copyOf(seeds);
    this.starts = starts;
    this.days = days;
    this.budget = budget;
  }

  /** With availability: each by itself may be harmless. */
  private static Goal goal(String intent, KpiCondition condition) {
    return Goal.of(intent).holds(condition, kpi("sri").atLeast(99.15)).brokenIf(Goal.Rule.ALL);
  }

  /**
   * Tests after so many hours.
   *
   * @param each told each result
   */
  public void run(double hours, Consumer<FirstDayResult> each) {
    int history = (int) Math.round(hours * 60);
    parts(history, (seed, first, rows) -> new Trial(seed, first, rows, history).beside(each));
  }

  /**
   * Tests after so many breaks: what a training makes of them, beside a forecast that has learned
   * of none, of the same rows but for those of the breaks after the fourth.
   *
   * @param each told each result
   */
  public void runAfterBreaks(int breaks, Consumer<FirstDayResult> each) {
    int longest = (breaks / FEWEST_A_DAY + 2) * MINUTES_A_DAY;
    parts(
        longest,
        (seed, first, rows) -> {
          List<Failure> known = GOALS.failuresIn(rows, HORIZON).failures();
          int history =
              known.size() < breaks
                  ? Integer.MAX_VALUE
                  : rows.firstRow(known.get(breaks - 1).time().plus(HORIZON));
          if (history > longest) {
            throw new IllegalStateException(
                "the %d minutes from minute %d of seed %d on do not hold %d breaks"
                    .formatted(longest, first, seed, breaks));
          }
          int end = history + days * MINUTES_A_DAY;
          KpiHistory part = rows.rowsAt(IntStream.range(0, end).toArray());
          new Trial(seed, first, part, history).besideForecast(each);
        });
  }

  private interface Part {
    void accept(long seed, int first, KpiHistory rows);
  }

  /** The starts of each seed: histories of at most so many rows, with the days after them. */
  private void parts(int history, Part each) {
    int needed = history + days * MINUTES_A_DAY;
    for (long seed : seeds) {
      KpiHistory rows =
          Generated.history(
              SyntheticTelemetry.generate(
                  SyntheticSpec.builder()
                      .minutes(needed + starts * needed / 4)
                      .seed(seed)
                      .build()));
      for (int start = 0; start < starts; start++) {
        int first = start * (needed / 4);
        each.accept(seed, first, rows.rowsAt(IntStream.range(first, first + needed).toArray()));
      }
    }
  }

  /** One start. */
  private final class Trial {
    private final long seed;
    private final int first;
    private final KpiHistory rows;
    private final int history;
    private final KpiHistory known;
    private final List<Failure> broken;
    private final FailureLog failures;

    Trial(long seed, int first, KpiHistory rows, int history) {
      this.seed = seed;
      this.first = first;
      this.rows = rows;
      this.history = history;
      this.known = rows.rowsAt(IntStream.range(0, history).toArray());
      this.broken = GOALS.failuresIn(known, HORIZON).failures();
      this.failures = GOALS.failuresIn(rows, HORIZON);
    }

    void beside(Consumer<FirstDayResult> each) {
      tell("MILD", trainer().train(known), each);
      for (int lookBack : LOOK_BACKS) {
        double[] margins =
            new LinearPrediction(rows, history, GOALS, lookBack, LEAD).scores(history);
        tell("predict_linear " + lookBack + "m", at(logistic(margins)), each);
      }
      tell("random-cut-forest", at(logistic(ForestScores.of(rows, history))), each);
    }

    void besideForecast(Consumer<FirstDayResult> each) {
      tell("MILD", trainer().train(known), each);
      tell("forecast", forecast(), each);
    }

    /** Of the rows that no later break is near of. */
    private Mild forecast() {
      List<Failure> first = broken.subList(0, LEARNED_OF_NONE);
      List<Failure> later = broken.subList(LEARNED_OF_NONE, broken.size());
      int[] kept =
          IntStream.range(0, history)
              .filter(row -> later.stream().noneMatch(failure -> isNear(failure, row)))
              .toArray();
      return trainer().train(known.rowsAt(kept), new FailureLog(first));
    }

    private boolean isNear(Failure failure, int row) {
      Instant time = known.time(row);
      return time.isAfter(failure.time().minus(HORIZON))
          && time.isBefore(failure.recovered().orElse(failure.time()).plus(HORIZON));
    }

    private MildTrainer trainer() {
      return MildTrainer.create().goals(GOALS).falsePositiveBudget(budget);
    }

    private void tell(String model, Mild mild, Consumer<FirstDayResult> each) {
      StreamedRows streamed = new StreamedRows();
      double[] risks = streamed(mild, streamed);
      AlertEvaluation evaluation = AlertEvaluation.of(mild, streamed, failures);
      tell(model + ", own threshold", FirstDayFigures.of(evaluation), each);
      tell(model, at(risks), each);
    }

    private double[] streamed(Mild mild, StreamedRows streamed) {
      AssuranceStream stream = mild.openStream();
      double[] highest = new double[rows.rows() - history];
      double[] row = new double[rows.kpis().size()];
      for (int i = 0; i < rows.rows(); i++) {
        rows.copyRow(i, row);
        Assessment assessment = stream.accept(rows.time(i), row);
        if (i >= history) {
          streamed.accept(assessment);
          highest[i - history] =
              assessment.intents().stream().mapToDouble(intent -> intent.risk()).max().orElse(0);
        }
      }
      return highest;
    }

    /** At exactly the budget, by the rows themselves. */
    private FirstDayFigures at(double[] risks) {
      long[] times = IntStream.range(history, rows.rows()).mapToLong(rows::epochMillis).toArray();
      double[][] ofAll = Collections.nCopies(GOALS.goals().size(), risks).toArray(double[][]::new);
      ScoredBlock block =
          FailureWindows.of(
                  failures, GOALS.intents(), HORIZON, AlertTimes.of(HORIZON, rows.samplingPeriod()))
              .block(times, ofAll);
      return FirstDayFigures.at(budget, block, HORIZON);
    }

    private void tell(String model, FirstDayFigures figures, Consumer<FirstDayResult> each) {
      each.accept(new FirstDayResult(seed, first, model, broken.size(), figures));
    }
  }

  /** A score as a probability, in the same order. */
  private static double[] logistic(double[] scores) {
    double[] risks = new double[scores.length];
    for (int i = 0; i < risks.length; i++) {
      risks[i] = 1 / (1 + Math.exp(-scores[i]));
    }
    return risks;
  }
}
