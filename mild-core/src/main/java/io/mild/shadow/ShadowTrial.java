package io.mild.shadow;

import io.mild.Assessment;
import io.mild.AssuranceStream;
import io.mild.Mild;
import io.mild.alerting.incident.NoiseRules;
import io.mild.goals.Compliance;
import io.mild.internal.io.StateBytes;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Tries a candidate, such as a model that was trained anew, beside the one that is live: on the
 * same rows, from where the live stream stands, and without telling anybody.
 *
 * <pre>{@code
 * ShadowTrial trial = ShadowTrial.begin(stream, retrained);
 * Assessment now = trial.accept(time, values);        // the live model's, a row a minute, for days
 * if (trial.comparison().advice() == Advice.PROMOTE) {
 *   AssuranceStream before = trial.live();            // to fall back to
 *   stream = trial.promote();
 * }
 * }</pre>
 *
 * <p>Both models' warnings are held against the failures that the live model's {@link Mild#goals
 * goals} see or that are {@link #failed told}, as {@link io.mild.alerting.incident.IncidentLife an
 * incident's life} has it. To roll back after a promotion, begin a trial of the model before: it is
 * judged by the same count, and promoted in the same way.
 *
 * <p>Not thread-safe: it belongs to one thread at a time, as the stream does.
 */
public final class ShadowTrial {
  private static final int MAGIC = 0x4d494c54; // "MILT"
  private static final int VERSION = 1;
  private static final long NEVER = Long.MIN_VALUE;

  private final AssuranceStream live;
  private final AssuranceStream candidate;
  private final WarningCount liveWarnings;
  private final WarningCount candidateWarnings;
  private final PairedLeads leads = new PairedLeads();
  private final Differences differences = new Differences();
  private @Nullable Assessment latest;
  private @Nullable Instant begun;
  private Instant now = Instant.EPOCH;
  private long lastFailure = NEVER;

  private ShadowTrial(AssuranceStream live, AssuranceStream candidate) {
    this.live = live;
    this.candidate = candidate;
    liveWarnings = new WarningCount(live.mild().horizons().get(0));
    candidateWarnings = new WarningCount(candidate.mild().horizons().get(0));
  }

  /**
   * Begins a trial. From now on the rows, and what else the live stream is told, go through it.
   *
   * @param live which goes on as it was
   * @param candidate of the same KPIs and kind of features; without goals of its own it takes over
   *     those of the live model
   * @throws IllegalArgumentException if they are of others, or the live stream's rules or goals
   *     name an intent that the candidate does not have
   * @throws IllegalStateException if the live stream takes verdicts and the candidate's thresholds
   *     can't be moved
   */
  public static ShadowTrial begin(AssuranceStream live, Mild candidate) {
    return new ShadowTrial(live, live.moveTo(withGoals(live, candidate)));
  }

  private static Mild withGoals(AssuranceStream live, Mild candidate) {
    boolean isWithout = candidate.goals().isEmpty() && !live.mild().goals().isEmpty();
    return isWithout ? candidate.withGoals(live.mild().goals()) : candidate;
  }

  /** The stream of the model that is in force; it counts what goes past the trial as not there. */
  public AssuranceStream live() {
    return live;
  }

  /** The model that is tried. */
  public Mild candidate() {
    return candidate.mild();
  }

  /**
   * Takes the next row, as {@link AssuranceStream#accept(Instant, double...)} does.
   *
   * @return what the live model says of it
   * @throws IllegalArgumentException as there; neither stream has taken the row then
   */
  public Assessment accept(Instant time, double... values) {
    Assessment assessment = live.accept(time, values);
    Assessment other = candidate.accept(time, values);
    latest = other;
    if (!assessment.quality().folded()) {
      count(assessment, other);
    }
    return assessment;
  }

  private void count(Assessment assessment, Assessment other) {
    now = assessment.time();
    begun = begun == null ? now : begun;
    liveWarnings.accept(assessment.incidentEvents(), live.incidents(), begun);
    candidateWarnings.accept(other.incidentEvents(), candidate.incidents(), begun);
    for (Compliance goal : assessment.goals()) {
      if (goal.status() == Compliance.Status.BROKEN) {
        goal.since().ifPresent(this::count);
      }
    }
    liveWarnings.forget(now.toEpochMilli());
    candidateWarnings.forget(now.toEpochMilli());
    differences.accept(assessment, other);
  }

  /** Counts a failure, unless it is of the same incident as one that was counted. */
  private void count(Instant failure) {
    long millis = failure.toEpochMilli();
    boolean isInTrial = begun != null && failure.isAfter(begun);
    boolean isNew = lastFailure == NEVER || millis - lastFailure > horizonMillis();
    if (isInTrial && millis > lastFailure) {
      lastFailure = millis;
      if (isNew) {
        leads.accept(liveWarnings.failed(millis), candidateWarnings.failed(millis));
      }
    }
  }

  private long horizonMillis() {
    return live.mild().horizons().get(0).toMillis();
  }

  /** What the candidate says of the latest row, if there was one. */
  public Optional<Assessment> candidateAssessment() {
    return Optional.ofNullable(latest);
  }

  /**
   * An intent failed: both are told, as {@link AssuranceStream#failed}.
   *
   * @return whether that is news to the live stream
   * @throws IllegalArgumentException as there
   */
  public boolean failed(String intent, Instant time) {
    boolean isNews = live.failed(intent, time);
    if (candidate().intents().contains(intent)) {
      candidate.failed(intent, time);
    }
    count(time);
    return isNews;
  }

  /**
   * An intent recovered: both are told, as {@link AssuranceStream#recovered}.
   *
   * @return whether that is news to the live stream
   * @throws IllegalArgumentException as there
   */
  public boolean recovered(String intent, Instant time) {
    boolean isNews = live.recovered(intent, time);
    if (candidate().intents().contains(intent)) {
      candidate.recovered(intent, time);
    }
    return isNews;
  }

  /**
   * Somebody acted on a notification: both are told, as {@link AssuranceStream#acted}.
   *
   * @return whether that counts with the live stream
   */
  public boolean acted(Instant notification) {
    candidate.acted(notification);
    return live.acted(notification);
  }

  /**
   * The operator's verdict: both are told, as {@link AssuranceStream#judge}; the candidate's counts
   * where it alerted at that time, too.
   *
   * @return whether it counted with the live stream
   */
  public boolean judge(Instant notification, boolean falseAlarm) {
    candidate.judge(notification, falseAlarm);
    return live.judge(notification, falseAlarm);
  }

  /**
   * Puts rules in force for both from the next row on, as {@link AssuranceStream#rules(NoiseRules)}
   * does.
   *
   * @throws IllegalArgumentException if a rule is of an intent or a KPI that one of them does not
   *     have; the rules stay as they are
   */
  public void rules(NoiseRules rules) {
    NoiseRules before = candidate.rules();
    candidate.rules(rules);
    try {
      live.rules(rules);
    } catch (IllegalArgumentException e) {
      candidate.rules(before);
      throw e;
    }
  }

  /** How both did so far. */
  public ShadowComparison comparison() {
    Instant from = begun == null ? now : begun;
    Instant end = begun == null ? now : now.plus(live.mild().schema().samplingPeriod());
    TrackRecord ofLive = liveWarnings.of(live.mild(), leads.failures());
    TrackRecord ofCandidate = candidateWarnings.of(candidate(), leads.failures());
    Judgement judgement = Judgement.of(Duration.between(from, end), ofLive, ofCandidate, leads);
    return new ShadowComparison(
        from,
        end,
        leads.failures(),
        ofLive,
        ofCandidate,
        differences.latest(),
        judgement.advice(),
        judgement.why());
  }

  /**
   * What the trial knows: the candidate's stream and the counts, with a checksum. The live stream
   * has a {@link AssuranceStream#snapshot} of its own; take both between the same two rows.
   */
  public byte[] snapshot() {
    StateBytes bytes = new StateBytes();
    try {
      bytes.out.writeInt(MAGIC);
      bytes.out.writeInt(VERSION);
      byte[] stream = candidate.snapshot();
      bytes.out.writeInt(stream.length);
      bytes.out.write(stream);
      writeTo(bytes.out);
      bytes.out.writeLong(bytes.checksum());
    } catch (IOException e) {
      throw new AssertionError("memory doesn't fail", e);
    }
    return bytes.toByteArray();
  }

  private void writeTo(DataOutput out) throws IOException {
    out.writeLong(begun == null ? NEVER : begun.toEpochMilli());
    out.writeLong(begun == null ? NEVER : now.toEpochMilli());
    out.writeLong(lastFailure);
    liveWarnings.writeTo(out);
    candidateWarnings.writeTo(out);
    leads.writeTo(out);
    differences.writeTo(out);
  }

  /**
   * Goes on, bit for bit, with a trial that was {@link #snapshot() snapshot}.
   *
   * @param live the stream that it was of, resumed
   * @param candidate the model that it tried
   * @throws IllegalArgumentException if the bytes are no snapshot of a trial, are damaged, or are
   *     of another candidate; the message says which
   */
  public static ShadowTrial resume(AssuranceStream live, Mild candidate, byte[] snapshot) {
    int body = snapshot.length - Long.BYTES;
    StateBytes bytes = new StateBytes();
    try {
      bytes.rewind(snapshot, 0, snapshot.length);
      if (body < 2 * Integer.BYTES || bytes.in.readInt() != MAGIC) {
        throw new IllegalArgumentException("these bytes are no snapshot of a trial");
      }
      int version = bytes.in.readInt();
      if (version != VERSION) {
        throw new IllegalArgumentException(
            "the snapshot has format %d, but this version of the library reads %d"
                .formatted(version, VERSION));
      }
      bytes.rewind(snapshot, body, snapshot.length);
      if (bytes.in.readLong() != StateBytes.checksum(snapshot, body)) {
        throw new IllegalArgumentException("the snapshot is damaged: its checksum differs");
      }
      bytes.rewind(snapshot, 2 * Integer.BYTES, body);
      byte[] stream = bytes.in.readNBytes(bytes.in.readInt());
      ShadowTrial trial = new ShadowTrial(live, withGoals(live, candidate).resumeStream(stream));
      trial.resume(bytes.in);
      return trial;
    } catch (IOException e) {
      throw new IllegalArgumentException("the snapshot is damaged: " + e.getMessage(), e);
    }
  }

  private void resume(DataInput in) throws IOException {
    long beginning = in.readLong();
    long latestRow = in.readLong();
    if (beginning != NEVER) {
      begun = Instant.ofEpochMilli(beginning);
      now = Instant.ofEpochMilli(latestRow);
    }
    lastFailure = in.readLong();
    liveWarnings.resume(in);
    candidateWarnings.resume(in);
    leads.resume(in);
    differences.resume(in);
  }

  /**
   * A stream of the candidate that goes on from where the live one stands: with its incidents under
   * their ids, what outcomes and verdicts taught it, and its rules. The live stream stays as it is.
   */
  public AssuranceStream promote() {
    return live.moveTo(candidate());
  }
}
