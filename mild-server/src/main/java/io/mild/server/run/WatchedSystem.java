package io.mild.server.run;

import io.mild.Mild;
import io.mild.alerting.incident.NoiseRules;
import io.mild.connect.KpiRow;
import io.mild.connect.KpiSource;
import io.mild.data.KpiHistory;
import io.mild.server.config.SystemConfig;
import io.mild.server.config.TrainingConfig.Promotion;
import io.mild.server.state.StateFolder;
import io.mild.server.system.Audience;
import io.mild.server.system.LogText;
import io.mild.server.system.MonitoredSystem;
import io.mild.shadow.ShadowComparison;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A system from its start on: while it has no model yet, while it is watched, and while a model is
 * trained beside.
 *
 * <p>Thread-safe: it is polled by one thread at a time, trained by another, and asked by any.
 */
public final class WatchedSystem {
  private static final Logger LOG = LoggerFactory.getLogger(WatchedSystem.class);
  private static final int LEAST_WARM_UP_ROWS = 360;
  private static final Duration PATIENCE = Duration.ofSeconds(2); // of polls that are spread
  private static final Duration AGAIN_AFTER_FAILURE = Duration.ofMinutes(10);

  private final SystemConfig config;
  private final TimedSource timed;
  private final KpiSource source;
  private final StateFolder state;
  private final Audience audience;
  private volatile boolean isWithoutModel; // found out when it was started
  private volatile @Nullable MonitoredSystem system;
  private volatile @Nullable String training; // what it does just now
  private volatile @Nullable String startProblem;
  private volatile @Nullable String sourceProblem;
  private volatile @Nullable String trainingProblem;
  private volatile Instant trained = Instant.EPOCH; // when a training was begun last
  private boolean isClosed;

  WatchedSystem(SystemConfig config, TimedSource timed, StateFolder state, Audience audience) {
    this.config = config;
    this.timed = timed;
    this.source = timed.source();
    this.state = state;
    this.audience = audience;
  }

  /**
   * Goes on where a process ended, or begins with the model that the configuration names.
   *
   * @return whether it is watched from now on; else a model must be trained first
   * @throws IOException if what is on disk can't be read
   */
  boolean start() throws IOException {
    if (state.snapshot().isPresent()) {
      MonitoredSystem resumed =
          MonitoredSystem.resume(config.key(), state.snapshot().get(), state, audience);
      requireKpis(resumed.mild());
      resumed.lastRow().ifPresent(source::resumeAfter);
      system = resumed;
      trained = trainedBefore(resumed);
      return true;
    }
    if (config.model().isPresent()) {
      begin(Mild.load(config.model().get()));
      return true;
    }
    isWithoutModel = true;
    return false;
  }

  private Instant trainedBefore(MonitoredSystem resumed) throws IOException {
    Mild latest = resumed.candidate().orElse(resumed.mild());
    return state.kept(latest.id()).orElse(Instant.EPOCH);
  }

  private void begin(Mild mild) throws IOException {
    requireKpis(mild);
    Mild watching = config.goals().isEmpty() ? mild : withGoals(mild);
    List<KpiRow> warmUp = warmUp(watching);
    MonitoredSystem begun =
        MonitoredSystem.begin(config.key(), watching, config.rules(), warmUp, state, audience);
    begun.lastRow().ifPresent(source::resumeAfter);
    system = begun;
  }

  /** Goals whose levels the model's own history proposed stay as they are. */
  private Mild withGoals(Mild mild) {
    boolean isOpen = config.goals().goals().stream().anyMatch(goal -> goal.isWithoutLevels());
    return isOpen || mild.goals().equals(config.goals()) ? mild : mild.withGoals(config.goals());
  }

  /** Else values would be taken for those of another KPI. */
  private void requireKpis(Mild mild) throws IOException {
    List<String> kpis = source.schema().kpis();
    if (!mild.schema().kpis().equals(kpis)) {
      throw new IOException(
          "its model is of the KPIs %s, but its source has %s: say them as they were, or give the system another name"
              .formatted(mild.schema().kpis(), kpis));
    }
  }

  /** The latest rows of the past, so that nobody waits for windows to fill. */
  private List<KpiRow> warmUp(Mild mild) {
    Duration period = mild.schema().samplingPeriod();
    long rows = Math.max(LEAST_WARM_UP_ROWS, mild.memory().dividedBy(period) + 1);
    KpiHistory past;
    try {
      past = past(period.multipliedBy(rows));
    } catch (IOException e) {
      LOG.info("{} begins without a past: {}", config.key(), LogText.of(e.getMessage()));
      return List.of();
    }
    List<KpiRow> warmUp = new ArrayList<>();
    for (int row = (int) Math.max(0, past.rows() - rows); row < past.rows(); row++) {
      warmUp.add(new KpiRow(past.time(row), past.values(row)));
    }
    return warmUp;
  }

  /** What came while it was watched, and what the source knows of the time before. */
  private KpiHistory past(Duration age) throws IOException {
    Optional<KpiHistory> recorded = state.history(source.schema().kpis());
    Instant from = timed.clock().instant().minus(age);
    Instant to =
        recorded.map(rows -> rows.start().minusMillis(1)).orElseGet(timed.clock()::instant);
    if (!from.isBefore(to)) {
      return recorded.orElseThrow().from(from);
    }
    try {
      synchronized (source) {
        KpiHistory before = source.history(from, to);
        return recorded.isEmpty() ? before : KpiHistory.concat(List.of(before, recorded.get()));
      }
    } catch (IOException e) {
      return recorded.orElseThrow(() -> e);
    }
  }

