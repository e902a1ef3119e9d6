package io.mild.training;

import io.mild.Mild;
import io.mild.Verdict;
import io.mild.alerting.incident.NoiseRules;
import io.mild.alerting.incident.TrackedIncident;
import io.mild.data.Failure;
import io.mild.data.FailureLog;
import io.mild.data.KpiHistory;
import io.mild.goals.Goals;
import io.mild.report.Ingredient;
import io.mild.report.Preset;
import io.mild.training.backend.TrainingBackEndException;
import io.mild.training.screening.LearnableHistory;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Describes a training and runs it. All settings have defaults.
 *
 * <pre>{@code
 * Mild mild = MildTrainer.create()
 *     .horizons(Duration.ofMinutes(120), Duration.ofMinutes(30))
 *     .falsePositiveBudget(1.0)
 *     .train(history, failures);
 * }</pre>
 *
 * <p>Needs DL4J, Smile and an ND4J back end on the class path. Not thread-safe.
 */
public final class MildTrainer {
  private static final Logger LOG = LoggerFactory.getLogger(MildTrainer.class);

  /** 120 minutes, the paper's, and a half and a quarter of it, which tell how much time is left. */
  public static final List<Duration> DEFAULT_HORIZONS =
      List.of(Duration.ofMinutes(120), Duration.ofMinutes(60), Duration.ofMinutes(30));

  /** One false alert a day; at longer horizons than two hours, one in twelve of these. */
  public static final double DEFAULT_FALSE_POSITIVE_BUDGET = 1.0;

  private static final int HORIZONS_OF_A_FALSE_POSITIVE = 12;

  /** 42. */
  public static final long DEFAULT_SEED = 42;

  private static final int DEFAULT_MAX_EPOCHS = 30;
  private static final Duration SHORTEST_HORIZON = Duration.ofSeconds(1);
  private static final Duration LONGEST_HORIZON = Duration.ofDays(365);

  // What a TrainingPlan copies.
  Preset preset = Preset.RECOMMENDED;
  List<Ingredient> without = List.of();
  List<Duration> horizons = DEFAULT_HORIZONS;
  List<Duration> windows = List.of(); // the preset's
  List<String> intents = List.of();
  Goals goals = Goals.NONE;
  NoiseRules rules = NoiseRules.NONE;
  List<TrackedIncident> incidents = List.of();
  final Map<String, List<String>> ownedKpis = new LinkedHashMap<>();
  boolean findsOwners = true;
  boolean multipleRootCauses;
  @Nullable Double falsePositiveBudget; // the horizon's
  double decorrelation;
  int maxEpochs = DEFAULT_MAX_EPOCHS;
  long seed = DEFAULT_SEED;
  @Nullable Path checkpoints;
  Consumer<TrainingProgress> onProgress = progress -> {};

  private MildTrainer() {}

  /** A trainer of the defaults. */
  public static MildTrainer create() {
    return new MildTrainer();
  }

  /**
   * A trainer with the settings that a model was trained with, to train it anew on later rows.
   *
   * <pre>{@code
   * Mild next = MildTrainer.like(live).incidents(past).train(history);
   * ShadowTrial trial = ShadowTrial.begin(stream, next);
   * }</pre>
   *
   * <p>That is its preset and what was left out of it, horizons, intents, goals, budget, seed and
   * whether there are several root causes. What a model does not keep is to be said again: windows,
   * {@link #intent owned KPIs} that names do not tell, decorrelation and epochs.
   */
  public static MildTrainer like(Mild model) {
    MildTrainer trainer =
        create()
            .preset(model.report().preset())
            .without(model.report().without().toArray(Ingredient[]::new))
            .horizons(model.horizons().toArray(Duration[]::new))
            .intents(model.intents().toArray(String[]::new))
            .goals(model.goals())
            .falsePositiveBudget(model.model().falsePositiveBudget())
            .seed(model.report().seed());
    return model.multipleRootCauses() ? trainer.multipleRootCauses() : trainer;
  }

  /** The recipe; {@link Preset#RECOMMENDED} unless said otherwise. */
  public MildTrainer preset(Preset preset) {
    this.preset = preset;
    return this;
  }

  /**
   * Leaves out some of what {@link Preset#RECOMMENDED} adds to the paper's recipe, to measure what
   * it is worth: no way to a better model. None unless said otherwise.
   */
  public MildTrainer without(Ingredient... ingredients) {
    this.without = Arrays.stream(ingredients).distinct().sorted().toList();
    return this;
  }

