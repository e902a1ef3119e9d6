package io.mild.training;

import io.mild.alerting.AlertPolicy;
import io.mild.internal.io.Digits;
import io.mild.report.TrainingReport;
import io.mild.training.alerting.GumbelMaxima;
import io.mild.training.alerting.IncidentPolicy;
import io.mild.training.alerting.IncidentTuner;
import io.mild.training.alerting.IncidentTuning;
import io.mild.training.alerting.ScoredBlock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The one threshold of all intents for a history that has hardly a failure, and perhaps hardly a
 * day.
 *
 * <p>A day and a half and more of quiet rows are counted, see {@link IncidentTuner}. Fewer can't
 * be: in them a false positive more or less decides. There the maxima of stretches as long as an
 * alert's quiet gap tell how high quiet scores go once in as many stretches as the budget allows
 * ({@link GumbelMaxima}). Where goals' own KPIs alone tell, a forecast that reaches the level means
 * something by itself, and is the threshold unless quiet rows reached it, too.
 */
final class FirstDayThresholds implements Thresholds {
  /** From so many days of quiet rows on, false positives are counted. */
  private static final double COUNTED_DAYS = 1.5;

  /** Of the next days keeping the budget: a greater one costs more breaks than it saves alarms. */
  private static final double CONFIDENCE = 0.7;

  private static final double MOST_LIKELY = 0.5;
  private static final Duration DAY = Duration.ofDays(1);

  private final TrainingRun run;
  private final IncidentPolicy template;
  private final List<ScoredBlock> history;
  private final double reached;
  private final double[] quietScores; // NaN where an alert is not false
  private final List<IncidentTuning> tunings = new ArrayList<>(); // one a multiple each
  private final IncidentTuning kept;

  /**
   * Tunes.
   *
   * @param span of the smoothed risks, in rows
   * @param history risks given by models that have not learned from these rows
   * @param reached log-odds of a forecast that reaches a level; −∞ where that means nothing
   */
  FirstDayThresholds(TrainingRun run, int span, ScoredBlock history, double reached) {
    this.run = run;
    this.template = JointThreshold.template(run, span);
    this.history = List.of(history);
    this.reached = reached;
    this.quietScores = template.scores(history);
    for (int row = 0; row < quietScores.length; row++) {
      quietScores[row] = history.protectedRows()[row] ? Double.NaN : quietScores[row];
    }
    double budget = run.plan().falsePositiveBudget();
    double[] multiples = JointThreshold.multiples();
    for (double multiple : multiples) {
      tunings.add(tuned(multiple * budget));
    }
    this.kept = tunings.get(Arrays.binarySearch(multiples, 1));
    warn(budget);
  }

  private void warn(double budget) {
    if (kept.probabilityWithinBudget() < IncidentTuner.DEFAULT_CONFIDENCE) {
      run.warn(
          Training.format(
              "%.1f quiet days can't promise a budget of %s false alerts a day: on them the"
                  + " threshold made %d%s; expect up to twice the budget in the first days",
              quietDays(),
              Digits.two(budget),
              kept.forecast().falsePositives(),
              isCounted() ? "" : ", and it is told from how high their scores went"));
    }
  }

  /** What keeps a smaller budget keeps a greater one: that has no higher threshold. */
  private IncidentTuning tuned(double budget) {
    IncidentTuner tuner = run.tuner(budget).withPolicy(template);
    IncidentTuning own =
        isCounted()
            ? tuner.withConfidence(CONFIDENCE).tune(history)
            : tuner.evaluate(template.withThreshold(threshold(budget)), history);
    IncidentTuning before = tunings.isEmpty() ? own : tunings.get(tunings.size() - 1);
    return own.policy().threshold() > before.policy().threshold() ? before : own;
  }

  private boolean isCounted() {
    return quietDays() >= COUNTED_DAYS;
  }

  private double quietDays() {
    double quiet = Arrays.stream(quietScores).filter(score -> !Double.isNaN(score)).count();
    return history.get(0).days() * quiet / quietScores.length;
  }

  private double threshold(double budget) {
    if (budget <= 0) {
      return IncidentPolicy.NEVER;
    }
    if (Arrays.stream(quietScores).noneMatch(score -> score >= reached)) {
      return reached;
    }
    double[] maxima = maxima();
    double[] distinct = Arrays.stream(maxima).distinct().toArray();
    double highest = Arrays.stream(maxima).max().orElse(reached);
    double rare =
        distinct.length < 2
            ? Math.nextUp(highest)
            : GumbelMaxima.of(maxima).exceededWith(Math.min(MOST_LIKELY, budget * stretchDays()));
    return Math.max(reached, Math.min(Math.nextUp(highest), rare));
  }

  /** The highest scores of stretches of which half at least is quiet. */
  private double[] maxima() {
    int rows = stretchRows();
    List<Double> maxima = new ArrayList<>();
    for (int from = 0; from + rows <= quietScores.length; from += rows) {
      double[] quiet =
          Arrays.stream(quietScores, from, from + rows)
              .filter(score -> !Double.isNaN(score))
              .toArray();
      if (2 * quiet.length >= rows) {
        maxima.add(Arrays.stream(quiet).max().orElseThrow());
      }
    }
    return maxima.stream().mapToDouble(Double::doubleValue).toArray();
  }

  private int stretchRows() {
    return (int) Math.max(1, template.quietGap().toMillis() / history.get(0).period().toMillis());
  }

  private double stretchDays() {
    return stretchRows() * history.get(0).period().toMillis() / (double) DAY.toMillis();
  }

  @Override
  public AlertPolicy policy() {
    return new JointThreshold(run, kept).policy();
  }

  @Override
  public AlertPolicy moreLikelyThanNot() {
    return new JointThreshold(run, kept).moreLikelyThanNot();
  }

  @Override
  public List<TrainingReport.Budget> budgets() {
    List<TrainingReport.Budget> budgets = new ArrayList<>();
    double[] multiples = JointThreshold.multiples();
    double budget = run.plan().falsePositiveBudget();
    for (int i = 0; i < multiples.length && (budget > 0 || i == 0); i++) {
      budgets.add(new JointThreshold(run, tunings.get(i)).worth(multiples[i] * budget, history));
    }
    return budgets;
  }
}
