package io.mild;

import io.mild.alerting.AlertState;
import io.mild.alerting.EpisodePhase;
import io.mild.alerting.EpisodeState;
import io.mild.alerting.RootCauseRanking;
import io.mild.alerting.TimeFeatures;
import io.mild.alerting.TimeToFailureModel;
import io.mild.alerting.VerdictState;
import io.mild.alerting.health.HealthEvent;
import io.mild.alerting.incident.HeldBack;
import io.mild.alerting.incident.IncidentEvent;
import io.mild.alerting.incident.IncidentRow;
import io.mild.alerting.incident.IntentAlert;
import io.mild.alerting.incident.TimeLeft;
import io.mild.explanation.Explanation;
import io.mild.explanation.ExplanationTarget;
import io.mild.explanation.Faithfulness;
import io.mild.explanation.SimilarIncident;
import io.mild.goals.Compliance;
import io.mild.internal.model.Explainer;
import io.mild.internal.model.IncidentNews;
import io.mild.internal.model.TrainedModel;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/**
 * What a stream says of one row: each intent's risk at each horizon, the root cause, the alerts and
 * the incident that they make, and how good the data were.
 *
 * <p>Immutable and safe to share between threads; it stays valid when the stream goes on. It keeps
 * the numbers, and makes of them what it is asked for: what nobody reads costs nothing.
 */
public final class Assessment {
  private static final double MILLIS_PER_MINUTE = 60_000;

  /** Of the longest horizon, which the time left is told in steps of: a second of two hours. */
  private static final int STEPS_A_HORIZON = 7_200;

  private final TrainedModel model;
  private final Instant time;
  private final Quality quality;
  private final float[] features;
  private final double[] risks; // [horizon × intent], longest horizon first
  private final AlertState[] alertStates; // [horizon]
  private final VerdictState verdict;
  private final double[] timeAverages; // [intent × (short, long)]
  private final List<Compliance> compliance;
  private final IncidentNews news;
  private final List<HealthEvent> healthEvents;
  private final Map<Question, Explanation> explanations = new ConcurrentHashMap<>();

  Assessment(
      TrainedModel model,
      Instant time,
      Quality quality,
      float[] features,
      double[] risks,
      AlertState[] alertStates,
      VerdictState verdict,
      double[] timeAverages,
      List<Compliance> compliance,
      IncidentNews news,
      List<HealthEvent> healthEvents) {
    this.model = model;
    this.time = time;
    this.quality = quality;
    this.features = features;
    this.risks = risks;
    this.alertStates = alertStates;
    this.verdict = verdict;
    this.timeAverages = timeAverages;
    this.compliance = compliance;
    this.news = news;
    this.healthEvents = healthEvents;
  }

  /** The same with what becomes of incidents by it. */
  Assessment with(IncidentNews other) {
    return other == news
        ? this
        : new Assessment(
            model,
            time,
            quality,
            features,
            risks,
            alertStates,
            verdict,
            timeAverages,
            compliance,
            other,
            healthEvents);
  }

  /**
   * The row as the life of incidents takes it.
   *
   * @param values one a KPI, as they count
   */
  IncidentRow incidentRow(double[] values) {
    boolean isDark = quality.status() == Quality.Status.NO_DATA;
    if (alertStates[0].isQuiet()) {
      return IncidentRow.quiet(time.toEpochMilli(), isDark);
    }
    double[] causes = verdict.probabilities();
    IntentAlert[] alerts = new IntentAlert[causes.length];
    for (int i = 0; i < alerts.length; i++) {
      alerts[i] = intentAlert(i, Math.min(1, causes[i]), isDark); // a sum's rounding
    }
    return new IncidentRow(
        time.toEpochMilli(),
        List.of(alerts),
        verdict.leading(),
        isDark,
        this::timeLeft,
        quality.confidence(),
        values);
  }