  /**
   * How far ahead to look. Alerts are raised at the longest; the shorter ones tell how much time is
   * left. {@link #DEFAULT_HORIZONS} unless said otherwise.
   *
   * @param horizons at least one, all different, each from a second to a year, in any order
   * @throws IllegalArgumentException if they are not
   */
  public MildTrainer horizons(Duration... horizons) {
    List<Duration> longestFirst =
        Arrays.stream(horizons).sorted(Comparator.reverseOrder()).distinct().toList();
    if (longestFirst.isEmpty() || longestFirst.size() != horizons.length) {
      throw new IllegalArgumentException(
          "horizons must be at least one, all different, but were " + Arrays.toString(horizons));
    }
    for (Duration horizon : longestFirst) {
      if (horizon.compareTo(SHORTEST_HORIZON) < 0 || horizon.compareTo(LONGEST_HORIZON) > 0) {
        throw new IllegalArgumentException(
            "a horizon must be from a second to 365 days, but was " + horizon);
      }
    }
    this.horizons = longestFirst;
    return this;
  }

  /**
   * How far back features look. {@link Preset#PAPER}: lengths of the windows whose mean and
   * deviation are features, 5 and 15 minutes unless said otherwise, or where these are no two or
   * more whole rows, 1/24 and 1/8 of the longest horizon in whole rows. {@link Preset#RECOMMENDED}:
   * spans of the moving averages, 1/24, 1/8, 1/4, 1/2, 1 and 2 times the longest horizon unless
   * said otherwise.
   *
   * @throws IllegalArgumentException if there are none, or when training, if one is not a multiple
   *     of the sampling period
   */
  public MildTrainer windows(Duration... windows) {
    if (windows.length == 0) {
      throw new IllegalArgumentException("windows must be at least one");
    }
    this.windows = List.of(windows);
    return this;
  }

  /**
   * The intents to predict, in the order of all results. Unless said, those of the failure log in
   * the order of their first failure. Failures of others are left out of the training altogether.
   *
   * @throws IllegalArgumentException if there are none, one is there twice or has no name
   */
  public MildTrainer intents(String... intents) {
    List<String> distinct = Arrays.stream(intents).distinct().toList();
    if (distinct.isEmpty()
        || distinct.size() != intents.length
        || distinct.stream().anyMatch(String::isBlank)) {
      throw new IllegalArgumentException(
          "intents must be at least one, all different and with a name, but were "
              + Arrays.toString(intents));
    }
    this.intents = distinct;
    return this;
  }

  /**
   * What the intents are, as conditions on KPIs. They give {@link #train(KpiHistory) the failures}
   * that nobody logged, and the model's streams say {@link io.mild.Assessment#goals whether they
   * are met}. Levels that are not said are {@link Goals#withUsualLevels proposed} by the history;
   * the report tells them, and goals whose levels don't fit it.
   */
  public MildTrainer goals(Goals goals) {
    this.goals = goals;
    return this;
  }

  /**
   * The operator's rules, of which planned work counts: rows in which all is worked at, or was
   * until an aftermath before, are not learned from, nor are failures of an intent that is worked
   * at. {@link io.mild.AssuranceStream#rules(NoiseRules) Streams} are told the same rules.
   */
  public MildTrainer rules(NoiseRules rules) {
    this.rules = rules;
    return this;
  }

  /**
   * What came of incidents in the history. Those that were {@link
   * io.mild.alerting.incident.Closing#AVERTED averted} are not learned from, from a longest horizon
   * before them to one after: a failure would have come, and rows that look as before a failure
   * must not teach that none does. Of others the failures, or that there were none, say it all.
   */
  public MildTrainer incidents(List<TrackedIncident> past) {
    this.incidents = List.copyOf(past);
    return this;
  }

