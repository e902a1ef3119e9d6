package io.mild.training;

import io.mild.Mild;
import io.mild.data.Failure;
import io.mild.data.FailureLog;
import io.mild.data.KpiHistory;
import io.mild.data.KpiSchema;
import io.mild.features.FeatureSet;
import io.mild.features.KpiLimit;
import io.mild.features.KpiLimitFitter;
import io.mild.features.Standardizer;
import io.mild.features.drift.UsualLevel;
import io.mild.features.drift.UsualLevelFitter;
import io.mild.internal.io.Library;
import io.mild.internal.io.TimeScale;
import io.mild.internal.model.ExplanationModel;
import io.mild.internal.model.HealthyRows;
import io.mild.internal.model.TrainedModel;
import io.mild.report.Preset;
import io.mild.report.TrainingReport;
import io.mild.training.TrainingProgress.Stage;
import io.mild.training.alerting.TimeToFailureFitter;
import io.mild.training.backend.TrainingBackEndException;
import io.mild.training.departures.DepartureFit;
import io.mild.training.departures.RobustProfile;
import io.mild.training.labels.FeatureReplay;
import io.mild.training.labels.Labels;
import io.mild.training.labels.Split;
import io.mild.training.screening.FailureRecords;
import io.mild.training.screening.ScreenedHistory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** One training: history and failures in, a model and its report out. */
final class Training {
  private static final int MOST_NAMED = 5;

  private static final String FORECAST = "forecast of the goals";
  private static final String DEPARTURES = "recipe for few failures";
  private static final String MIXTURE = "mixture of experts";

  /** The part of a training that what is quick takes, about. */
  private static final double QUICK_RECIPES = 0.1;

  /** Of a short history that a mixture is tried on; with ten failures none was ahead. */
  private static final int FEWEST_FAILURES = 20;

  private static final int FEWEST_HORIZONS = 12;

  private final TrainingPlan plan;
  private final GoalsOfHistory goals;
  private final KpiHistory given;
  private final KpiHistory history; // without absurd values
  private final FailureLog failures;
  private final OwnedKpis owned;
  private final List<String> intents;
  private final Split split;
  private final boolean firstDay; // too few failures to learn from, but goals to forecast
  private final TrainingRun run;

  Training(TrainingPlan plan, KpiHistory history, FailureLog failures, GoalsOfHistory goals) {
    this.plan = plan;
    this.goals = goals;
    this.given = history;
    OwnedKpis owners = OwnedKpis.of(plan.ownedKpis(), history.kpis());
    List<String> known = intents(plan, goals, failures);
    if (!known.containsAll(goals.goals().intents())) {
      throw new IllegalArgumentException(
          "goals must be of the intents %s, but are of %s"
              .formatted(known, goals.goals().intents()));
    }
    FailureRecords records = FailureRecords.of(failures, known);
    this.failures = records.eachOnce();
    this.firstDay = FirstDayRecipe.speaksFor(known, plan, goals.goals(), this.failures);
    if (this.failures.failures().isEmpty() && !firstDay) {
      throw new IllegalArgumentException(
          known.isEmpty()
              ? "nothing to learn: the failure log is empty"
              : "nothing to learn: no failure of " + known + " in the failure log");
    }
    Duration longest = plan.horizons().get(0);
    requireTwoRows(plan.horizons());
    int windowRows = given.rows() < 2 ? 1 : windowRows();
    this.split = Split.of(history, longest);
    if (firstDay) {
      FirstDayRecipe.requireRows(history, longest);
    } else if (split.fitRows() < 2 * windowRows || history.rows() - split.validationStart() < 2) {
      throw new IllegalArgumentException(
          ("too little history: of %d rows (%s to %s) the first 80 %% less a horizon of %s"
                  + " leave %d rows to fit, but at least %d are needed")
              .formatted(
                  history.rows(),
                  history.start(),
                  history.end(),
                  TimeScale.text(longest),
                  split.fitRows(),
                  2 * windowRows));
    }
    Optional.of(this.failures)
        .filter(log -> !log.failures().isEmpty())
        .flatMap(log -> ScreenedHistory.apart(history, log, longest))
        .ifPresent(
            told -> {
              throw new IllegalArgumentException("nothing to learn: " + told);
            });
    ScreenedHistory asItCame = ScreenedHistory.of(history, this.failures, longest);
    ScreenedHistory screened =
        learnsLevels(asItCame.history()) ? asItCame.atLastLevels() : asItCame;
    this.history = screened.history();
    SharingTrial trial =
        firstDay
            ? new SharingTrial(OwnedKpis.NONE, false, known, List.of())
            : SharingTrial.of(
                plan,
                this.history,
                this.failures,
                known,
                owners,
                DepartureFit.isFew(this.failures.notVictims().failures().size()));
    this.owned = trial.owned();
    this.intents = trial.intents();
    this.run =
        new TrainingRun(plan, this.history, this.failures, intents, split, owned, trial.shares());
    goals.told().forEach(run::warn);
    records.warnings(history, longest).forEach(run::warn);
    screened.told().forEach(run::warn);
    trial.told().forEach(run::warn);
  }