  private IntentAlert intentAlert(int intent, double cause, boolean isDark) {
    AlertState longest = alertStates[0];
    EpisodeState episode = longest.episode(intent);
    boolean isOn = episode.isRunning() && !isDark && longest.isOn(intent);
    return new IntentAlert(
        episode.isRunning(),
        isOn,
        episode.isWithoutData(),
        longest.smoothed(intent),
        longest.threshold(intent),
        verdict.isNamed(intent),
        cause);
  }

  private TimeLeft timeLeft(int intent) {
    TimeToFailure left = timeToFailure(intent);
    return new TimeLeft(left.after(), left.until());
  }

  /** The row's time; of a row that was {@link Quality#folded() folded}, that of the row before. */
  public Instant time() {
    return time;
  }

  /** How much data this stands on. */
  public Quality quality() {
    return quality;
  }

  /**
   * What the row's risks were scored of, {@code [D']}: standardised, within ±10, 0 where nothing is
   * known; a copy. Another runtime scores a model that was {@link Mild#exportOnnx exported} of it.
   */
  public float[] features() {
    return features.clone();
  }

  /** The alerts that are open at this row, also those that began earlier. */
  public List<Alert> alerts() {
    return alerts(EpisodeState::isRunning);
  }

  /** The alerts that were found to have ended at this row. */
  public List<Alert> endedAlerts() {
    return alerts(episode -> episode.phase() == EpisodePhase.ENDED);
  }

  private List<Alert> alerts(Predicate<EpisodeState> wanted) {
    AlertState longest = alertStates[0];
    if (longest.isQuiet()) {
      return List.of();
    }
    List<Alert> alerts = new ArrayList<>();
    double[] causes = verdict.probabilities();
    for (int i = 0; i < causes.length; i++) {
      EpisodeState own = told(longest.episode(i));
      boolean isTold = own.isNotification() && heldBack(model.intents().get(i)).isEmpty();
      EpisodeState episode = ruled(own, isTold);
      if (wanted.test(episode)) {
        alerts.add(new Alert(this, intentRisk(0, i, causes), episode, timeToFailure(i)));
      }
    }
    return List.copyOf(alerts);
  }

  /** All that drifts, as one: there while an alert runs, and at the row at which the last ended. */
  public Optional<Incident> incident() {
    AlertState longest = alertStates[0];
    EpisodeState episode = ruled(told(longest.incident()), news.isNotification());
    if (episode.phase() == EpisodePhase.QUIET) {
      return Optional.empty();
    }
    int leading = longest.leading();
    return Optional.of(
        new Incident(
            this,
            intentRisk(0, leading, verdict.probabilities()),
            episode,
            timeToFailure(leading)));
  }

  /**
   * Whether the model's {@link Mild#goals goals} are met, in their order; at risk is a goal that is
   * met while an alert of its intent runs. Empty where the model has no goals.
   */
  public List<Compliance> goals() {
    return compliance.stream()
        .map(
            goal ->
                goal.atRisk(alertStates[0].episode(model.indexOfIntent(goal.intent())).isRunning()))
        .toList();
  }

  /**
   * What becomes of incidents at this row: steps in the life of each, in order. Mostly none.
   *
   * <p>{@link #incident} is what drifts at the row, whatever its cause; these know of several
   * causes at once, of what came of a warning, and of the rules that {@link AssuranceStream#rules}
   * puts in force.
   */
  public List<IncidentEvent> incidentEvents() {
    return news.events();
  }

  /**
   * What is found to be wrong with the data or the model at this row, or over. Mostly none: each
   * finding is told once when it begins and once when it is over, however long it lasts. {@link
   * AssuranceStream#health} has those that are open.
   */
  public List<HealthEvent> healthEvents() {
    return healthEvents;
  }

  /** Whether rules say what is told, rather than the alerts' policy alone. */
  boolean isRuled() {
    return news.isRuled();
  }

  /** The rule that keeps the operator from being told of an intent, where there are rules. */
  Optional<HeldBack> heldBack(String intent) {
    return news.isRuled() ? news.heldBack(intent) : Optional.empty();
  }

