package io.mild;

import io.mild.alerting.AlertState;
import io.mild.alerting.Alerter;
import io.mild.alerting.BudgetController;
import io.mild.alerting.Episode;
import io.mild.alerting.RootCauseVerdict;
import io.mild.alerting.TimeFeatures;
import io.mild.alerting.health.HealthEvent;
import io.mild.alerting.health.HealthFinding;
import io.mild.alerting.incident.NoiseRules;
import io.mild.alerting.incident.TrackedIncident;
import io.mild.features.FeatureStream;
import io.mild.features.SensorWatch;
import io.mild.goals.GoalWatch;
import io.mild.internal.io.EpochMillis;
import io.mild.internal.io.PackedBytes;
import io.mild.internal.io.StateBytes;
import io.mild.internal.model.CalibratedModel;
import io.mild.internal.model.GoalOutcomes;
import io.mild.internal.model.HorizonModel;
import io.mild.internal.model.IncidentNews;
import io.mild.internal.model.StreamHealth;
import io.mild.internal.model.StreamIncidents;
import io.mild.internal.model.TrainedModel;
import io.mild.report.Preset;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One monitored system: rows of KPIs in, assessments out.
 *
 * <pre>{@code
 * Assessment now = stream.accept(time, values);
 * now.incident().filter(Incident::isNotification).ifPresent(
 *     incident -> page(incident.verdict(), incident.timeToFailure(), incident.explanation().top(3)));
 * }</pre>
 *
 * <p>Not thread-safe: a stream belongs to one thread at a time. Streams of one model share it and
 * may run on as many threads as there are streams.
 */
public final class AssuranceStream {
  /** Rows late by this many periods are overdue. */
  private static final int OVERDUE_PERIODS = 2;

  private static final double MOST_PERIODS_WITHOUT_GAP = 1.5;

  /** Parts of the state that not every stream has; earlier versions knew of the first alone. */
  private static final int FEEDBACK = 1;

  private static final int SENSORS = 2;

  private static final int GOALS = 4;

  private static final int INCIDENTS = 8;

  private static final int HEALTH = 16;

  /** No part of it, but how it is written: as {@link PackedBytes}. */
  private static final int PACKED = 32;

  private static final int KNOWN = FEEDBACK | SENSORS | GOALS | INCIDENTS | HEALTH | PACKED;

  private final Mild mild;
  private final TrainedModel model;
  private final FeatureStream featureStream;
  private final double periodMillis;
  private final Alerter[] alerters; // [horizon]
  private final RootCauseVerdict verdict;
  private final TimeFeatures[] times; // [intent]
  private final @Nullable BudgetController controller;
  private final CalibratedModel.Scorer[] scorers; // [horizon]
  private final SensorWatch sensors;
  private final @Nullable GoalWatch goals;
  private final GoalWatch.Changes told;
  private final StreamIncidents incidents;
  private final StreamHealth health;
  private final double[] checked; // values as they count
  private final double[] features;
  private final double[] scored;
  private final double[] risks; // of one horizon
  private final double[] gate;

  AssuranceStream(Mild mild, @Nullable BudgetController controller) {
    List<HorizonModel> horizons = mild.model().horizonModels();
    int intents = mild.intents().size();
    this.mild = mild;
    this.model = mild.model();
    this.featureStream = model.features().openStream();
    this.periodMillis = model.schema().samplingPeriod().toMillis();
    this.alerters = new Alerter[horizons.size()];
    this.scorers = new CalibratedModel.Scorer[horizons.size()];
    for (int h = 0; h < alerters.length; h++) {
      alerters[h] = new Alerter(horizons.get(h).policy());
      scorers[h] = horizons.get(h).risk().newScorer();
    }
    this.verdict = new RootCauseVerdict(model.incidentModel().verdict(), intents);
    this.times = new TimeFeatures[intents];
    Arrays.setAll(times, i -> new TimeFeatures());
    this.controller = controller;
    this.checked = new double[model.schema().kpis().size()];
    this.sensors =
        new SensorWatch(
            model.kpiLimits(), model.schema().samplingPeriod(), model.longestHorizon().horizon());
    this.incidents = new StreamIncidents(model);
    this.goals = model.goals().isEmpty() ? null : new GoalWatch(model.goals(), model.schema());
    this.health = new StreamHealth(model, featureStream, sensors, controller);
    this.told = new GoalOutcomes(model, controller, incidents.life(), health.calibration());
    this.features = new double[model.features().featureCount()];
    this.scored =
        new double
            [horizons.stream().mapToInt(model -> model.risk().model().risks()).max().orElseThrow()];
    this.risks = new double[intents];
    this.gate = new double[intents];
  }

