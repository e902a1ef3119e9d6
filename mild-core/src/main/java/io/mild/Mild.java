package io.mild;

import static java.util.Spliterator.IMMUTABLE;
import static java.util.Spliterator.NONNULL;
import static java.util.Spliterator.ORDERED;

import io.mild.alerting.AlertPolicy;
import io.mild.alerting.BudgetController;
import io.mild.data.DataFileException;
import io.mild.data.KpiHistory;
import io.mild.data.KpiSchema;
import io.mild.data.ModelFileException;
import io.mild.explanation.KpiImportance;
import io.mild.goals.Goals;
import io.mild.internal.file.ModelFile;
import io.mild.internal.file.OnnxFile;
import io.mild.internal.io.TimeScale;
import io.mild.internal.model.HorizonModel;
import io.mild.internal.model.TrainedModel;
import io.mild.report.Preset;
import io.mild.report.TrainingReport;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Spliterators;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A trained model: opens streams that turn rows of KPIs into risks, root causes, explanations and
 * alerts.
 *
 * <pre>{@code
 * Mild mild = Mild.load(Path.of("checkout.mild"));
 * AssuranceStream stream = mild.openStream();
 * Assessment now = stream.accept(time, values);
 * }</pre>
 *
 * <p>Immutable and safe to share between threads. Scoring needs neither DL4J nor Smile nor a native
 * library.
 */
public final class Mild {
  private static final Logger LOG = LoggerFactory.getLogger(Mild.class);

  private final TrainedModel model;
  private final byte[] id;
  private final Intake intake;

  private Mild(TrainedModel model, byte[] id, Intake intake) {
    this.model = model;
    this.id = id;
    this.intake = intake;
  }

  /** Which rows its streams take: a setting of the service, not of the model. */
  private record Intake(RowPolicy rows, @Nullable InstantSource clock, Duration mostAhead) {
    static final Intake DEFAULT = new Intake(RowPolicy.FOLD, null, Duration.ZERO);

    void requireNotAhead(Instant time) {
      if (clock != null) {
        Instant now = clock.instant();
        if (time.isAfter(now.plus(mostAhead))) {
          throw new IllegalArgumentException(
              "the row of %s is more than %s ahead of the clock, which shows %s"
                  .formatted(time, TimeScale.text(mostAhead), now));
        }
      }
    }
  }

  /**
   * A model that was just trained, or changed: for trainers, whose own type it is of.
   *
   * @param model what it knows
   */
  @SuppressWarnings("exports")
  public static Mild of(TrainedModel model) {
    return new Mild(model, ModelFile.id(model), Intake.DEFAULT);
  }

  /**
   * Reads a model that {@link #save} wrote, with this version of the library or an earlier one.
   *
   * @throws ModelFileException if the file is corrupt or of a newer format; the message names the
   *     file, the field and what was expected
   * @throws IOException if it can't be read
   */
  public static Mild load(Path file) throws IOException {
    try {
      ModelFile.Stored stored = ModelFile.read(file);
      Mild mild = new Mild(stored.model(), stored.id(), Intake.DEFAULT);
      LOG.info("loaded {}: model {}, {}", file, mild.id(), mild);
      return mild;
    } catch (ModelFileException e) {
      LOG.warn("refused {}", e.getMessage()); // which begins with the file
      throw e;
    }
  }

  /**
   * Writes the model: a ZIP of {@code manifest.json} and NumPy arrays. It is written beside its
   * place, forced to disk and then renamed, so that the file is whole or as it was before. Folders
   * that lead there are made.
   *
   * @throws IOException if it can't be written
   */
  public void save(Path file) throws IOException {
    ModelFile.write(model, id, file);
    LOG.info("saved {}: model {}", file, id());
  }