  /** Of a folded row nothing is told that was told of the row that took its slot. */
  private EpisodeState told(EpisodeState episode) {
    if (!quality.folded() || episode.phase() == EpisodePhase.QUIET) {
      return episode;
    }
    return episode.isRunning() ? with(episode, EpisodePhase.ONGOING, false) : EpisodeState.QUIET;
  }

  /** What rules leave to be told. */
  private EpisodeState ruled(EpisodeState episode, boolean isTold) {
    return news.isRuled() && episode.isRunning() ? with(episode, episode.phase(), isTold) : episode;
  }

  private static EpisodeState with(EpisodeState episode, EpisodePhase phase, boolean isTold) {
    return new EpisodeState(
        phase,
        isTold,
        episode.onsetEpochMillis(),
        episode.lastOnEpochMillis(),
        episode.isWithoutData());
  }

  /** All intents at the longest horizon. */
  public List<IntentRisk> intents() {
    return intents(0);
  }

  /**
   * All intents at one horizon.
   *
   * @throws IllegalArgumentException if the model has no such horizon
   */
  public List<IntentRisk> intents(Duration horizon) {
    int index = model.horizons().indexOf(horizon);
    if (index < 0) {
      throw new IllegalArgumentException(
          "no horizon of " + horizon + ": the model has " + model.horizons());
    }
    return intents(index);
  }

  private List<IntentRisk> intents(int horizon) {
    double[] causes = verdict.probabilities();
    IntentRisk[] intents = new IntentRisk[causes.length];
    for (int i = 0; i < intents.length; i++) {
      intents[i] = intentRisk(horizon, i, causes);
    }
    return List.of(intents);
  }

  private IntentRisk intentRisk(int horizon, int intent, double[] causes) {
    AlertState alerts = alertStates[horizon];
    return new IntentRisk(
        model.intents().get(intent),
        risks[horizon * causes.length + intent],
        alerts.smoothed(intent),
        alerts.threshold(intent),
        causes[intent],
        alerts.episode(intent).isRunning() && alerts.isOn(intent));
  }

  /**
   * One intent at the longest horizon.
   *
   * @throws IllegalArgumentException if the model has no such intent
   */
  public IntentRisk intent(String intent) {
    return intentRisk(0, model.indexOfIntent(intent), verdict.probabilities());
  }

  /** What is named as the root cause of what drifts, or as its root causes, if anything does. */
  public Verdict verdict() {
    RootCauseRanking named = verdict.verdict();
    return new Verdict(names(named.rootIntents()), names(named.candidates()), named.probability());
  }

  private List<String> names(List<Integer> intents) {
    return intents.stream().map(model.intents()::get).toList();
  }

  /** The intent that is named as the root cause, of several the leading one. */
  public String rootCause() {
    return verdict().rootCause();
  }

  /**
   * For each intent the probability that it is the root cause of what drifts. They sum to one,
   * unless the model is of {@link Mild#multipleRootCauses() multiple root causes}: then each is a
   * probability by itself.
   */
  public Map<String, Double> rootCauseProbabilities() {
    Map<String, Double> probabilities = new LinkedHashMap<>();
    for (IntentRisk intent : intents()) {
      probabilities.put(intent.intent(), intent.rootCauseProbability());
    }
    return probabilities;
  }

  /**
   * Which KPIs drive an intent's risk, alert or no alert. Computed at the first call, exactly up to
   * sixteen KPIs and sampled beyond, and kept.
   *
   * @throws IllegalArgumentException if the model has no such intent
   */
  public Explanation explain(String intent) {
    return explain(intent, ExplanationTarget.RISK);
  }

  /**
   * The same of the risk's log-odds, or of the probability that the intent is the root cause.
   *
   * @throws IllegalArgumentException if the model has no such intent
   */
  public Explanation explain(String intent, ExplanationTarget explained) {
    return explanations.computeIfAbsent(
        new Question(model.indexOfIntent(intent), explained),
        asked -> explainer().explainKpis(asked.intent, explained, time, features));
  }

