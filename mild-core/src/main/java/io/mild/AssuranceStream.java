package io.mild;

import io.mild.alerting.AlertRule;
import io.mild.alerting.Alerter;
import io.mild.features.FeatureStream;
import io.mild.moe.RiskModel;
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
import java.util.zip.CRC32;

/**
 * One monitored system: rows of KPIs in, assessments out.
 *
 * <pre>{@code
 * Assessment now = stream.accept(time, values);
 * for (Alert alert : now.alerts()) {
 *   if (alert.isNotification()) {
 *     page(alert.intent(), alert.rootCause(), alert.timeToFailure(), alert.explanation().top(3));
 *   }
 * }
 * }</pre>
 *
 * <p>Not thread-safe: a stream belongs to one thread at a time. Streams of one model share it and
 * may run on as many threads as there are streams.
 */
public final class AssuranceStream {
  private static final int SNAPSHOT_MAGIC = 0x4d494c53; // "MILS"
  private static final int SNAPSHOT_VERSION = 1;

  /** Rows late by this many periods are overdue. */
  private static final int OVERDUE_PERIODS = 2;

  private final Mild mild;
  private final FeatureStream featureStream;
  private final List<Alerter> alerters; // [horizon]
  private final List<RiskModel.Scorer> scorers;
  private final double[] features;
  private final double[] scored;
  private final double[] risks;
  private final double[] gate;

  AssuranceStream(Mild mild) {
    this(
        mild,
        mild.features().openStream(),
        mild.horizonModels().stream().map(model -> new Alerter(model.policy())).toList());
  }

  private AssuranceStream(Mild mild, FeatureStream featureStream, List<Alerter> alerters) {
    this.mild = mild;
    this.featureStream = featureStream;
    this.alerters = alerters;
    this.scorers = mild.horizonModels().stream().map(model -> model.risk().newScorer()).toList();
    this.features = new double[mild.features().featureCount()];
    this.scored =
        new double
            [mild.horizonModels().stream()
                .mapToInt(model -> model.risk().risks())
                .max()
                .orElseThrow()];
    this.risks = new double[mild.intents().size()];
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

    List<List<IntentRisk>> horizons = new ArrayList<>(alerters.size());
    for (int h = 0; h < alerters.size(); h++) {
      score(h, standardized);
      Alerter alerter = alerters.get(h);
      if (featureStream.hasJustStarted()) {
        alerter.restart();
      }
      alerter.accept(epochMillis, risks, !warmingUp);
      horizons.add(intentRisks(h));
    }
    return new Assessment(
        mild,
        Instant.ofEpochMilli(epochMillis),
        quality(warmingUp),
        standardized,
        horizons,
        assessment -> alerts(assessment, horizons.get(0)));
  }

  /** Leaves a horizon's risks and gate; a risk model of several horizons is asked once a row. */
  private void score(int horizon, float[] row) {
    HorizonModel model = mild.horizonModels().get(horizon);
    if (model.output() == 0) {
      scorers.get(horizon).score(row, 0, scored, gate);
    }
    System.arraycopy(scored, model.indexOf(0), risks, 0, risks.length);
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
   * and a checksum; 8 bytes a KPI and row of the longest window, and some 50 an intent and horizon.
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
      if (in.available() != Long.BYTES) {
        throw new IllegalArgumentException(
            "the snapshot has %d bytes too many".formatted(in.available() - Long.BYTES));
      }
      return new AssuranceStream(mild, featureStream, alerters);
    } catch (IOException e) {
      throw new IllegalArgumentException("the snapshot is damaged: " + e.getMessage(), e);
    }
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

  private List<IntentRisk> intentRisks(int horizon) {
    Alerter alerter = alerters.get(horizon);
    List<AlertRule> rules = mild.horizonModels().get(horizon).policy().rules();
    List<IntentRisk> intents = new ArrayList<>(risks.length);
    for (int i = 0; i < risks.length; i++) {
      intents.add(
          new IntentRisk(
              mild.intents().get(i),
              risks[i],
              alerter.smoothed(i),
              rules.get(i).threshold(),
              gate[i],
              isRunning(alerter, i) && alerter.isOn(i)));
    }
    return intents;
  }

  private List<Alert> alerts(Assessment assessment, List<IntentRisk> intents) {
    Alerter alerter = alerters.get(0);
    List<Alert> alerts = new ArrayList<>();
    for (int i = 0; i < intents.size(); i++) {
      Alerter.Phase phase = alerter.phase(i);
      if (phase != Alerter.Phase.QUIET) {
        alerts.add(
            new Alert(
                assessment,
                intents.get(i),
                Alert.Phase.valueOf(phase.name()),
                Instant.ofEpochMilli(alerter.onsetEpochMillis(i)),
                Instant.ofEpochMilli(alerter.lastOnEpochMillis(i)),
                alerter.isNotification(i),
                timeToFailure(i)));
      }
    }
    return alerts;
  }

  /** The shortest horizon that alerts bounds the time from above, the next shorter from below. */
  private TimeToFailure timeToFailure(int intent) {
    List<Duration> horizons = mild.horizons();
    int shortest = 0;
    for (int h = 1; h < alerters.size(); h++) {
      if (isRunning(alerters.get(h), intent)) {
        shortest = h;
      }
    }
    Duration after = shortest + 1 < horizons.size() ? horizons.get(shortest + 1) : Duration.ZERO;
    return new TimeToFailure(after, horizons.get(shortest));
  }

  private static boolean isRunning(Alerter alerter, int intent) {
    Alerter.Phase phase = alerter.phase(intent);
    return phase == Alerter.Phase.ONSET || phase == Alerter.Phase.ONGOING;
  }
}