  /**
   * Writes what scores, and nothing of features and alerts, as an ONNX model (opset 13) for other
   * runtimes; in the way of {@link #save}.
   *
   * <p>Input: {@code features}, float {@code [batch, D']}, standardised as {@link
   * Assessment#features} has them. They are not standardised in the model, since a float of a raw
   * value loses what counts where a KPI is large against its deviation. Outputs: {@code risks},
   * float {@code [batch, horizons · intents]}, calibrated as in {@link IntentRisk#risk}, horizon
   * after horizon, the longest first; and {@code rootCause}, float {@code [batch, intents]}, each
   * intent's probability by the row alone, from which a {@link Verdict} is made over rows. Both are
   * within 1e-5 of this library's.
   *
   * <p>The metadata has the key {@code mild}, a JSON object: {@code intents} and {@code horizons}
   * (ISO-8601) in the outputs' order; names, {@code mean} and {@code deviation} of {@code features}
   * in the input's, and {@code clip}: of a raw feature x the model is given {@code (x − mean) /
   * deviation}, computed in double and limited to ±clip, and 0 where x is not known or the
   * deviation is 0; and {@code library} and {@code model}, the version of this library and a digest
   * that tells models apart.
   *
   * @throws IllegalStateException if {@code org.tribuo:tribuo-util-onnx} is not on the class path,
   *     which nothing else needs; the message names it
   * @throws IOException if it can't be written
   */
  public void exportOnnx(Path file) throws IOException {
    OnnxFile.write(model, id, file);
  }

  /**
   * A stream for one monitored system that has seen no row yet. Of a model with {@link #goals
   * goals} it is a {@link #openFeedbackStream feedback stream}, where its thresholds were tuned for
   * that: it sees for itself which of its warnings come true.
   */
  public AssuranceStream openStream() {
    return openStream(judgesItself());
  }

  /** A stream that takes outcomes and verdicts, or does not. */
  AssuranceStream openStream(boolean feedback) {
    return new AssuranceStream(this, feedback ? newController() : null);
  }

  /** Whether streams know by goals what became of their notifications, and learn from it. */
  boolean judgesItself() {
    return !goals().isEmpty() && takesFeedback();
  }

  /**
   * A stream whose threshold moves with what became of its notifications: each that proves false
   * raises it, and time lowers it, so that false positives come to rest below the budget. It finds
   * that out itself where it is told of {@link AssuranceStream#failed failures} or the model has
   * {@link #goals goals}; an operator may {@link AssuranceStream#judge} as well or instead. It
   * begins lower than the model's own threshold, which is chosen to keep the budget without help,
   * or at it, where few failures or days were learned from; then it moves faster and further. Where
   * nobody tells and too few are judged, or failures go missing, it {@link
   * AssuranceStream#isFallenBack falls back} to that.
   *
   * @throws IllegalStateException if the model's thresholds were not tuned for it: {@link
   *     Preset#PAPER}, a budget of 0, or a forecast of goals, which learned of no failure
   */
  public AssuranceStream openFeedbackStream() {
    return openStream(true);
  }

  private BudgetController newController() {
    HorizonModel longest = model.longestHorizon();
    return new BudgetController(
        model.feedback(), longest.policy(), longest.horizon(), schema().samplingPeriod());
  }

  /**
   * Whether the model's thresholds were tuned such that {@link #openFeedbackStream} may be called.
   */
  public boolean takesFeedback() {
    return model.incidentModel().feedback().isPresent();
  }

  /**
   * This model with other thresholds: say, higher ones at night, or those of another budget. It is
   * a model of its own, which can be saved; snapshots of streams of this one are not of that.
   *
   * @param horizon whose alerts they are
   * @param policy one rule an intent, in the order of {@link #intents()}
   * @throws IllegalArgumentException if the model has no such horizon or another number of intents
   */
  public Mild withPolicy(Duration horizon, AlertPolicy policy) {
    return of(model.withPolicy(horizon, policy)).with(intake);
  }

