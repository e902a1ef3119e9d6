package io.mild;

import io.mild.alerting.Alerter;
import io.mild.alerting.BudgetController;
import io.mild.alerting.Episode;
import io.mild.alerting.RootCauseVerdict;
import io.mild.alerting.TimeFeatures;
import io.mild.alerting.TimeToFailureModel;
import io.mild.features.FeatureStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import java.util.zip.CRC32;
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
  private static final int SNAPSHOT_MAGIC = 0x4d494c53; // "MILS"
  private static final int SNAPSHOT_VERSION = 2;

  /** Rows late by this many periods are overdue. */
  private static final int OVERDUE_PERIODS = 2;

  private static final double SECONDS_PER_MINUTE = 60;

  private final Mild mild;
  private final FeatureStream featureStream;
  private final List<Alerter> alerters; // [horizon]
  private final RootCauseVerdict verdict;
  private final List<TimeFeatures> times; // [intent]
  private final @Nullable BudgetController controller;
  private final List<CalibratedModel.Scorer> scorers;
  private final double[] features;
  private final double[] scored;
  private final double[] risks;
  private final double[] latest; // [horizon × intent]
  private final double[] gate;

  AssuranceStream(Mild mild, @Nullable BudgetController controller) {
    this(
        mild,
        mild.features().openStream(),
        mild.horizonModels().stream().map(model -> new Alerter(model.policy())).toList(),
        new RootCauseVerdict(mild.incidentModel().verdict(), mild.intents().size()),
        mild.intents().stream().map(intent -> new TimeFeatures()).toList(),
        controller);
  }

  private AssuranceStream(
      Mild mild,
      FeatureStream featureStream,
      List<Alerter> alerters,
      RootCauseVerdict verdict,
      List<TimeFeatures> times,
      @Nullable BudgetController controller) {
    this.mild = mild;
    this.featureStream = featureStream;
    this.alerters = alerters;
    this.verdict = verdict;
    this.times = times;
    this.controller = controller;
    this.scorers = mild.horizonModels().stream().map(model -> model.risk().newScorer()).toList();
    this.features = new double[mild.features().featureCount()];
    this.scored =
        new double
            [mild.horizonModels().stream()
                .mapToInt(model -> model.risk().model().risks())
                .max()
                .orElseThrow()];
    this.risks = new double[mild.intents().size()];
    this.latest = new double[alerters.size() * risks.length];
    this.gate = new double[mild.intents().size()];
  }

  /** The model. */
  public Mild mild() {
    return mild;
  }

  /**
   * Takes the next row.
   *
   * @param time when the KPIs were measured, of which whole milliseconds count; after that of the
   *     row before, by at least half a sampling period. Rows that are left out count as missing;
   *     after a gap longer than its windows reach the stream warms up again.
   * @param values one for each KPI, in the order of {@link Mild#schema()}; NaN where missing; not
   *     kept
   * @throws IllegalArgumentException if the number of values is wrong, one is infinite, or the time
   *     is not after that of the row before; the message names KPI, value and times, and the stream
   *     is as it was
   */
  public Assessment accept(Instant time, double... values) {
    long epochMillis = KpiHistory.epochMillis(time);
    featureStream.accept(epochMillis, values, features);
    boolean warmingUp = featureStream.isWarmingUp();
    float[] standardized = new float[features.length];
    mild.standardizer().apply(features, standardized);

    if (featureStream.hasJustStarted()) {
      restart();
    }
    double shift = 0;
    if (controller != null) {
      controller.advanceTo(epochMillis);
      shift = controller.shift();
    }
    for (int h = 0; h < alerters.size(); h++) {
      score(h, standardized);
      alerters.get(h).accept(epochMillis, risks, !warmingUp, h == 0 ? shift : 0);
      if (h == 0) {
        verdict.accept(gate, incident().phase());
        for (int i = 0; i < risks.length; i++) {
          times.get(i).accept(risks[i]);
        }
      }
    }
    if (controller != null && incident().isNotification()) {
      controller.notified();
    }
    List<List<IntentRisk>> horizons = intentRisks();
    return new Assessment(
        mild,
        Instant.ofEpochMilli(epochMillis),
        quality(warmingUp),
        standardized,
        horizons,
        verdict(),
        assessment -> alerts(assessment, horizons.get(0)),
        assessment -> incident(assessment, horizons.get(0)));
  }

  /** After a gap that no average reaches over. */
  private void restart() {
    alerters.forEach(Alerter::restart);
    verdict.restart();
    times.forEach(TimeFeatures::restart);
  }

  private Episode incident() {
    return alerters.get(0).incident();
  }

  /**
   * The operator's verdict on a notification of {@link Assessment#incident() the incident}, from
   * which a {@link Mild#openFeedbackStream() feedback stream} learns where its threshold belongs.
   * The sooner it comes the better; after some days, or when ten later ones are due, it is too
   * late.
   *
   * @param notification the time of the row that notified
   * @param falseAlarm whether no failure was coming
   * @return whether the verdict counted: false if there was no notification at that time or it was
   *     judged before
   * @throws IllegalStateException if this is no feedback stream
   */
  public boolean judge(Instant notification, boolean falseAlarm) {
    return requireController().judged(KpiHistory.epochMillis(notification), falseAlarm);
  }

  /**
   * Whether the threshold is kept at the model's own or above because too few of the latest
   * notifications were {@link #judge judged}.
   *
   * @throws IllegalStateException if this is no feedback stream
   */
  public boolean isFallenBack() {
    return requireController().isFallenBack();
  }

  private BudgetController requireController() {
    if (controller == null) {
      throw new IllegalStateException(
          "the stream takes no verdicts: open it by openFeedbackStream()");
    }
    return controller;
  }

  /** Leaves a horizon's risks and gate; a risk model of several horizons is asked once a row. */
  private void score(int horizon, float[] row) {
    HorizonModel model = mild.horizonModels().get(horizon);
    if (model.output() == 0) {
      scorers.get(horizon).score(row, 0, scored, gate);
    }
    System.arraycopy(scored, model.indexOf(0), risks, 0, risks.length);
    System.arraycopy(risks, 0, latest, horizon * risks.length, risks.length);
  }

  /**
   * Whether a row is missing: none has come yet, or none for two sampling periods. No data is never
   * "fine".
   *
   * @param now the current time, by the clock that rows are stamped with
   */
  public boolean overdue(Instant now) {
    return lastRow()
        .map(last -> last.plus(mild.schema().samplingPeriod().multipliedBy(OVERDUE_PERIODS)))
        .map(now::isAfter)
        .orElse(true);
  }

  /** The time of the latest row, if there was one. */
  public Optional<Instant> lastRow() {
    return featureStream.hasRows()
        ? Optional.of(Instant.ofEpochMilli(featureStream.lastEpochMillis()))
        : Optional.empty();
  }

  /**
   * The stream's whole state, for {@link Mild#resumeStream}: versioned, with the model's identity
   * and a checksum; 8 bytes a KPI and average ({@link Preset#PAPER}: and row of the longest
   * window), and some 50 an intent and horizon.
   */
  public byte[] snapshot() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeInt(SNAPSHOT_MAGIC);
      out.writeInt(SNAPSHOT_VERSION);
      out.write(mild.id());
      featureStream.writeTo(out);
      for (Alerter alerter : alerters) {
        alerter.writeTo(out);
      }
      verdict.writeTo(out);
      for (TimeFeatures time : times) {
        time.writeTo(out);
      }
      out.writeBoolean(controller != null);
      if (controller != null) {
        controller.writeTo(out);
      }
      out.writeLong(checksum(bytes.toByteArray(), bytes.size()));
    } catch (IOException e) {
      throw new UncheckedIOException(e); // memory doesn't fail
    }
    return bytes.toByteArray();
  }

  static AssuranceStream resume(Mild mild, byte[] snapshot) {
    int body = snapshot.length - Long.BYTES;
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(snapshot))) {
      if (body < 0 || in.readInt() != SNAPSHOT_MAGIC) {
        throw new IllegalArgumentException("these bytes are no snapshot of a stream");
      }
      int version = in.readInt();
      if (version != SNAPSHOT_VERSION) {
        throw new IllegalArgumentException(
            "the snapshot has format " + version + ", but up to " + SNAPSHOT_VERSION + " is known");
      }
      try (DataInputStream end =
          new DataInputStream(new ByteArrayInputStream(snapshot, body, Long.BYTES))) {
        if (end.readLong() != checksum(snapshot, body)) {
          throw new IllegalArgumentException("the snapshot is damaged: its checksum differs");
        }
      }
      if (!Arrays.equals(in.readNBytes(mild.id().length), mild.id())) {
        throw new IllegalArgumentException("the snapshot is of a stream of another model");
      }
      FeatureStream featureStream = mild.features().resumeStream(in);
      List<Alerter> alerters = new ArrayList<>();
      for (HorizonModel model : mild.horizonModels()) {
        alerters.add(Alerter.readFrom(model.policy(), in));
      }
      int intents = mild.intents().size();
      RootCauseVerdict verdict =
          RootCauseVerdict.readFrom(mild.incidentModel().verdict(), intents, in);
      List<TimeFeatures> times = new ArrayList<>();
      for (int i = 0; i < intents; i++) {
        times.add(TimeFeatures.readFrom(in));
      }
      BudgetController controller = in.readBoolean() ? controller(mild, in) : null;
      requireOneTime(featureStream, alerters, controller);
      if (in.available() != Long.BYTES) {
        throw new IllegalArgumentException(
            "the snapshot has %d bytes too many".formatted(in.available() - Long.BYTES));
      }
      return new AssuranceStream(mild, featureStream, alerters, verdict, times, controller);
    } catch (IOException e) {
      throw new IllegalArgumentException("the snapshot is damaged: " + e.getMessage(), e);
    }
  }

  /** All of a stream have seen the same rows. */
  private static void requireOneTime(
      FeatureStream featureStream, List<Alerter> alerters, @Nullable BudgetController controller)
      throws IOException {
    long last = featureStream.hasRows() ? featureStream.lastEpochMillis() : Long.MIN_VALUE;
    LongStream times = alerters.stream().mapToLong(Alerter::lastEpochMillis);
    if (controller != null) {
      times = LongStream.concat(times, LongStream.of(controller.lastEpochMillis()));
    }
    if (times.anyMatch(time -> time != last)) {
      throw new IOException("its parts are of different times");
    }
  }

  private static BudgetController controller(Mild mild, DataInputStream in) throws IOException {
    Optional<BudgetController.Thresholds> thresholds = mild.incidentModel().feedback();
    if (thresholds.isEmpty()) {
      throw new IOException("it takes verdicts, but the model's thresholds can't be moved");
    }
    return BudgetController.readFrom(thresholds.get(), in);
  }

  private static long checksum(byte[] bytes, int length) {
    CRC32 crc = new CRC32();
    crc.update(bytes, 0, length);
    return crc.getValue();
  }

  private Quality quality(boolean warmingUp) {
    List<String> kpis = mild.schema().kpis();
    List<String> stale = List.of();
    for (int kpi = 0; kpi < kpis.size(); kpi++) {
      if (featureStream.isMissing(kpi)) {
        stale = stale.isEmpty() ? new ArrayList<>() : stale;
        stale.add(kpis.get(kpi));
      }
    }
    double confidence = featureStream.coverage();
    Quality.Status status =
        warmingUp
            ? Quality.Status.WARMING_UP
            : confidence < 1 ? Quality.Status.DEGRADED : Quality.Status.OK;
    return new Quality(status, stale, confidence);
  }

  private Verdict verdict() {
    io.mild.alerting.Verdict now = verdict.verdict();
    return new Verdict(names(now.rootIntents()), names(now.candidates()), now.probability());
  }

  private List<String> names(List<Integer> intents) {
    return intents.stream().map(mild.intents()::get).toList();
  }

  /** Of all horizons, {@code [horizon][intent]}. */
  private List<List<IntentRisk>> intentRisks() {
    double[] causes = verdict.probabilities();
    List<List<IntentRisk>> horizons = new ArrayList<>(alerters.size());
    for (int h = 0; h < alerters.size(); h++) {
      Alerter alerter = alerters.get(h);
      List<IntentRisk> intents = new ArrayList<>(risks.length);
      for (int i = 0; i < risks.length; i++) {
        intents.add(
            new IntentRisk(
                mild.intents().get(i),
                latest[h * risks.length + i],
                alerter.smoothed(i),
                alerter.threshold(i),
                causes[i],
                alerter.episode(i).isRunning() && alerter.isOn(i)));
      }
      horizons.add(intents);
    }
    return horizons;
  }

  private List<Alert> alerts(Assessment assessment, List<IntentRisk> intents) {
    Alerter alerter = alerters.get(0);
    List<Alert> alerts = new ArrayList<>();
    for (int i = 0; i < intents.size(); i++) {
      Episode episode = alerter.episode(i);
      if (episode.phase() != Alerter.Phase.QUIET) {
        alerts.add(
            new Alert(
                assessment,
                intents.get(i),
                phase(episode),
                Instant.ofEpochMilli(episode.onsetEpochMillis()),
                Instant.ofEpochMilli(episode.lastOnEpochMillis()),
                episode.isNotification(),
                timeToFailure(i)));
      }
    }
    return alerts;
  }

  private Optional<Incident> incident(Assessment assessment, List<IntentRisk> intents) {
    Episode episode = incident();
    if (episode.phase() == Alerter.Phase.QUIET) {
      return Optional.empty();
    }
    int leading = 0;
    for (int i = 1; i < intents.size(); i++) {
      leading = intents.get(i).smoothedRisk() > intents.get(leading).smoothedRisk() ? i : leading;
    }
    return Optional.of(
        new Incident(
            assessment,
            phase(episode),
            Instant.ofEpochMilli(episode.onsetEpochMillis()),
            Instant.ofEpochMilli(episode.lastOnEpochMillis()),
            episode.isNotification(),
            intents.get(leading),
            timeToFailure(leading)));
  }

  private static Alert.Phase phase(Episode episode) {
    return Alert.Phase.valueOf(episode.phase().name());
  }

  private TimeToFailure timeToFailure(int intent) {
    return mild.incidentModel()
        .time()
        .map(model -> interval(model, intent))
        .orElseGet(() -> betweenHorizons(intent));
  }

  private TimeToFailure interval(TimeToFailureModel model, int intent) {
    double[] nested = new double[alerters.size()];
    for (int h = 0; h < nested.length; h++) {
      nested[h] = latest[h * risks.length + intent];
    }
    TimeToFailureModel.Interval interval = model.interval(times.get(intent).features(nested));
    return new TimeToFailure(
        minutes(interval.lowMinutes()),
        minutes(interval.highMinutes()),
        TimeToFailureModel.DEFAULT_COVERAGE);
  }

  private static Duration minutes(double minutes) {
    return Duration.ofSeconds(Math.round(minutes * SECONDS_PER_MINUTE));
  }

  /** The shortest horizon that alerts bounds the time from above, the next shorter from below. */
  private TimeToFailure betweenHorizons(int intent) {
    List<Duration> horizons = mild.horizons();
    int shortest = 0;
    for (int h = 1; h < alerters.size(); h++) {
      if (alerters.get(h).episode(intent).isRunning()) {
        shortest = h;
      }
    }
    Duration after = shortest + 1 < horizons.size() ? horizons.get(shortest + 1) : Duration.ZERO;
    return TimeToFailure.between(after, horizons.get(shortest));
  }
}
