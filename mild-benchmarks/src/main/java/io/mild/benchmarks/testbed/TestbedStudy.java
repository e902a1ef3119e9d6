package io.mild.benchmarks.testbed;

import io.mild.benchmarks.experiment.AlertResult.Outcome;
import io.mild.benchmarks.experiment.BudgetKind;
import io.mild.benchmarks.experiment.Experiment;
import io.mild.benchmarks.experiment.FoldResult;
import io.mild.benchmarks.experiment.Model;
import io.mild.benchmarks.experiment.Recording;
import io.mild.benchmarks.rivals.Fold;
import io.mild.benchmarks.rivals.KpiOwners;
import io.mild.benchmarks.rivals.KpiRankings;
import io.mild.data.Failure;
import io.mild.data.FailureLog;
import io.mild.data.KpiHistory;
import io.mild.goals.Goals;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Learns from one recording of a scene and streams another, and back: an {@link Experiment} of one
 * fold each way, on the one recording followed by the other.
 */
public final class TestbedStudy {
  /** MILD as it is recommended, whose verdicts the rivals' are held against. */
  public static final String MILD = "mild";

  /** Models of others' that are shown beside it. */
  private static final List<String> RIVALS =
      List.of("z", "lr", "shared-lr", "mlp", "gbt", "mild-paper", MILD);

  private static final int[] LOOK_BACKS = {15, 60};

  /** Rows of a day of the testbed. */
  private static final int DAY = 1_440;

  private final Recording first;
  private final Recording second;
  private final Goals goals;
  private final Duration horizon;
  private final double budget;
  private final KpiOwners owners;
  private final Map<String, List<FoldResult>> folds = new LinkedHashMap<>();
  private final List<NamedCause> causes = new ArrayList<>();

  /**
   * What was named at MILD's verdicts by rules that know no failure.
   *
   * @param rule who named
   * @param verdict {@code incident}, the first alert, or {@code final}, the last row before the
   *     failure
   * @param right whether it was the root
   */
  public record NamedCause(String rule, String verdict, boolean right) {}

  /**
   * Two recordings of one scene; the longer one is cut to the shorter one's length.
   *
   * @param goals of the scene
   * @param budget of false positives a day
   * @throws IllegalArgumentException if their KPIs differ
   */
  public TestbedStudy(
      Recording first, Recording second, Goals goals, Duration horizon, double budget) {
    if (!first.history().kpis().equals(second.history().kpis())) {
      throw new IllegalArgumentException(
          "the recordings are of other KPIs: %s and %s"
              .formatted(first.history().kpis(), second.history().kpis()));
    }
    goals.requireWatchable(first.history().kpis());
    this.first = first;
    this.second = second;
    this.goals = goals;
    this.horizon = horizon;
    this.budget = budget;
    Map<String, List<String>> own = new LinkedHashMap<>();
    goals.intents().forEach(intent -> own.put(intent, List.of(intent + "_*")));
    this.owners = new KpiOwners(own);
  }

  /** All that take part. */
  public List<Model> models() {
    int lead = (int) horizon.dividedBy(first.history().samplingPeriod());
    List<Model> models = new ArrayList<>();
    models.add(new Model("forest", BudgetKind.INCIDENT, 2, each -> ScoreRule.forest()));
    for (int lookBack : LOOK_BACKS) {
      models.add(
          new Model(
              "predict-linear-" + lookBack,
              BudgetKind.PER_INTENT,
              1,
              each -> ScoreRule.linear(goals, lookBack, lead)));
    }
    RIVALS.forEach(name -> models.add(Model.named(name)));
    models.add(withGoals("mild-goals-log", 8, Integer.MAX_VALUE, true));
    models.add(withGoals("mild-goals", 8, Integer.MAX_VALUE, false));
    models.add(withGoals("mild-first-day", 1, DAY, false));
    return models;
  }

  private Model withGoals(String name, int cost, int lastRows, boolean isLogKnown) {
    return new Model(
        name,
        BudgetKind.INCIDENT,
        cost,
        each -> new GoalPredictor(goals, each, lastRows, isLogKnown));
  }

  /**
   * Runs both ways; what is done already in the folder is not done again.
   *
   * @param models of {@link #models}
   */
  public void run(List<Model> models, Path folder, Experiment.Progress progress)
      throws IOException {
    run(joined(first, second, "a"), models, folder.resolve("forth"), progress);
    run(joined(second, first, "b"), models, folder.resolve("back"), progress);
  }