  /**
   * Takes the rows that have come since.
   *
   * @return whether there were any
   */
  boolean poll() {
    MonitoredSystem watched = system;
    if (watched == null) {
      return false;
    }
    boolean isNews = false;
    try {
      synchronized (source) {
        List<KpiRow> rows = source.poll(Instant.now());
        while (!rows.isEmpty() && !isClosed()) {
          rows.forEach(watched::accept);
          isNews = true;
          rows = source.poll(Instant.now());
        }
        source.notes().forEach(note -> LOG.info("{}: {}", config.key(), LogText.of(note)));
      }
      sourceProblem = null;
    } catch (IOException e) {
      if (sourceProblem == null) {
        LOG.warn("{} has no rows: {}", config.key(), LogText.of(e.getMessage()));
      }
      sourceProblem = LogText.of(e.getMessage());
    }
    if (isNews && config.training().promotion() == Promotion.WHEN_BETTER) {
      promoteIfBetter(watched);
    }
    return isNews;
  }

  private void promoteIfBetter(MonitoredSystem watched) {
    if (watched.isCandidateBetter()) {
      String why = watched.view().comparison().map(ShadowComparison::why).orElse("");
      try {
        if (promote()) {
          LOG.info("{} goes on with its candidate: {}", key(), LogText.of(why));
        }
      } catch (IOException e) {
        LOG.warn("{} can't go on with its candidate: {}", key(), LogText.of(e.toString()));
      }
    }
  }

  /** Trains a model: the first goes to work at once, a later one waits beside it. */
  void train() {
    if (system == null && !isWithoutModel) {
      training = null;
      return; // it could not be started, and what is on disk is not to be written over
    }
    trained = Instant.now();
    training = "reads the past";
    try {
      KpiHistory past = past(config.training().history());
      training = "learns from %,d rows".formatted(past.rows());
      Mild mild = Retraining.train(config, past, rules(), stage -> training = stage);
      if (system == null) {
        begin(mild);
      } else {
        requireKpis(mild);
        watching().tryBeside(mild);
      }
      trainingProblem = null;
    } catch (IOException | RuntimeException e) {
      LOG.warn("{} could not be trained: {}", config.key(), LogText.of(e.toString()));
      trainingProblem = LogText.of(e.getMessage());
    } finally {
      training = null;
    }
  }

  private NoiseRules rules() {
    MonitoredSystem watched = system;
    return watched == null ? config.rules() : watched.view().rules();
  }

  private MonitoredSystem watching() {
    return system().orElseThrow(() -> new IllegalStateException(key() + " has no model yet"));
  }

  /**
   * Puts the candidate in force.
   *
   * @return false if there is none
   * @throws IOException if the disk refuses
   */
  public boolean promote() throws IOException {
    Optional<Mild> next = system().flatMap(MonitoredSystem::candidate);
    return next.isPresent() && watching().promote(warmUp(next.get()));
  }

  /**
   * Puts the model before the latest promotion in force again.
   *
   * @return false if there is none
   * @throws IOException if the disk refuses
   */
  public boolean rollBack() throws IOException {
    Optional<Mild> back = system().flatMap(MonitoredSystem::previous);
    return back.isPresent() && watching().rollBack(warmUp(back.get()));
  }

  /** Its name. */
  public String key() {
    return config.key();
  }

  /** What it was configured to be. */
  public SystemConfig config() {
    return config;
  }

  /** It as it is watched, once it has a model. */
  public Optional<MonitoredSystem> system() {
    return Optional.ofNullable(system);
  }

  /** What a training does just now, if one runs or waits for its turn. */
  public Optional<String> training() {
    return Optional.ofNullable(training);
  }

  void awaitsTraining() {
    training = "waits for its turn to be trained";
  }

  void couldNotStart(IOException e) {
    LOG.error("{} can't be started: {}", key(), LogText.of(e.toString()));
    startProblem = LogText.of(e.getMessage());
  }

  /** Why it can't be started, why the source gives no rows, or why the latest training failed. */
  public List<String> problems() {
    List<String> problems = new ArrayList<>();
    Optional.ofNullable(startProblem).ifPresent(it -> problems.add("It can't be started: " + it));
    Optional.ofNullable(sourceProblem).ifPresent(it -> problems.add("No new rows: " + it));
    Optional.ofNullable(trainingProblem).ifPresent(it -> problems.add("Training failed: " + it));
    return problems;
  }

  /** Whether a row is missing that should be there by now. */
  public boolean isOverdue() {
    MonitoredSystem watched = system;
    return watched != null
        && watched.isOverdue(timed.clock().instant().minus(timed.delay()).minus(PATIENCE));
  }

  /** Whether it is time to train: by the schedule, or again where the first training failed. */
  boolean isTrainingDue(Instant now) {
    Optional<Duration> every =
        system != null
            ? config.training().every()
            : isWithoutModel ? Optional.of(AGAIN_AFTER_FAILURE) : Optional.empty();
    return training == null && every.filter(it -> !trained.plus(it).isAfter(now)).isPresent();
  }

  /** Deletes what is of no more use. */
  void forget() {
    MonitoredSystem watched = system;
    if (watched == null) {
      return;
    }
    try {
      watched.forget(config.training().history());
    } catch (IOException e) {
      LOG.warn("{} can't delete what is old: {}", key(), LogText.of(e.toString()));
    }
  }

  private synchronized boolean isClosed() {
    return isClosed;
  }

  void close() throws IOException {
    synchronized (this) {
      isClosed = true;
    }
    MonitoredSystem watched = system;
    if (watched == null) {
      state.close();
    } else {
      watched.close();
    }
  }
}