  /**
   * This model with other goals for its streams to {@link Assessment#goals watch}, as after a level
   * was changed. It is a model of its own, which can be saved; a fleet {@link
   * AssuranceFleet#replaceModel goes on} with it and forgets nothing but whether changed goals are
   * met.
   *
   * @param goals of some of {@link #intents()}; {@link Goals#NONE} for none
   * @throws IllegalArgumentException if one is of another intent, on a KPI that is not of the
   *     schema, or has a condition without a level; the message says which
   */
  public Mild withGoals(Goals goals) {
    return of(model.withGoals(goals)).with(intake);
  }

  /** What its streams watch: said when it was trained, or by {@link #withGoals}; else none. */
  public Goals goals() {
    return model.goals();
  }

  /**
   * The same model, whose streams and fleets, opened or resumed, treat rows that come too soon
   * otherwise than by {@link RowPolicy#FOLD}. That is a setting of the service and neither saved
   * with the model nor with a stream; a fleet has that of its model.
   */
  public Mild withRowPolicy(RowPolicy policy) {
    return with(new Intake(policy, intake.clock, intake.mostAhead));
  }

  /**
   * The same model, whose streams and fleets refuse rows that are stamped ahead of a clock: one row
   * of a clock that is a day ahead would lock a stream out for that day. A setting of the service,
   * as {@link #withRowPolicy} is; without it, any time is taken, as a replay of old rows needs. The
   * way back, where such a row was taken, is {@link AssuranceStream#restart()}.
   *
   * @param clock that shows the present; such as {@code Clock.systemUTC()}
   * @param mostAhead how far ahead of it a row may be stamped, such as a period
   * @throws IllegalArgumentException if that is negative
   */
  public Mild withClock(InstantSource clock, Duration mostAhead) {
    if (mostAhead.isNegative()) {
      throw new IllegalArgumentException(
          "a row can't be asked to be late, but mostAhead was " + mostAhead);
    }
    return with(new Intake(intake.rows, clock, mostAhead));
  }

  private Mild with(Intake other) {
    return new Mild(model, id, other);
  }

  /** Refuses a row that is stamped too far ahead of the clock, if there is one. */
  void requireNotAhead(Instant time) {
    intake.requireNotAhead(time);
  }

  /**
   * A stream that goes on, bit for bit, where another stood when it was {@link
   * AssuranceStream#snapshot() snapshot}.
   *
   * @throws IllegalArgumentException if the bytes are not a snapshot of a stream of this model, or
   *     are damaged; the message says which
   */
  public AssuranceStream resumeStream(byte[] snapshot) {
    AssuranceStream stream = StreamSnapshot.resume(this, snapshot);
    LOG.debug(
        "resumed a stream of model {} from its row of {}", id(), stream.lastRow().orElse(null));
    return stream;
  }

  /**
   * This model with the threshold of another budget; {@link TrainingReport#budget} forecasts what
   * that means. Its feedback streams come to rest below that budget, too. The {@link #report()}
   * stays that of the training, with the budget it was for.
   *
   * @param falsePositivesPerDay false alerts a day; at 0 nothing ever alerts
   * @throws IllegalArgumentException if it is negative or not finite
   * @throws IllegalStateException if the training measured no budgets: another preset than {@link
   *     Preset#RECOMMENDED}
   */
  public Mild withBudget(double falsePositivesPerDay) {
    return of(model.withBudget(model.report().budget(falsePositivesPerDay))).with(intake);
  }

  /**
   * What a stream would have said of each row of a history: begun with its first row, one
   * assessment a row, in order. They are made as they are taken, so that a long history needs no
   * more memory than a row; for a history at hand, as a backfill.
   *
   * <pre>{@code
   * mild.assess(KpiHistory.readCsv(Path.of("kpis.csv")))
   *     .flatMap(assessment -> assessment.incident().stream())
   *     .filter(Incident::isNotification)
   *     .forEach(System.out::println);
   * }</pre>
   *
   * @throws IllegalArgumentException if the history is of other KPIs
   */
  public Stream<Assessment> assess(KpiHistory history) {
    if (!history.kpis().equals(schema().kpis())) {
      throw new IllegalArgumentException(
          "the history has the KPIs %s, but the model %s"
              .formatted(history.kpis(), schema().kpis()));
    }
    AssuranceStream stream = openStream();
    Iterator<Assessment> assessments =
        IntStream.range(0, history.rows())
            .mapToObj(row -> stream.accept(history.time(row), history.values(row)))
            .iterator();
    // By way of an iterator, so that rows come in order even where somebody makes it parallel.
    return StreamSupport.stream(
        Spliterators.spliterator(assessments, history.rows(), ORDERED | NONNULL | IMMUTABLE),
        false);
  }