  /** The model. */
  public Mild mild() {
    return mild;
  }

  /**
   * Takes the next row.
   *
   * <p>One row a {@link io.mild.data.KpiSchema#samplingPeriod() sampling period} is scored: the
   * first that falls into a slot, which lie side by side in time from the stream's first row on. A
   * row that falls into a slot that is taken is {@link RowPolicy#FOLD folded} into the next, whose
   * row is scored with the mean of them all; or {@link RowPolicy#REFUSE refused}. Of a folded row
   * the answer is that of the row that took the slot, with its time: {@link Quality#folded()} says
   * so, it notifies nobody, and nothing begins or ends with it.
   *
   * @param time when the KPIs were measured, of which whole milliseconds count; after that of the
   *     row before. Slots that no row falls into count as missing; after a gap longer than its
   *     windows reach the stream warms up again.
   * @param values one for each KPI, in the order of {@link Mild#schema()}; NaN where missing; not
   *     kept
   * @throws IllegalArgumentException if the number of values is wrong, one is infinite, the time is
   *     not after that of the row before or further ahead than {@link Mild#withClock the clock}
   *     allows, or the row is refused; the message names KPI, value and times, and the stream is as
   *     it was
   */
  public Assessment accept(Instant time, double... values) {
    long epochMillis = EpochMillis.of(time);
    mild.requireNotAhead(time);
    featureStream.requireRow(epochMillis, values);
    if (mild.rowPolicy() == RowPolicy.REFUSE) {
      featureStream.requireNewSlot(epochMillis);
    }
    featureStream.accept(epochMillis, checked(epochMillis, values), features);
    float[] standardized = new float[features.length];
    model.standardizer().apply(features, standardized);

    long slot = featureStream.slotEpochMillis();
    // A folded row is scored all the same where nothing was said of its slot: by a new model.
    boolean folded = slot == alerters[0].lastEpochMillis();
    boolean dark = featureStream.isEmpty();
    if (!folded) {
      goOnTo(slot, dark);
    }
    if (goals != null) {
      goals.accept(epochMillis, values, told);
    }
    double[] all = new double[alerters.length * risks.length];
    for (int h = 0; h < alerters.length; h++) {
      score(h, standardized);
      System.arraycopy(risks, 0, all, h * risks.length, risks.length);
      if (!folded) {
        alert(h, slot, dark);
      }
    }
    Quality quality = Quality.of(model, featureStream, sensors, folded);
    List<HealthEvent> healthEvents =
        folded ? List.of() : health.accept(slot, values, all, incidents.life().isPlanned(slot));
    Assessment assessment = assessment(slot, quality, standardized, all, healthEvents);
    return folded ? assessment : withNews(assessment);
  }

  /** The same with what becomes of incidents by it. */
  private Assessment withNews(Assessment assessment) {
    IncidentNews news = incidents.accept(assessment.incidentRow(checked));
    if (controller != null) {
      controller.accept(
          incident(), news.isRuled() ? news.isNotification() : incident().isNotification());
    }
    return assessment.with(news);
  }

  /** The values as they count. */
  private double[] checked(long epochMillis, double[] values) {
    sensors.accept(epochMillis, values, incident().isRunning(), checked);
    return checked;
  }