  /** The paper's recipe takes rows as they are, and what is learned of few failures no levels. */
  private boolean learnsLevels(KpiHistory rows) {
    return plan.preset() == Preset.RECOMMENDED && !firstDay && isRecommended(rows);
  }

  /** Transplanting failures and promising a budget take more than a few of them, and of rows. */
  private boolean isRecommended(KpiHistory rows) {
    return HistoryLength.of(rows, plan.horizons().get(0)) != HistoryLength.SHORT
        && failures.notVictims().failures().size() >= DepartureRecipe.FEW_FAILURES;
  }

  /** A horizon of fewer has no row to look ahead from, or one that says nothing of a course. */
  private void requireTwoRows(List<Duration> horizons) {
    Duration shortest = horizons.get(horizons.size() - 1);
    if (given.rows() > 1 && shortest.compareTo(given.samplingPeriod().multipliedBy(2)) < 0) {
      throw new IllegalArgumentException(
          "a horizon must be at least two sampling periods, but was %s with a row every %s"
              .formatted(TimeScale.text(shortest), TimeScale.text(given.samplingPeriod())));
    }
  }

  /**
   * Those that were named, or else those that have goals, then those that own KPIs, and then all
   * others that failed.
   */
  private static List<String> intents(
      TrainingPlan plan, GoalsOfHistory goals, FailureLog failures) {
    if (!plan.intents().isEmpty()) {
      return plan.intents();
    }
    return Stream.of(goals.goals().intents(), plan.ownedKpis().keySet(), failures.intents())
        .flatMap(Collection::stream)
        .distinct()
        .toList();
  }

  private int windowRows() {
    Duration longestWindow =
        plan.windows(PaperWindows.of(given.samplingPeriod(), plan.horizons().get(0))).stream()
            .max(Duration::compareTo)
            .orElseThrow();
    return (int) Math.max(1, longestWindow.dividedBy(given.samplingPeriod()));
  }

  Mild run() {
    run.progress(Stage.FEATURES, Duration.ZERO, 0);
    Candidate chosen = chosen();
    chosen.warnings().forEach(run::warn);
    FeatureSet features = chosen.recipe().features();
    Standardizer standardizer = chosen.standardizer();
    Recipe.Learned learned = chosen.learned();
    FeatureReplay replay = new FeatureReplay(history, features, history.rows());
    int fitRows = chosen.recipe().fitRows();
    warnOfKpis(features, standardizer);
    if (plan.preset() == Preset.RECOMMENDED && learned.incident().time().isEmpty()) {
      run.warn(
          "the time left is told by which horizons alert: of fewer than %d alerted failures nobody"
                  .formatted(TimeToFailureFitter.FEWEST_INCIDENTS)
              + " can say how often that holds");
    }
    if (plan.multipleRootCauses() && !hasIncidentOfMultipleRoots()) {
      run.warn(
          "multiple root causes were asked for, but no incident of the history has two intents of"
              + " role root: how several at once look was not learned");
    }
    TrainingReport report =
        new TrainingReport(
            Library.version(),
            plan.preset(),
            plan.without(),
            plan.seed(),
            plan.falsePositiveBudget(),
            history.start(),
            history.end(),
            TrainingDigest.of(given, failures),
            fitRows,
            Math.max(0, split.validationStart() - fitRows),
            history.rows() - split.validationStart(),
            chosen.learnable(),
            learned.reports(),
            learned.budgets(),
            run.warnings());
    TrainedModel model =
        new TrainedModel(
            new KpiSchema(history.kpis(), features.period()),
            features,
            intents,
            standardizer,
            learned.horizons(),
            learned.incident(),
            new ExplanationModel(healthy(replay, standardizer, fitRows), List.of()),
            report,
            limits(features.period()),
            usual(features),
            goals.goals());
    Mild mild = Mild.of(model.withPast(PastFailures.of(model, failures, replay)));
    run.progress(Stage.DONE, Duration.ZERO, 1);
    return mild;
  }

  private Candidate candidate(
      String name, Function<TrainingRun, Recipe> how, double begin, double end) {
    TrainingRun own = run.part(begin, end);
    Recipe recipe = how.apply(own);
    FeatureSet features = recipe.features();
    Standardizer standardizer =
        recipe
            .standardizer(new FeatureReplay(history, features, recipe.fitRows()))
            .withoutRounding(features);
    List<TrainingReport.Intent> learnable = learnable(own, recipe);
    return new Candidate(
        name, recipe, standardizer, learnable, recipe.learn(standardizer), own.warnings());
  }

