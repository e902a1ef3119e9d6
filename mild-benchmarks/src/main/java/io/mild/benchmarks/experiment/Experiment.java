package io.mild.benchmarks.experiment;

import io.mild.Mild;
import io.mild.benchmarks.rivals.Fold;
import io.mild.benchmarks.rivals.KpiOwners;
import io.mild.benchmarks.rivals.Prediction;
import io.mild.benchmarks.rivals.Predictor;
import io.mild.training.MildTrainer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * Models over the folds of a recording.
 *
 * <p>Each fold of each model is kept in the folder as soon as it is done: an experiment that was
 * interrupted or killed and is run again with the same settings goes on there, and its results are
 * those of an uninterrupted one (but for the seconds that things took).
 */
public final class Experiment {
  private static final String SETTINGS = "experiment.json";
  private static final long BYTES_A_FEATURE = 48; // float and double rows, and what trees sort
  private static final long BYTES_A_JOB = 300_000_000;

  private final Recording recording;
  private final ExperimentSettings settings;
  private final Path folder;
  private final boolean dump;
  private final List<Job> jobs = new ArrayList<>();

  private Experiment(Builder settings) throws IOException {
    this.recording = settings.recording;
    this.folder = settings.folder;
    this.dump = settings.dump;
    this.settings =
        new ExperimentSettings(
            recording.name(),
            recording.sha256(),
            recording.history().rows(),
            recording.history().kpis(),
            recording.failures().intents(),
            settings.owners.patterns(),
            settings.horizon.toMillis() / 60_000.0,
            settings.folds,
            settings.budget,
            settings.models.stream().map(Model::name).toList());
    requireSame();
    for (Model model : settings.models) {
      for (int fold = 1; fold <= settings.folds; fold++) {
        jobs.add(new Job(model, fold));
      }
    }
  }

  /**
   * The paper's experiment: all models, a horizon of two hours, ten folds, one false positive a
   * day.
   *
   * @param recording what it is made on
   * @param folder where its results go; one that holds a part of the same experiment goes on
   */
  public static Builder on(Recording recording, Path folder) {
    return new Builder(recording, folder);
  }

  /** What an experiment is to do. */
  public static final class Builder {
    private final Recording recording;
    private final Path folder;
    private Duration horizon = MildTrainer.DEFAULT_HORIZONS.get(0);
    private int folds = 10;
    private KpiOwners owners = KpiOwners.NONE;
    private double budget = MildTrainer.DEFAULT_FALSE_POSITIVE_BUDGET;
    private List<Model> models = Model.ALL;
    private boolean dump;

    private Builder(Recording recording, Path folder) {
      this.recording = recording;
      this.folder = folder;
    }

    /** How far ahead to look. */
    public Builder horizon(Duration horizon) {
      this.horizon = horizon;
      return this;
    }

    /** Number of folds, at least 1. */
    public Builder folds(int folds) {
      this.folds = folds;
      return this;
    }

    /** Who owns which KPIs; nobody unless said. */
    public Builder owners(KpiOwners owners) {
      this.owners = owners;
      return this;
    }

    /** False positives a day. */
    public Builder budget(double falsePositivesPerDay) {
      this.budget = falsePositivesPerDay;
      return this;
    }

    /** Who takes part, at least one. */
    public Builder models(List<Model> models) {
      this.models = List.copyOf(models);
      return this;
    }

    /** Whether to leave the risks of each minute, too. */
    public Builder dump(boolean dump) {
      this.dump = dump;
      return this;
    }

    /**
     * The experiment, not run yet.
     *
     * @throws IllegalArgumentException if the folder holds another experiment
     * @throws IOException if the folder can't be written
     */
    public Experiment build() throws IOException {
      return new Experiment(this);
    }
  }

  private void requireSame() throws IOException {
    Path file = folder.resolve(SETTINGS);
    if (Files.exists(file)) {
      ExperimentSettings before = ExperimentJson.read(file, ExperimentSettings.class);
      if (!settings.agreesWith(before)) {
        throw new IllegalArgumentException(
            "%s holds another experiment (%s): take another folder, or delete it"
                .formatted(folder, before.summary()));
      }
    }
    ExperimentJson.write(file, settings);
  }

  /** A fold of a model. */
  private record Job(Model model, int fold) {
    double cost() {
      return model.cost() * fold;
    }

    String file(String before, String after) {
      return before + model.name() + "-" + fold + after;
    }
  }

  /** Is told how far an experiment is. */
  public interface Progress {
    /**
     * Something went on.
     *
     * @param done share of the work that is done, 0 to 1, as far as can be told
     */
    void done(double done);

    /** A fold of a model is finished. */
    void finished(FoldResult result);
  }

  /**
   * Runs what isn't done yet, as many folds at once as there are processors and memory for, and
   * leaves {@code results.json}.
   *
   * @throws CancellationException if the thread is interrupted; what is finished is kept
   * @throws IOException if the folder can't be written or read
   */
  public ExperimentResults run(Progress progress) throws IOException {
    List<Job> open =
        jobs.stream()
            .filter(job -> !isDone(job))
            .sorted(Comparator.comparingDouble(job -> -job.cost()))
            .toList();
    run(open, new Meter(jobs, open, progress));
    ExperimentResults results = results();
    ExperimentJson.write(folder.resolve("results.json"), results);
    return results;
  }