  /** Any number of {@link #openStream streams} by key, none yet. */
  public AssuranceFleet openFleet() {
    return new AssuranceFleet(this, judgesItself());
  }

  /**
   * Any number of {@link #openFeedbackStream feedback streams} by key, none yet.
   *
   * @throws IllegalStateException as there
   */
  public AssuranceFleet openFeedbackFleet() {
    return new AssuranceFleet(this, true);
  }

  /**
   * A fleet whose streams go on, bit for bit, where those of another stood when it was {@link
   * AssuranceFleet#save saved}.
   *
   * @throws DataFileException if the file is none of a fleet, damaged, or of another model; the
   *     message says which
   * @throws IOException if it can't be read
   */
  public AssuranceFleet resumeFleet(Path file) throws IOException {
    try {
      AssuranceFleet fleet = AssuranceFleet.resume(this, file);
      LOG.info("resumed {} streams of model {} from {}", fleet.size(), id(), file);
      return fleet;
    } catch (DataFileException e) {
      LOG.warn("refused {}", e.getMessage());
      throw e;
    }
  }

  /** What a row of KPIs holds and how often one is due. */
  public KpiSchema schema() {
    return model.schema();
  }

  /** The intents, in the order of all results. */
  public List<String> intents() {
    return model.intents();
  }

  /** How far ahead it looks, longest first. */
  public List<Duration> horizons() {
    return model.horizons();
  }

  /**
   * How much of the past its features look at: so long before the first row of interest a stream is
   * best begun.
   */
  public Duration memory() {
    return model.features().memory();
  }

  /**
   * The spans and thresholds of a horizon's alerts, one rule an intent.
   *
   * @throws IllegalArgumentException if the model has no such horizon
   */
  public AlertPolicy policy(Duration horizon) {
    return model.horizonModel(horizon).policy();
  }

  /**
   * Whether it was trained for several root causes of an incident: then each intent's root-cause
   * probability stands by itself.
   */
  public boolean multipleRootCauses() {
    return model.incidentModel().verdict().multipleRoots();
  }

  /**
   * How much each KPI usually matters to the alerts of an intent, the most important first: over
   * those of its failures in the history that the model keeps, at the row at which it would have
   * alerted. Empty where it keeps none, as in files of earlier versions.
   *
   * @throws IllegalArgumentException if the model has no such intent
   */
  public List<KpiImportance> importance(String intent) {
    model.indexOfIntent(intent); // or refused
    return model.explanationModel().importance(schema().kpis(), intent);
  }

  /** What it was trained on, and what could be trained and what not. */
  public TrainingReport report() {
    return model.report();
  }

  /**
   * A SHA-256, in hexadecimal, that tells this model from every other; snapshots of its streams
   * name it. It stays with a file that a later version of the library reads and writes again.
   */
  public String id() {
    return HexFormat.of().formatHex(id);
  }

  /** The same as 32 bytes; not to be changed. */
  byte[] idBytes() {
    return id;
  }

  /** What its streams do with rows that come too soon. */
  RowPolicy rowPolicy() {
    return intake.rows;
  }

  /** What it knows: for this library's own modules, whose own type it is of. */
  @SuppressWarnings("exports")
  public TrainedModel model() {
    return model;
  }

  @Override
  public String toString() {
    return "Mild[intents=%s, horizons=%s, kpis=%d]"
        .formatted(intents(), horizons(), schema().kpis().size());
  }
}
