package io.mild.benchmarks.rivals;

import io.mild.Assessment;
import io.mild.AssuranceStream;
import io.mild.IntentRisk;
import io.mild.Mild;
import io.mild.report.Ingredient;
import io.mild.report.Preset;
import io.mild.training.MildTrainer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleConsumer;
import java.util.stream.IntStream;

/**
 * MILD itself, as its users have it: trained by {@link Mild#trainer()}, scored by a stream that is
 * given one row after another. Beside the fold's horizon it learns a half and a quarter of it, as
 * far as they are two rows or more, for the time to failure.
 */
public final class MildPredictor implements Predictor {
  private final Preset preset;
  private final double falsePositiveBudget;
  private final Ingredient[] without;

  /**
   * A preset.
   *
   * @param falsePositiveBudget false positives a day
   * @param without what is left out of it
   */
  public MildPredictor(Preset preset, double falsePositiveBudget, Ingredient... without) {
    this.preset = preset;
    this.falsePositiveBudget = falsePositiveBudget;
    this.without = without.clone();
  }

  @Override
  public Map<String, Object> settings() {
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("preset", preset.name().toLowerCase(Locale.ROOT));
    settings.put("falsePositiveBudget", falsePositiveBudget);
    settings.put("horizons", "H, H/2, H/4");
    if (without.length > 0) {
      settings.put("without", Arrays.stream(without).map(Ingredient::name).toList());
    }
    return settings;
  }

  @Override
  public Trained train(Fold fold, DoubleConsumer progress) {
    if (fold.neverFailed()) {
      return scored -> Prediction.of(new double[scored.intents().size()][scored.scoredRows()]);
    }
    MildTrainer trainer =
        trainer(fold, falsePositiveBudget)
            .preset(preset)
            .without(without)
            .onProgress(now -> progress.accept(now.fraction()));
    return streaming(trainer.train(fold.history(), fold.known()));
  }

  /** A trainer for a fold's intents, their KPIs, its horizon, half and a quarter of it. */
  public static MildTrainer trainer(Fold fold, double falsePositiveBudget) {
    MildTrainer trainer =
        MildTrainer.create()
            .intents(fold.intents().toArray(String[]::new))
            .horizons(horizons(fold))
            .falsePositiveBudget(falsePositiveBudget);
    fold.owners().applyTo(trainer);
    return trainer;
  }

  /** What a model says of each row, streamed from the first on. */
  public static Trained streaming(Mild mild) {
    return scored -> score(mild, scored);
  }

  private static Duration[] horizons(Fold fold) {
    Duration least = fold.spec().period().multipliedBy(2);
    return IntStream.of(1, 2, 4)
        .mapToObj(fold.horizon()::dividedBy)
        .filter(horizon -> horizon.equals(fold.horizon()) || horizon.compareTo(least) >= 0)
        .toArray(Duration[]::new);
  }

  private static Prediction score(Mild mild, Fold fold) {
    int first = fold.validationStart();
    double[][] risks = new double[fold.intents().size()][fold.scoredRows()];
    double[][] causes = new double[fold.intents().size()][fold.scoredRows()];
    List<Assessment> assessments = new ArrayList<>();
    AssuranceStream stream = mild.openStream();
    for (int row = 0; row < fold.rows().rows(); row++) {
      Assessment now = stream.accept(fold.rows().time(row), fold.rows().values(row));
      if (row >= first) {
        List<IntentRisk> intents = now.intents();
        for (int i = 0; i < risks.length; i++) {
          risks[i][row - first] = intents.get(i).risk();
          causes[i][row - first] = intents.get(i).rootCauseProbability();
        }
      }
      if (row >= fold.testStart()) {
        assessments.add(now);
      }
    }
    return new Prediction(risks, causes, Optional.of(mild), assessments);
  }
}