  /**
   * What is learned of a short history, or one of few failures, is held against what needs less:
   * the history itself says who foretells its failures.
   */
  private Candidate chosen() {
    if (plan.preset() == Preset.PAPER) {
      return candidate("paper's mixture", PaperRecipe::of, 0, 1);
    }
    if (firstDay) {
      return candidate(FORECAST, this::firstDay, 0, 1);
    }
    if (isRecommended(history)) {
      return candidate(MIXTURE, this::mixture, 0, 1);
    }
    boolean isMixed = isEnoughForMixture();
    double quick = isMixed ? QUICK_RECIPES : 1;
    Contest contest = new Contest(run);
    if (FirstDayRecipe.canSpeakFor(intents, plan, goals.goals())) {
      contest.enter(candidate(FORECAST, this::firstDay, 0, quick / 2));
    }
    contest.enter(candidate(DEPARTURES, this::departures, quick / 2, quick));
    if (isMixed) {
      enterMixture(contest);
    }
    contest.told().ifPresent(run::warn);
    run.warn(why() + ": the %s speaks".formatted(contest.winner().name()));
    return contest.winner();
  }

  /** What there is too little of for the mixture to speak unasked. */
  private String why() {
    Duration longest = plan.horizons().get(0);
    Duration recorded = history.samplingPeriod().multipliedBy(history.rows());
    return HistoryLength.of(history, longest) == HistoryLength.SHORT
        ? format(
            "the history of %d rows, %s or %.0f horizons of %s, is short",
            history.rows(),
            TimeScale.text(recorded),
            recorded.toMillis() / (double) longest.toMillis(),
            TimeScale.text(longest))
        : "the history has %d failures, fewer than %d"
            .formatted(failures.notVictims().failures().size(), DepartureRecipe.FEW_FAILURES);
  }

  /** Below that, no mixture was seen to foretell more than what needs less (docs/decisions/50). */
  private boolean isEnoughForMixture() {
    return plan.without().isEmpty()
        && failures.notVictims().failures().size() >= FEWEST_FAILURES
        && split.fitRows() >= FEWEST_HORIZONS * run.horizonRows();
  }

  /** Who trains without it may go without it. */
  private void enterMixture(Contest contest) {
    try {
      contest.enter(candidate(MIXTURE, this::mixture, QUICK_RECIPES, 1));
    } catch (TrainingBackEndException e) {
      run.warn("a mixture of experts was not tried: " + e.getMessage());
    }
  }

  private Recipe firstDay(TrainingRun own) {
    return FirstDayRecipe.of(own, goals.goals());
  }

  /** How each KPI moved, failures included: what no value went beyond. */
  private List<KpiLimit> limits(Duration period) {
    KpiLimitFitter fitter = new KpiLimitFitter(history.kpis().size(), period);
    double[] row = new double[history.kpis().size()];
    for (int i = 0; i < history.rows(); i++) {
      history.copyRow(i, row);
      fitter.accept(history.epochMillis(i), row);
    }
    return fitter.limits();
  }

  /** Where each KPI stood, failures included, its daily rhythm apart. */
  private List<UsualLevel> usual(FeatureSet features) {
    UsualLevelFitter fitter =
        new UsualLevelFitter(
            history.kpis().size(),
            TrainedModel.rhythm(features),
            features.period(),
            plan.horizons().get(0));
    double[] row = new double[history.kpis().size()];
    for (int i = 0; i < history.rows(); i++) {
      history.copyRow(i, row);
      fitter.accept(history.epochMillis(i), row);
    }
    return fitter.levels();
  }

  private boolean hasIncidentOfMultipleRoots() {
    Map<String, String> roots = new HashMap<>(); // incident to its first root
    return failures.failures().stream()
        .filter(failure -> failure.role() == Failure.Role.ROOT && !failure.incident().isBlank())
        .anyMatch(
            failure -> {
              String first = roots.putIfAbsent(failure.incident(), failure.intent());
              return first != null && !first.equals(failure.intent());
            });
  }

  private Recipe mixture(TrainingRun own) {
    tellWhoShares(own);
    return new RecommendedRecipe(own);
  }

  private Recipe departures(TrainingRun own) {
    if (!plan.without().isEmpty()) {
      own.warn("the " + DEPARTURES + " is not changed by leaving out " + plan.without());
    }
    tellWhoShares(own);
    return new DepartureRecipe(own);
  }

