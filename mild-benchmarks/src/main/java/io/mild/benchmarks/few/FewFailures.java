package io.mild.benchmarks.few;

import io.mild.benchmarks.experiment.Model;
import io.mild.data.FailureLog;
import io.mild.data.KpiHistory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/**
 * What models are worth by the number of failures that they could learn from: each learns from
 * histories drawn to hold exactly so many, and all are tested on the same rows (docs/benchmark.md
 * §6).
 *
 * <p>Deterministic: equal settings and rows give equal results, but for the seconds.
 */
public final class FewFailures {
  private final FewSettings settings;
  private final Piece recording;
  private final DrawnHistories histories;

  /**
   * Of some recordings.
   *
   * @throws IllegalArgumentException if there are too few failures to draw or to test on
   */
  public FewFailures(KpiHistory history, FailureLog failures, FewSettings settings) {
    this.settings = settings;
    this.recording = settings.shift().of(history, failures);
    double perDay =
        Duration.ofDays(1).toMillis() / (double) recording.rows().samplingPeriod().toMillis();
    this.histories =
        new DrawnHistories(
            recording.rows(),
            recording.failures(),
            settings.horizon(),
            (int) Math.ceil(settings.days() * perDay));
    int most = most();
    if (settings.consecutive()) {
      histories.consecutive(most, most, 0); // or refused
    } else if (most > histories.incidents()) {
      throw new IllegalArgumentException(
          "there are %d failures to draw from, too few for a history of %d: the other half is for"
                  .formatted(histories.incidents(), most)
              + " the test");
    }
  }

  private int most() {
    return settings.failures().get(settings.failures().size() - 1);
  }

  /** How many trainings there are. */
  public int trainings() {
    return settings.models().size() * settings.failures().size() * settings.draws();
  }

  /**
   * Runs all, as many at once as there are processors.
   *
   * @param finished is told of each training, by the calling thread
   * @return in the order of models, failures and draws
   * @throws CancellationException if the thread is interrupted
   */
  public List<FewResult> run(Consumer<FewResult> finished) {
    ExecutorService threads =
        Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
    List<FewResult> results = new ArrayList<>();
    try {
      ExecutorCompletionService<FewResult> running = new ExecutorCompletionService<>(threads);
      for (int draw = 1; draw <= settings.draws(); draw++) {
        for (int failures : settings.failures()) {
          for (Model model : settings.models()) {
            int number = draw;
            running.submit(() -> run(model, failures, number));
          }
        }
      }
      for (int n = 0; n < trainings(); n++) {
        FewResult result = running.take().get();
        results.add(result);
        finished.accept(result);
      }
    } catch (InterruptedException e) {
      throw new CancellationException("interrupted");
    } catch (ExecutionException e) {
      Throwable cause = Objects.requireNonNull(e.getCause());
      throw cause instanceof RuntimeException known ? known : new IllegalStateException(cause);
    } finally {
      threads.shutdownNow();
    }
    List<String> models = settings.models().stream().map(Model::name).toList();
    results.sort(
        Comparator.comparing((FewResult result) -> models.indexOf(result.model()))
            .thenComparing(FewResult::failures)
            .thenComparing(FewResult::draw));
    return results;
  }

  private FewResult run(Model model, int failures, int draw) {
    long drawn = 1_000_003 * settings.seed() + draw;
    List<Piece> history =
        settings.consecutive()
            ? histories.consecutive(failures, most(), drawn)
            : histories.history(failures, drawn);
    return new DrawnTraining(history, histories.test(), recording.failures().intents(), settings)
        .run(model, failures, draw);
  }
}
