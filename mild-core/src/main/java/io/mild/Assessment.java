package io.mild;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * What a stream says of one row: each intent's risk at each horizon, the root cause, the alerts and
 * the incident that they make, and how good the data were.
 *
 * <p>Immutable and safe to share between threads; it stays valid when the stream goes on.
 */
public final class Assessment {
  private final Mild mild;
  private final Instant time;
  private final Quality quality;
  private final float[] features;
  private final List<List<IntentRisk>> risks; // [horizon][intent], longest horizon first
  private final Verdict verdict;
  private final List<Alert> alerts;
  private final List<Alert> ended;
  private final Optional<Incident> incident;
  private final Map<Question, Explanation> explanations = new ConcurrentHashMap<>();

  Assessment(
      Mild mild,
      Instant time,
      Quality quality,
      float[] features,
      List<List<IntentRisk>> risks,
      Verdict verdict,
      Function<Assessment, List<Alert>> alerts,
      Function<Assessment, Optional<Incident>> incident) {
    this.mild = mild;
    this.time = time;
    this.quality = quality;
    this.features = features;
    this.risks = List.copyOf(risks);
    this.verdict = verdict;
    List<Alert> all = alerts.apply(this);
    this.alerts = all.stream().filter(alert -> alert.phase() != Alert.Phase.ENDED).toList();
    this.ended = all.stream().filter(alert -> alert.phase() == Alert.Phase.ENDED).toList();
    this.incident = incident.apply(this);
  }

  /** The row's time. */
  public Instant time() {
    return time;
  }

  /** How much data this stands on. */
  public Quality quality() {
    return quality;
  }

  /** The alerts that are open at this row, also those that began earlier. */
  public List<Alert> alerts() {
    return alerts;
  }

  /** The alerts that were found to have ended at this row. */
  public List<Alert> endedAlerts() {
    return ended;
  }

  /** All that drifts, as one: there while an alert runs, and at the row at which the last ended. */
  public Optional<Incident> incident() {
    return incident;
  }

  /** All intents at the longest horizon. */
  public List<IntentRisk> intents() {
    return risks.get(0);
  }

  /**
   * All intents at one horizon.
   *
   * @throws IllegalArgumentException if the model has no such horizon
   */
  public List<IntentRisk> intents(Duration horizon) {
    int index = mild.horizons().indexOf(horizon);
    if (index < 0) {
      throw new IllegalArgumentException(
          "no horizon of " + horizon + ": the model has " + mild.horizons());
    }
    return risks.get(index);
  }

  /**
   * One intent at the longest horizon.
   *
   * @throws IllegalArgumentException if the model has no such intent
   */
  public IntentRisk intent(String intent) {
    return intents().get(mild.indexOfIntent(intent));
  }

  /** What is named as the root cause of what drifts, or as its root causes, if anything does. */
  public Verdict verdict() {
    return verdict;
  }

  /** The intent that is named as the root cause, of several the leading one. */
  public String rootCause() {
    return verdict.rootCause();
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
    return explain(intent, Explained.RISK);
  }

  /**
   * The same of the risk's log-odds, or of the probability that the intent is the root cause.
   *
   * @throws IllegalArgumentException if the model has no such intent
   */
  public Explanation explain(String intent, Explained explained) {
    return explanations.computeIfAbsent(
        new Question(mild.indexOfIntent(intent), explained),
        asked -> mild.explainer().explainKpis(asked.intent, explained, time, features));
  }

  /**
   * Which features drive an intent's risk: those of a KPI share its contribution. Sampled, with
   * standard errors, where there are many.
   *
   * @throws IllegalArgumentException if the model has no such intent
   */
  public Explanation explainFeatures(String intent) {
    return explainFeatures(intent, Explained.RISK);
  }

  /**
   * The same of the risk's log-odds, or of the probability that the intent is the root cause.
   *
   * @throws IllegalArgumentException if the model has no such intent
   */
  public Explanation explainFeatures(String intent, Explained explained) {
    return mild.explainer()
        .explainFeatures(mild.indexOfIntent(intent), explain(intent, explained), features);
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
    return mild.explainer().similarIncidents(explain(intent), features, count);
  }

  /**
   * What becomes of an intent's risk as KPIs are put in and taken out in an order: how to compare
   * explanations with others.
   *
   * @param kpis all KPIs of the model, each once, the most important first
   * @throws IllegalArgumentException if they are not, or the model has no such intent
   */
  public Faithfulness faithfulness(String intent, List<String> kpis) {
    Explainer explainer = mild.explainer();
    return explainer.faithfulness(
        mild.indexOfIntent(intent), time, features, explainer.order(kpis));
  }

  /** Which rule kept each intent from being told at this row, or why it was told. */
  public WhyNoAlert whyNoAlert() {
    return WhyNoAlert.of(this);
  }

  private record Question(int intent, Explained explained) {}

  @Override
  public String toString() {
    return "Assessment[%s, %s, intents=%s, alerts=%s]"
        .formatted(time, quality.status(), intents(), alerts);
  }
}