  /** Says that intents that own KPIs share experts, or why not. */
  private void tellWhoShares(TrainingRun own) {
    if (own.shared().isPresent()) {
      own.warn(
          "experts are shared by %d intents, which own KPIs of the same %d kinds: %s"
              .formatted(intents.size(), owned.sharedKinds().size(), owned.sharedKinds()));
      if (!owned.unshared().isEmpty()) {
        own.warn(
            "nothing is learned from %s: KPIs of nobody, or of a kind that one intent alone owns"
                .formatted(owned.unshared()));
      }
    } else if (!plan.ownedKpis().isEmpty()) {
      own.warn(
          "experts are not shared: %s own no KPI of a kind that another intent owns, too"
              .formatted(owned.withoutShare(intents)));
    }
  }

  /** Fit rows in which nothing drifts, fails or recovers. */
  private HealthyRows healthy(FeatureReplay replay, Standardizer standardizer, int fitRows) {
    Duration longest = plan.horizons().get(0);
    Labels labels = run.labels(longest);
    long[] times = IntStream.range(0, history.rows()).mapToLong(history::epochMillis).toArray();
    boolean[] incidents = run.windows(longest).protectedRows(times);
    return HealthyRows.choose(
        history,
        replay.spec().featureCount(),
        TrainedModel.zone(replay.spec()),
        fitRows,
        row -> labels.isHealthy(row) && !incidents[row],
        rows -> replay.standardized(standardizer, rows));
  }

  private List<TrainingReport.Intent> learnable(TrainingRun own, Recipe recipe) {
    boolean forecasts = recipe instanceof FirstDayRecipe;
    int fitRows = recipe.fitRows();
    Duration horizon = plan.horizons().get(0);
    long validation = history.epochMillis(split.validationStart());
    long last = history.epochMillis(history.rows() - 1);
    List<TrainingReport.Intent> learnable = new ArrayList<>();
    for (String intent : intents) {
      int toFit = 0;
      int toValidate = 0;
      for (Failure failure : failures.failures()) {
        long time = failure.time().toEpochMilli();
        if (failure.intent().equals(intent)) {
          int row = history.firstRow(failure.time().minus(horizon));
          toFit += row < fitRows && history.epochMillis(row) < time ? 1 : 0;
          toValidate += time > validation && time <= last ? 1 : 0;
        }
      }
      learnable.add(new TrainingReport.Intent(intent, toFit, toValidate));
      if (toFit == 0 && !forecasts) {
        own.warn(
            "intent '%s' has no failure in the fit rows: %s".formatted(intent, known(own, recipe)));
      }
    }
    if (!forecasts && learnable.stream().allMatch(intent -> intent.fitFailures() == 0)) {
      throw new IllegalArgumentException(
          "nothing to learn: no failure of %s in the %d rows to fit, %s to %s"
              .formatted(intents, fitRows, history.start(), history.time(fitRows - 1)));
    }
    return learnable;
  }

  /** What is known of an intent that never failed. */
  private static String known(TrainingRun own, Recipe recipe) {
    if (own.shared().isPresent()) {
      return "all that is known of it was learned of the others";
    }
    return recipe instanceof DepartureRecipe
        ? "it is told by how far its own KPIs are out, if it owns any"
        : "its teacher gives a constant low risk, and the mixture has nothing to learn it from";
  }

  private void warnOfKpis(FeatureSet features, Standardizer standardizer) {
    double[] deviation = standardizer.deviation();
    boolean[] still = RobustProfile.constant(history);
    IntPredicate isKnown = kpi -> deviation[kpi] > 0; // the first features are of one kind
    told(features, isKnown.negate())
        .ifPresent(
            told ->
                run.warn(
                    told
                        + " constant or missing in all fit rows: nothing is learned of what a"
                        + " change means"));
    told(features, isKnown.and(kpi -> still[kpi]))
        .ifPresent(
            told ->
                run.warn(told + " constant in all rows: any change is a departure from the usual"));
  }

  private static Optional<String> told(FeatureSet features, IntPredicate of) {
    List<String> kpis =
        IntStream.range(0, features.kpiCount())
            .filter(of)
            .mapToObj(kpi -> "'" + features.kpis().get(kpi) + "'")
            .toList();
    int more = kpis.size() - MOST_NAMED;
    return kpis.isEmpty()
        ? Optional.empty()
        : Optional.of(
            (kpis.size() == 1 ? "KPI %s%s is" : "KPIs %s%s are")
                .formatted(
                    String.join(", ", kpis.subList(0, Math.min(MOST_NAMED, kpis.size()))),
                    more > 0 ? " and " + more + " more" : ""));
  }

  /** Numbers look the same everywhere. */
  static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }

  @Override
  public String toString() {
    return "preset %s, seed %d, intents %s, horizons %s"
        .formatted(plan.preset(), plan.seed(), intents, plan.horizons());
  }
}