  private void run(Recording joined, List<Model> models, Path folder, Experiment.Progress progress)
      throws IOException {
    Map<String, List<FoldResult>> results =
        Experiment.on(joined, folder)
            .horizon(horizon)
            .folds(1)
            .owners(owners)
            .budget(budget)
            .models(models)
            .build()
            .run(progress)
            .folds();
    results.forEach(
        (model, its) -> folds.computeIfAbsent(model, m -> new ArrayList<>()).addAll(its));
    results.getOrDefault(MILD, List.of()).forEach(mild -> nameCauses(joined, mild));
  }

  /**
   * One recording, and a whole number of days later, as soon as it is over, the other.
   *
   * @param prefix of the incidents' names
   */
  private static Recording joined(Recording known, Recording test, String prefix) {
    int rows = Math.min(known.history().rows(), test.history().rows());
    KpiHistory before = head(known.history(), rows);
    KpiHistory after = head(test.history(), rows);
    Duration shift = Duration.ZERO;
    while (!after.start().plus(shift).isAfter(before.end())) {
      shift = shift.plusDays(1);
    }
    Duration later = shift;
    List<Instant> times =
        Stream.concat(
                IntStream.range(0, rows).mapToObj(before::time),
                IntStream.range(0, rows).mapToObj(row -> after.time(row).plus(later)))
            .toList();
    double[][] values =
        Stream.concat(
                IntStream.range(0, rows).mapToObj(before::values),
                IntStream.range(0, rows).mapToObj(after::values))
            .toArray(double[][]::new);
    List<Failure> failures = new ArrayList<>();
    known.failures().failures().stream()
        .filter(failure -> !failure.time().isAfter(before.end()))
        .forEach(failure -> failures.add(moved(failure, prefix + "1-", Duration.ZERO)));
    test.failures().failures().stream()
        .filter(failure -> !failure.time().isAfter(after.end()))
        .forEach(failure -> failures.add(moved(failure, prefix + "2-", later)));
    return known.with(
        ", then another", KpiHistory.of(before.kpis(), times, values), new FailureLog(failures));
  }

  private static KpiHistory head(KpiHistory history, int rows) {
    return history.rows() == rows ? history : history.before(history.time(rows));
  }

  private static Failure moved(Failure failure, String prefix, Duration shift) {
    Failure moved =
        Failure.of(prefix + failure.incident(), failure.intent(), failure.time().plus(shift))
            .withRole(failure.role())
            .withKind(failure.kind());
    if (failure.onset().isPresent()) {
      moved = moved.withOnset(failure.onset().get().plus(shift));
    }
    return failure.recovered().isPresent()
        ? moved.withRecovery(failure.recovered().get().plus(shift))
        : moved;
  }

  private void nameCauses(Recording joined, FoldResult mild) {
    Fold fold = Fold.of(joined.history(), joined.failures(), horizon, 1, 1, owners);
    KpiRankings rankings = new KpiRankings(fold);
    CorrelatedCause correlated = new CorrelatedCause(joined.history(), fold.intents(), owners);
    List<String> symptoms =
        goals.goals().stream().map(goal -> goal.conditions().get(0).kpi()).toList();
    for (Outcome outcome : mild.alerts().outcomes()) {
      if (!Double.isNaN(outcome.incidentLead())) {
        Instant failure = Instant.ofEpochMilli(outcome.time());
        Map<String, Instant> verdicts = new LinkedHashMap<>();
        verdicts.put("incident", failure.minusMillis(Math.round(outcome.incidentLead() * 60_000)));
        verdicts.put("final", failure.minus(joined.history().samplingPeriod()));
        verdicts.forEach(
            (verdict, time) -> {
              List<String> order = rankings.byDeviation(time);
              Optional<String> farthest = order.stream().flatMap(this::owner).findFirst();
              add("|z|", verdict, farthest, outcome);
              String symptom = order.stream().filter(symptoms::contains).findFirst().orElseThrow();
              add("correlation", verdict, correlated.at(time, symptom), outcome);
            });
      }
    }
  }

  private Stream<String> owner(String kpi) {
    return goals.intents().stream().filter(intent -> kpi.startsWith(intent + "_"));
  }

  private void add(String rule, String verdict, Optional<String> named, Outcome outcome) {
    causes.add(new NamedCause(rule, verdict, named.filter(outcome.intent()::equals).isPresent()));
  }

  /** The folds of each model: forth, then back. */
  public Map<String, List<FoldResult>> folds() {
    return folds;
  }

  /** What simple rules named when MILD gave its verdicts. */
  public List<NamedCause> causes() {
    return causes;
  }

  /** How far ahead. */
  public Duration horizon() {
    return horizon;
  }
}