  /**
   * Takes the next row by the KPIs' names, so that none can be taken for another; as {@link
   * #accept(Instant, double...)} otherwise.
   *
   * @param values by name; NaN or null where missing, as is a KPI that has no name in it
   * @throws IllegalArgumentException as there, or if a name is none of a KPI: a misspelt one would
   *     be missing for ever. The message has it, and names like it. Who has more than the KPIs
   *     leaves out the rest, as by {@code values.keySet().retainAll(mild.schema().kpis())}.
   */
  public Assessment accept(Instant time, Map<String, ? extends @Nullable Double> values) {
    return accept(time, model.schema().row(values));
  }

  private void goOnTo(long epochMillis, boolean dark) {
    if (isAfterGap(epochMillis)) {
      for (Alerter alerter : alerters) {
        alerter.missed();
      }
    }
    if (featureStream.hasJustStarted()) {
      beginAnew();
    } else if (!dark && alerters[0].forgetsAt(epochMillis)) {
      forgetAverages();
    }
    if (controller != null) {
      controller.advanceTo(epochMillis, incidents.life().isPlanned(epochMillis));
    }
  }

  private boolean isAfterGap(long epochMillis) {
    long last = alerters[0].lastEpochMillis();
    return last != Long.MIN_VALUE
        && (double) epochMillis - last > MOST_PERIODS_WITHOUT_GAP * periodMillis;
  }

  /** Takes a horizon's risks in, and of the longest the gate. */
  private void alert(int horizon, long epochMillis, boolean dark) {
    boolean longest = horizon == 0;
    double shift = longest && controller != null ? controller.shift() : 0;
    if (dark && !Double.isNaN(alerters[horizon].smoothed(0))) {
      alerters[horizon].acceptNoData(epochMillis, shift);
      return;
    }
    boolean reliable = !dark && !featureStream.isWarmingUp();
    alerters[horizon].accept(epochMillis, risks, reliable, shift);
    if (longest) {
      verdict.accept(gate, incident().phase());
      for (int i = 0; i < risks.length; i++) {
        times[i].accept(risks[i]);
      }
    }
  }

  /** What is said of the row, apart from the state that goes on. */
  private Assessment assessment(
      long epochMillis,
      Quality quality,
      float[] row,
      double[] risks,
      List<HealthEvent> healthEvents) {
    AlertState[] alerts = new AlertState[alerters.length];
    for (int h = 0; h < alerts.length; h++) {
      alerts[h] = alerters[h].state();
    }
    double[] averages = new double[2 * times.length];
    for (int i = 0; i < times.length; i++) {
      averages[2 * i] = times[i].shortAverage();
      averages[2 * i + 1] = times[i].longAverage();
    }
    return new Assessment(
        model,
        Instant.ofEpochMilli(epochMillis),
        quality,
        row,
        risks,
        alerts,
        verdict.state(),
        averages,
        goals == null ? List.of() : goals.compliance(),
        IncidentNews.NONE,
        healthEvents);
  }

  /** After a gap that no average reaches over. */
  private void beginAnew() {
    for (Alerter alerter : alerters) {
      alerter.restart();
    }
    forgetAverages();
  }

  /** What alerters don't average: they forget by themselves. */
  private void forgetAverages() {
    verdict.restart();
    for (TimeFeatures time : times) {
      time.restart();
    }
  }

  private Episode incident() {
    return alerters[0].incident();
  }

  /**
   * How the intents stand after the latest row, at the longest horizon: for who asks between two
   * rows. The {@link IntentRisk#risk risk} of the row itself is not remembered, and NaN; so is the
   * smoothed one before the first row.
   */
  public List<IntentRisk> intents() {
    AlertState alerts = alerters[0].state();
    double[] causes = verdict.state().probabilities();
    IntentRisk[] intents = new IntentRisk[causes.length];
    for (int i = 0; i < intents.length; i++) {
      intents[i] =
          new IntentRisk(
              model.intents().get(i),
              Double.NaN,
              alerts.smoothed(i),
              alerts.threshold(i),
              causes[i],
              alerts.episode(i).isRunning() && alerts.isOn(i));
    }
    return List.of(intents);
  }