  /**
   * An intent to say of which KPIs are its own.
   *
   * <pre>{@code
   * MildTrainer.create()
   *     .intent("cart").kpis("cart.*")
   *     .intent("payment").kpis("payment.*")
   * }</pre>
   *
   * <p>Where all intents own KPIs of the same kinds, such as {@code cart.latency} and {@code
   * payment.latency}, the recommended preset lets them share an expert, so that what is learned of
   * one intent serves all, also one that never failed. Intents that own KPIs are predicted whether
   * they failed or not; those of the failure log that own none come after them.
   *
   * @throws IllegalArgumentException if the name is blank or the intent has its KPIs already
   */
  public Owner intent(String name) {
    if (name.isBlank()) {
      throw new IllegalArgumentException("an intent must have a name, but was '" + name + "'");
    }
    if (ownedKpis.containsKey(name)) {
      throw new IllegalArgumentException(
          "intent '" + name + "' has its KPIs already: " + ownedKpis.get(name));
    }
    return new Owner(name);
  }

  /**
   * Whether owners are found by the names of the KPIs where none are {@link #intent named}; true
   * unless said otherwise. An intent owns the KPIs that have its name in theirs, as in {@code
   * cart.latency}, if all intents own KPIs of the same kinds. What is learned of one then serves
   * all, also others that own such KPIs and never failed, if that names root causes better in
   * failures that were left out. The report tells.
   */
  public MildTrainer findOwners(boolean find) {
    this.findsOwners = find;
    return this;
  }

  /** An intent whose KPIs are still to be said. */
  public final class Owner {
    private final String name;

    private Owner(String name) {
      this.name = name;
    }

    /**
     * Its KPIs. When training, each pattern must match a KPI, and no KPI may be of two intents.
     *
     * @param patterns names of KPIs, in which {@code *} stands for any text and {@code ?} for any
     *     character; what they stand for is the kind of the KPI
     * @return the trainer
     * @throws IllegalArgumentException if there are none or one is blank
     */
    public MildTrainer kpis(String... patterns) {
      if (patterns.length == 0 || Arrays.stream(patterns).anyMatch(String::isBlank)) {
        throw new IllegalArgumentException(
            "intent '%s' must own at least one pattern of KPIs, none blank, but was given %s"
                .formatted(name, Arrays.toString(patterns)));
      }
      ownedKpis.put(name, List.of(patterns));
      return MildTrainer.this;
    }
  }

  /**
   * Lets an incident have several root causes, for failure logs in which incidents have several
   * failures of role {@link Failure.Role#ROOT}: the gate tells of each intent by itself, and {@link
   * Verdict#rootCauses()} are all that are probable. Unless said, there is one root cause, and
   * intents that are roots together share its probability: neither is ever certain.
   *
   * <p>Where no incident of the history has several root causes, the report says so: a model that
   * saw none of them seldom names several. {@link Preset#RECOMMENDED} only.
   */
  public MildTrainer multipleRootCauses() {
    this.multipleRootCauses = true;
    return this;
  }

  /**
   * Alerts a day that no failure follows, over all intents together ({@link Preset#PAPER}: for each
   * intent). {@value #DEFAULT_FALSE_POSITIVE_BUDGET} unless said otherwise, or where the longest
   * horizon is above two hours, one in twelve horizons: who looks two days ahead can't take a false
   * alert each day.
   *
   * @param alertsPerDay at least 0
   * @throws IllegalArgumentException if it is negative or not finite
   */
  public MildTrainer falsePositiveBudget(double alertsPerDay) {
    this.falsePositiveBudget = notNegative("falsePositiveBudget", alertsPerDay);
    return this;
  }

  /**
   * The weight of the loss's decorrelation term; 0, which leaves it out, unless said otherwise.
   *
   * @throws IllegalArgumentException if it is negative or not finite
   */
  public MildTrainer decorrelation(double weight) {
    this.decorrelation = notNegative("decorrelation", weight);
    return this;
  }

  /**
   * The most epochs that a mixture is trained; 30 unless said otherwise.
   *
   * @throws IllegalArgumentException if it is below 1
   */
  public MildTrainer maxEpochs(int maxEpochs) {
    if (maxEpochs < 1) {
      throw new IllegalArgumentException("maxEpochs must be at least 1, but was " + maxEpochs);
    }
    this.maxEpochs = maxEpochs;
    return this;
  }

  /** The seed of weights and row order: two trainings with one seed give the same model. */
  public MildTrainer seed(long seed) {
    this.seed = seed;
    return this;
  }

  /**
   * Keeps the training's state in a folder after each epoch. A training that was interrupted, or
   * whose process was killed, and is started again with the same settings, data and folder goes on
   * from there and ends with the same model, bit for bit. The files stay when training has ended;
   * delete them once the model is saved.
   *
   * @param folder of this training alone; it must be there
   */
  public MildTrainer checkpoints(Path folder) {
    this.checkpoints = folder;
    return this;
  }