  /** One that says of which KPIs no value counts. */
  private Explainer explainer() {
    return new Explainer(model, quality::isIgnored);
  }

  /**
   * Which features drive an intent's risk: those of a KPI share its contribution. Sampled, with
   * standard errors, where there are many.
   *
   * @throws IllegalArgumentException if the model has no such intent
   */
  public Explanation explainFeatures(String intent) {
    return explainFeatures(intent, ExplanationTarget.RISK);
  }

  /**
   * The same of the risk's log-odds, or of the probability that the intent is the root cause.
   *
   * @throws IllegalArgumentException if the model has no such intent
   */
  public Explanation explainFeatures(String intent, ExplanationTarget explained) {
    return explainer()
        .explainFeatures(model.indexOfIntent(intent), explain(intent, explained), features);
  }

  /**
   * The past incidents that were most like this row, seen from an intent: by the contributions of
   * the KPIs to its risk, and by how far they are out. The most alike first; none where the model
   * keeps none, as in files of earlier versions.
   *
   * @param intent whose risk is looked at
   * @param count how many at most
   * @throws IllegalArgumentException if the model has no such intent
   */
  public List<SimilarIncident> similarIncidents(String intent, int count) {
    return new Explainer(model).similarIncidents(explain(intent), features, count);
  }

  /**
   * What becomes of an intent's risk as KPIs are put in and taken out in an order: how to compare
   * explanations with others.
   *
   * @param kpis all KPIs of the model, each once, the most important first
   * @throws IllegalArgumentException if they are not, or the model has no such intent
   */
  public Faithfulness faithfulness(String intent, List<String> kpis) {
    Explainer explainer = new Explainer(model);
    return explainer.faithfulness(
        model.indexOfIntent(intent), time, features, explainer.order(kpis));
  }

  /** Which rule kept each intent from being told at this row, or why it was told. */
  public WhyNoAlert whyNoAlert() {
    return WhyNoAlert.of(this);
  }

  private TimeToFailure timeToFailure(int intent) {
    return model
        .incidentModel()
        .time()
        .map(time -> interval(time, intent))
        .orElseGet(() -> betweenHorizons(intent));
  }

  private TimeToFailure interval(TimeToFailureModel time, int intent) {
    double[] nested = new double[alertStates.length];
    for (int h = 0; h < nested.length; h++) {
      nested[h] = risks[h * model.intents().size() + intent];
    }
    TimeToFailureModel.Interval interval =
        time.interval(
            TimeFeatures.features(timeAverages[2 * intent], timeAverages[2 * intent + 1], nested));
    return new TimeToFailure(
        minutes(interval.lowMinutes()),
        minutes(interval.highMinutes()),
        TimeToFailureModel.DEFAULT_COVERAGE);
  }

  private Duration minutes(double minutes) {
    long step = Math.max(1, model.horizons().get(0).toMillis() / STEPS_A_HORIZON);
    return Duration.ofMillis(step * Math.round(minutes * (MILLIS_PER_MINUTE / step)));
  }

  /** The shortest horizon that alerts bounds the time from above, the next shorter from below. */
  private TimeToFailure betweenHorizons(int intent) {
    List<Duration> horizons = model.horizons();
    int shortest = 0;
    for (int h = 1; h < alertStates.length; h++) {
      if (alertStates[h].episode(intent).isRunning()) {
        shortest = h;
      }
    }
    Duration after = shortest + 1 < horizons.size() ? horizons.get(shortest + 1) : Duration.ZERO;
    return TimeToFailure.between(after, horizons.get(shortest));
  }

  private record Question(int intent, ExplanationTarget explained) {}

  @Override
  public String toString() {
    return "Assessment[%s, %s, intents=%s, alerts=%s]"
        .formatted(time, quality.status(), intents(), alerts());
  }
}