  /**
   * The incidents that are open, the oldest first: an alert of theirs runs, or it is not known yet
   * what came of them. {@link Assessment#incidentEvents} tells how they came to that.
   */
  public List<TrackedIncident> incidents() {
    return incidents.life().incidents();
  }

  /** What the operator does not want to be told; {@link NoiseRules#NONE} unless said. */
  public NoiseRules rules() {
    return incidents.life().rules();
  }

  /**
   * Puts rules in force from the next row on. All that runs goes on; what rules before held back is
   * told if these do not. A {@link #snapshot} has them.
   *
   * <p>With rules, {@link Incident#isNotification} is what they leave to be told; without, what the
   * {@link Mild#policy alerts' policy} says.
   *
   * @throws IllegalArgumentException if a rule is of an intent or a KPI that the model does not
   *     have; the rules stay as they are
   */
  public void rules(NoiseRules rules) {
    incidents.rules(rules);
  }

  /**
   * An operator knows of an incident: it is not told again while it lasts.
   *
   * @param id as {@link TrackedIncident#id} has it
   * @return whether there is an open one of that id that was not acknowledged before
   */
  public boolean acknowledge(String id) {
    return incidents.life().acknowledged(id);
  }

  /**
   * What is wrong with the data and the model, the oldest first. {@link Assessment#healthEvents}
   * tells when each begins and is over. That no row comes at all, {@link #overdue} says.
   */
  public List<HealthFinding> health() {
    return health.life().findings();
  }

  /**
   * An operator knows of a finding. It stays until it is over.
   *
   * @return whether it is open and was not acknowledged before
   */
  public boolean acknowledge(HealthFinding finding) {
    return health.life().acknowledged(finding);
  }

  /**
   * An intent failed. Incidents are closed for it, and a {@link Mild#openFeedbackStream() feedback
   * stream} judges its own notifications by it and learns where its threshold belongs. A warning
   * was right if an intent is broken by then, or fails until the horizon and two smoothing spans
   * after its last alerting row, but no later than two and a half horizons after it notified. A
   * stream of a model with {@link Mild#goals goals} sees by itself when they break.
   *
   * <p>Tell of {@link #recovered recoveries}, too: where nobody ever does, a failure counts as over
   * at once. Where some are told and others forgotten, an intent counts as broken for a day.
   *
   * @param intent its name
   * @param time of the failure, of which whole milliseconds count; in any order; of a feedback
   *     stream up to a day (two and a half horizons, where that is more) before or after the latest
   *     row
   * @return whether that is news: false if it was told before
   * @throws IllegalArgumentException if the model has no such intent, or the time is out of these
   *     bounds; nothing is changed
   */
  public boolean failed(String intent, Instant time) {
    long epochMillis = EpochMillis.of(time);
    int index = model.indexOfIntent(intent);
    boolean isNews = controller != null && controller.failed(index, epochMillis); // or refused
    boolean isNewsOfIncidents = incidents.life().failed(intent, epochMillis);
    health.calibration().failed(index, epochMillis);
    return controller == null ? isNewsOfIncidents : isNews;
  }

  /**
   * An intent recovered. Told at the start of each intent that is well, it says that failures will
   * be told: a stream that is told of no failure can't know that there were none.
   *
   * @param intent its name
   * @param time of the recovery, as of a {@link #failed failure}
   * @return whether that is news: false if it was told before
   * @throws IllegalArgumentException if the model has no such intent, or the time is out of bounds;
   *     nothing is changed
   */
  public boolean recovered(String intent, Instant time) {
    long epochMillis = EpochMillis.of(time);
    int index = model.indexOfIntent(intent);
    boolean isNews = controller != null && controller.recovered(index, epochMillis); // or refused
    boolean isNewsOfIncidents = incidents.life().recovered(intent, epochMillis);
    health.calibration().recovered(index, epochMillis);
    return controller == null ? isNewsOfIncidents : isNews;
  }