  /** Is told after each epoch and at each change of stage, by the training thread. */
  public MildTrainer onProgress(Consumer<TrainingProgress> onProgress) {
    this.onProgress = onProgress;
    return this;
  }

  /**
   * Trains a model. Interrupting the thread cancels it within a step. What can't be trained is told
   * in {@link Mild#report()}: intents without failures, constant KPIs, a validation part too short
   * to hold a budget to.
   *
   * <p>A KPI that is constant in the rows to fit, but for rounding (1e-9 of its value), has no say
   * in the model: neither a small nor a large change of it moves a risk until a model is trained
   * that has seen it change. Where failures are too few for more than departures from the usual,
   * one that is constant and not 0 is known by its height: a change by more than some thousandths
   * of it is a departure, until the KPI's recent level has followed.
   *
   * @param history rows of KPIs
   * @param failures what failed meanwhile
   * @throws IllegalArgumentException if there is nothing to learn: no failure within the fit part,
   *     or too little history; or a horizon is shorter than two sampling periods; or ingredients
   *     are left out of another preset than the recommended one, or multiple root causes are asked
   *     of it; or a pattern of {@link Owner#kpis} matches no KPI, a KPI has two owners, or an owner
   *     is none of the {@link #intents}; or a checkpoint is damaged or of another training; the
   *     message says which
   * @throws CancellationException if the thread is interrupted
   * @throws UncheckedIOException if a checkpoint can't be written
   * @throws TrainingBackEndException if Smile, DL4J or an ND4J back end is missing; the message
   *     names the artifact to add
   */
  public Mild train(KpiHistory history, FailureLog failures) {
    return train(history, failures, GoalsOfHistory.of(goals, learnable(history)));
  }

  private KpiHistory learnable(KpiHistory history) {
    return learnable().of(history, new FailureLog(List.of())).history();
  }

  private LearnableHistory.Filter learnable() {
    return new LearnableHistory.Filter(rules, incidents, horizons.get(0));
  }

  private Mild train(KpiHistory history, FailureLog failures, GoalsOfHistory told) {
    LearnableHistory left = learnable().of(history, failures);
    Training training =
        new Training(plan(), left.history(), left.failures(), told.telling(left.told()));
    LOG.info("trains on {}, {} failures: {}", history, failures.failures().size(), training);
    Mild mild = training.run();
    LOG.info("trained model {}: {}", mild.id(), mild);
    return mild;
  }

  /**
   * Trains a model on the failures that the {@link #goals goals} find in the history, each from its
   * first row against the goal. Where these are fewer than five, the recommended preset forecasts
   * the goals' breaks without having learned from any, from as little history as the longest
   * horizon on; the report says so.
   *
   * @throws IllegalArgumentException if there are no goals, or one is on a KPI that the history
   *     does not have; and as {@link #train(KpiHistory, FailureLog)}
   * @throws CancellationException as there
   * @throws UncheckedIOException as there
   * @throws TrainingBackEndException as there
   */
  public Mild train(KpiHistory history) {
    if (goals.isEmpty()) {
      throw new IllegalArgumentException(
          "nothing to learn: neither failures nor goals that tell them were given");
    }
    GoalsOfHistory told = GoalsOfHistory.of(goals, learnable(history));
    return train(history, told.failures(horizons.get(0)), told);
  }

  /**
   * False alerts a day that are allowed unless {@link #falsePositiveBudget} says otherwise.
   *
   * @param longestHorizon above zero
   */
  public static double defaultFalsePositiveBudget(Duration longestHorizon) {
    double horizonsOfADay = Duration.ofDays(1).toMillis() / (double) longestHorizon.toMillis();
    return Math.min(DEFAULT_FALSE_POSITIVE_BUDGET, horizonsOfADay / HORIZONS_OF_A_FALSE_POSITIVE);
  }

  /** What was set, or else the longest horizon's. */
  double budget() {
    return falsePositiveBudget != null
        ? falsePositiveBudget
        : defaultFalsePositiveBudget(horizons.get(0));
  }

  /** What was set so far. */
  TrainingPlan plan() {
    return new TrainingPlan(this);
  }

  private static double notNegative(String name, double value) {
    if (!(value >= 0 && value < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(name + " must be at least 0, but was " + value);
    }
    return value;
  }
}