  private boolean isDone(Job job) {
    return Files.exists(resultFile(job)) && (!dump || Files.exists(riskFile(job)));
  }

  private void run(List<Job> open, Meter meter) throws IOException {
    ExecutorService threads = Executors.newFixedThreadPool(threads());
    try {
      ExecutorCompletionService<FoldResult> running = new ExecutorCompletionService<>(threads);
      for (Job job : open) {
        running.submit(() -> run(job, meter));
      }
      for (int i = 0; i < open.size(); i++) {
        meter.finished(running.take().get());
      }
    } catch (InterruptedException e) {
      throw new CancellationException("the experiment was interrupted");
    } catch (ExecutionException e) {
      throw failure(Objects.requireNonNull(e.getCause()));
    } finally {
      stop(threads);
    }
  }

  private static IOException failure(Throwable cause) {
    if (cause instanceof RuntimeException unchecked) {
      throw unchecked;
    }
    if (cause instanceof Error error) {
      throw error;
    }
    return cause instanceof IOException known ? known : new IOException(cause);
  }

  private static void stop(ExecutorService threads) {
    threads.shutdownNow();
    boolean interrupted = Thread.interrupted();
    try {
      threads.awaitTermination(1, TimeUnit.MINUTES); // what runs ends at its next step
    } catch (InterruptedException e) {
      interrupted = true;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** As many as there are processors, and memory for. */
  private int threads() {
    long features = 5L * settings.kpis().size() * settings.rows();
    long room = Runtime.getRuntime().maxMemory() * 3 / 4;
    long fitting = room / (features * BYTES_A_FEATURE + BYTES_A_JOB);
    return (int) Math.max(1, Math.min(fitting, Runtime.getRuntime().availableProcessors()));
  }

  private FoldResult run(Job job, Meter meter) throws IOException {
    Fold fold =
        Fold.of(
            recording.history(),
            recording.failures(),
            settings.horizon(),
            job.fold,
            settings.foldCount(),
            new KpiOwners(settings.own()));
    Predictor predictor = job.model.predictor().apply(settings.budget());
    long began = System.nanoTime();
    Predictor.Trained trained = predictor.train(fold, share -> meter.at(job, share));
    long learned = System.nanoTime();
    Prediction prediction = trained.score(fold);
    long scored = System.nanoTime();
    FoldJudge judge =
        new FoldJudge(
            fold, prediction, job.model.budgetKind(), settings.budget(), recording.judged());
    FoldResult result =
        judge.result(
            job.model.name(),
            recording.moved(),
            seconds(learned - began),
            seconds(scored - learned),
            predictor.settings());
    if (prediction.mild().isPresent()) {
      Path file = modelFile(job.model.name(), job.fold);
      Files.createDirectories(file.resolveSibling(""));
      prediction.mild().get().save(file);
    }
    if (dump) {
      RiskTable.write(riskFile(job), fold, prediction);
    }
    ExperimentJson.write(resultFile(job), result);
    return result;
  }

  private static double seconds(long nanos) {
    return Math.round(nanos / 1e7) / 100.0;
  }

  private Path resultFile(Job job) {
    return folder.resolve("folds").resolve(job.file("", ".json"));
  }

  private Path riskFile(Job job) {
    return folder.resolve(job.file("risks-", ".csv"));
  }

  private ExperimentResults results() throws IOException {
    Map<String, List<FoldResult>> folds = new LinkedHashMap<>();
    for (Job job : jobs) {
      folds
          .computeIfAbsent(job.model.name(), name -> new ArrayList<>())
          .add(ExperimentJson.read(resultFile(job), FoldResult.class));
    }
    return new ExperimentResults(settings, folds);
  }

  /**
   * What MILD learned in a fold, if the model of this name is MILD and had something to learn.
   *
   * @throws IOException if it can't be read
   */
  public Optional<Mild> mild(String model, int fold) throws IOException {
    Path file = modelFile(model, fold);
    return Files.exists(file) ? Optional.of(Mild.load(file)) : Optional.empty();
  }

  private Path modelFile(String model, int fold) {
    return folder.resolve("models").resolve(model + "-" + fold + ".mild");
  }

  /** Counts what is done, fold by fold in progress. */
  private static final class Meter {
    private final Progress progress;
    private final double total;
    private final Map<Job, Double> shares = new LinkedHashMap<>();

    Meter(List<Job> all, List<Job> open, Progress progress) {
      this.progress = progress;
      this.total = all.stream().mapToDouble(Job::cost).sum();
      all.forEach(job -> shares.put(job, open.contains(job) ? 0.0 : 1.0));
      progress.done(done());
    }

    synchronized void at(Job job, double share) {
      shares.put(job, share);
      progress.done(done());
    }

    synchronized void finished(FoldResult result) {
      shares.replaceAll(
          (job, share) ->
              job.model.name().equals(result.model()) && job.fold == result.fold() ? 1.0 : share);
      progress.done(done());
      progress.finished(result);
    }

    private double done() {
      return shares.entrySet().stream()
              .mapToDouble(entry -> entry.getKey().cost() * entry.getValue())
              .sum()
          / total;
    }
  }
}