  /**
   * Somebody acted on a notification of {@link Assessment#incident() the incident}, and what it
   * warned of will not come: if no intent fails, the incident was averted and no false alarm. In a
   * {@link Mild#openFeedbackStream() feedback stream} its episode has no outcome: else a good
   * remedy would teach that its warning was false.
   *
   * @param notification the time of the row that notified
   * @return whether that counts: false if no incident that is open had begun by then and alerted
   *     since; of a feedback stream, if there was no notification at that time, or it has come
   *     true, was judged by the operator or acted on before
   */
  public boolean acted(Instant notification) {
    long epochMillis = EpochMillis.of(notification);
    boolean isOfSome = incidents.life().actedAt(epochMillis);
    if (isOfSome) {
      health.calibration().excused();
    }
    return controller == null ? isOfSome : controller.acted(epochMillis);
  }

  /**
   * The operator's verdict on a notification of {@link Assessment#incident() the incident}, which
   * outweighs what the stream found out itself. {@link #incidents() Incidents} that it falls into
   * are closed by it, and a {@link Mild#openFeedbackStream() feedback stream} learns from it where
   * its threshold belongs: the sooner it comes the better; after some days, or when ten later ones
   * are due, it is too late for that.
   *
   * @param notification the time of the row that notified
   * @param falseAlarm whether no failure was coming
   * @return whether the verdict counted: false if no incident that is open had begun by then and
   *     alerted since, or the operator said the same before; of a feedback stream, if there was no
   *     notification at that time or the operator judged it before
   */
  public boolean judge(Instant notification, boolean falseAlarm) {
    long epochMillis = EpochMillis.of(notification);
    boolean isOfSome = incidents.life().judgedAt(epochMillis, falseAlarm);
    return controller == null ? isOfSome : controller.judged(epochMillis, falseAlarm);
  }

  /**
   * Whether the model's own threshold bounds the stream's, for what became of notifications can't
   * be relied on. It is the lowest where nobody tells of failures and too few of the latest
   * notifications were {@link #judge judged}; and the highest where far fewer failures are told of
   * than the model's history had.
   *
   * @throws IllegalStateException if this is no feedback stream
   */
  public boolean isFallenBack() {
    return requireController().isFallenBack();
  }

  private BudgetController requireController() {
    if (controller == null) {
      throw new IllegalStateException(
          "the stream takes no verdicts and no outcomes: open it by openFeedbackStream()");
    }
    return controller;
  }

  /**
   * Leaves a horizon's risks, and the gate; a risk model of several horizons is asked once a row.
   */
  private void score(int horizon, float[] row) {
    HorizonModel asked = model.horizonModels().get(horizon);
    if (asked.output() == 0) {
      scorers[horizon].score(row, 0, scored, gate);
    }
    System.arraycopy(scored, asked.indexOf(0), risks, 0, risks.length);
  }

  /**
   * Whether a row is missing: none has come yet, or none for two sampling periods; or the latest
   * was stamped more than that ahead of now, so that none is taken until time catches up, unless
   * the stream is {@link #restart restarted}. No data is never "fine".
   *
   * @param now the current time, by the clock that rows are stamped with
   */
  public boolean overdue(Instant now) {
    Duration most = model.schema().samplingPeriod().multipliedBy(OVERDUE_PERIODS);
    return lastRow()
        .map(last -> Duration.between(last, now).abs().compareTo(most) > 0)
        .orElse(true);
  }

  /**
   * Begins again: the next row may be of any time, also before the latest one. The way back where
   * rows were stamped by a clock that was ahead. As after a gap that nothing can be said across,
   * the stream warms up, and an incident that ran is told to have ended with the next row. What
   * outcomes and operators' verdicts taught it stays.
   */
  public void restart() {
    featureStream.restart();
    sensors.restart();
    if (goals != null) {
      goals.restartAtAnyTime();
    }
    for (Alerter alerter : alerters) {
      alerter.restartAtAnyTime();
    }
    forgetAverages();
    incidents.life().restartAtAnyTime();
    health.restartAtAnyTime();
    if (controller != null) {
      controller.restartAtAnyTime();
    }
  }

  /** The time of the latest row, if there was one; also if it was folded. */
  public Optional<Instant> lastRow() {
    return featureStream.hasRows()
        ? Optional.of(Instant.ofEpochMilli(featureStream.lastEpochMillis()))
        : Optional.empty();
  }

  /**
   * The stream's whole state, for {@link Mild#resumeStream}: versioned, with the model's identity,
   * the {@link #rules} and a checksum; 7 to 9 bytes a KPI and average ({@link Preset#PAPER}: up to
   * as many a KPI and row of the longest window), and some 10 an intent and horizon.
   */
  public byte[] snapshot() {
    return StreamSnapshot.of(this);
  }

  /** Writes the state: first which parts it has, then that of these, packed. */
  void writeTo(StateBytes.Output bytes) throws IOException {
    int parts = (controller == null ? 0 : FEEDBACK) | (goals == null ? 0 : GOALS);
    bytes.writeByte(parts | SENSORS | INCIDENTS | HEALTH | PACKED);
    PackedBytes.Output out = new PackedBytes.Output(bytes);
    writeParts(out);
    out.end();
  }

  private void writeParts(DataOutput out) throws IOException {
    featureStream.writeTo(out);
    if (goals != null) {
      goals.writeTo(out);
    }
    health.writeTo(out);
    sensors.writeTo(out);
    for (Alerter alerter : alerters) {
      alerter.writeTo(out);
    }
    verdict.writeTo(out);
    for (TimeFeatures time : times) {
      time.writeTo(out);
    }
    if (controller != null) {
      controller.writeTo(out);
    }
    incidents.life().writeTo(out);
  }

  /** Whether it takes verdicts and learns from outcomes: {@link Mild#openFeedbackStream()}. */
  public boolean takesFeedback() {
    return controller != null;
  }

  /**
   * A stream of another model that goes on from where this one stands, as after a new training;
   * this one stays as it is. What goes on is as with {@link AssuranceFleet#replaceModel}; the
   * {@link #rules} do in any case. It {@link #takesFeedback takes feedback} if this one does.
   *
   * @throws IllegalArgumentException if the KPIs, the sampling period or the kind of features
   *     differ, or the rules name an intent that the model does not have
   * @throws IllegalStateException if this stream takes verdicts and the model's thresholds can't be
   *     moved
   */
  public AssuranceStream moveTo(Mild next) {
    requireSameKpis(mild, next);
    StateBytes bytes = new StateBytes();
    AssuranceStream moved = next.openStream(controller != null);
    try {
      writeTo(bytes.out);
      byte[] state = bytes.toByteArray();
      bytes.rewind(state, 0, state.length);
      if (alertsGoOn(mild, next)) {
        moved.resume(bytes.in);
      } else {
        moved.resumeFeatures(bytes.in);
      }
    } catch (IOException e) {
      throw otherMemory(e);
    }
    moved.rules(rules());
    moved.modelReplaced();
    return moved;
  }

  static void requireSameKpis(Mild from, Mild next) {
    if (!from.schema().equals(next.schema())) {
      throw new IllegalArgumentException(
          "the rows have %s, but those of the model %s".formatted(from.schema(), next.schema()));
    }
  }

  static IllegalArgumentException otherMemory(IOException e) {
    return new IllegalArgumentException(
        "the model remembers other things of the KPIs than was remembered: " + e.getMessage(), e);
  }

  /** Whether alerts and what depends on them mean the same to both models. */
  static boolean alertsGoOn(Mild from, Mild next) {
    return from.intents().equals(next.intents())
        && from.horizons().equals(next.horizons())
        && from.multipleRootCauses() == next.multipleRootCauses();
  }

  /** A stream of a model that goes on from the state of another of the same model. */
  static AssuranceStream resume(Mild mild, StateBytes.Input in) throws IOException {
    int parts = parts(in);
    boolean feedback = (parts & FEEDBACK) != 0;
    if (feedback && !mild.takesFeedback()) {
      throw new IOException("it takes verdicts, but the model's thresholds can't be moved");
    }
    AssuranceStream stream = mild.openStream(feedback);
    stream.resumeParts(parts, in);
    return stream;
  }

  /**
   * Goes on from the state of another stream.
   *
   * @throws IOException if that is of another kind or corrupt; this stream is then of no use
   */
  void resume(StateBytes.Input in) throws IOException {
    int parts = parts(in);
    if ((parts & FEEDBACK) != 0 != (controller != null)) {
      throw new IOException("one of the two streams takes verdicts and the other does not");
    }
    resumeParts(parts, in);
  }

  private static int parts(DataInput in) throws IOException {
    int parts = in.readUnsignedByte();
    if ((parts & ~KNOWN) != 0) {
      throw new IOException("it has parts that are not known: " + parts);
    }
    return parts;
  }

  /** Goes on from what another stream, be it of another model, remembers of KPIs and goals. */
  void resumeFeatures(StateBytes.Input bytes) throws IOException {
    int parts = parts(bytes);
    DataInput in = (parts & PACKED) == 0 ? bytes : new PackedBytes.Input(bytes);
    featureStream.resume(in);
    resumeGoals(parts, in);
    resumeHealth(parts, in);
  }

  private void resumeHealth(int parts, DataInput in) throws IOException {
    if ((parts & HEALTH) == 0) {
      health.restart();
      return;
    }
    health.resume(in);
    long last = health.life().lastEpochMillis();
    if (last != Long.MIN_VALUE
        && (!featureStream.hasRows() || last > featureStream.slotEpochMillis())) {
      throw new IOException("its health is of %d ms, after its KPIs".formatted(last));
    }
  }

  /** The state that it went on from is of another model. */
  void modelReplaced() {
    health.modelReplaced();
  }

  /** Goals that are the same go on; others begin anew, as those of which there is no state. */
  private void resumeGoals(int parts, DataInput in) throws IOException {
    boolean written = (parts & GOALS) != 0;
    if (goals != null && written) {
      goals.resume(in);
    } else if (goals != null) {
      goals.restartAtAnyTime();
    } else if (written) {
      GoalWatch.skip(in);
    }
  }

  private void resumeParts(int parts, StateBytes.Input bytes) throws IOException {
    if ((parts & PACKED) == 0) {
      resumePartsFrom(bytes, parts);
    } else {
      PackedBytes.Input in = new PackedBytes.Input(bytes);
      resumePartsFrom(in, parts);
      in.end();
    }
  }

  private void resumePartsFrom(DataInput in, int parts) throws IOException {
    featureStream.resume(in);
    resumeGoals(parts, in);
    resumeHealth(parts, in);
    if ((parts & SENSORS) != 0) {
      sensors.resume(in);
    } else {
      sensors.restart();
    }
    for (Alerter alerter : alerters) {
      alerter.resume(in);
      requireTime("its alerts", alerter.lastEpochMillis());
    }
    verdict.resume(in);
    for (TimeFeatures time : times) {
      time.resume(in);
    }
    if (controller != null) {
      controller.resume(in);
      requireTime("its outcomes", controller.lastEpochMillis());
    }
    if ((parts & INCIDENTS) != 0) {
      incidents.life().resume(in);
      requireTime("its incidents", incidents.life().lastEpochMillis());
    } else {
      incidents.life().beginAfter(alerters[0].lastEpochMillis());
    }
  }

  /** All of a stream have seen the same slots, or all but its KPIs none: of a replaced model. */
  private void requireTime(String part, long last) throws IOException {
    long slot = featureStream.hasRows() ? featureStream.slotEpochMillis() : Long.MIN_VALUE;
    if (last != slot && last != Long.MIN_VALUE) {
      throw new IOException("%s are of %d ms, but its KPIs of %d ms".formatted(part, last, slot));
    }
    long alerts = alerters[0].lastEpochMillis();
    if (last != alerts) {
      throw new IOException("%s are of %d ms, but others of %d ms".formatted(part, last, alerts));
    }
  }
}
