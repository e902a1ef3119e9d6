package io.mild.training;

import io.mild.report.Ingredient;
import io.mild.report.Preset;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How to train, as a {@link MildTrainer} was told: made before anything runs, so that what is set
 * on the trainer afterwards changes no training that has begun. Immutable.
 */
final class TrainingPlan {
  private final Preset preset;
  private final List<Ingredient> without;
  private final List<Duration> horizons;
  private final List<Duration> windows;
  private final List<String> intents;
  private final Map<String, List<String>> ownedKpis;
  private final boolean findsOwners;
  private final boolean multipleRootCauses;
  private final double falsePositiveBudget;
  private final double decorrelation;
  private final int maxEpochs;
  private final long seed;
  private final @Nullable Path checkpoints;
  private final Consumer<TrainingProgress> onProgress;

  /**
   * What a trainer was told.
   *
   * @throws IllegalArgumentException if settings contradict each other; the message says which
   */
  TrainingPlan(MildTrainer trainer) {
    this.preset = trainer.preset;
    this.without = trainer.without;
    this.horizons = trainer.horizons;
    this.windows = trainer.windows;
    this.intents = trainer.intents;
    this.ownedKpis = Collections.unmodifiableMap(new LinkedHashMap<>(trainer.ownedKpis));
    this.findsOwners = trainer.findsOwners;
    this.multipleRootCauses = trainer.multipleRootCauses;
    this.falsePositiveBudget = trainer.budget();
    this.decorrelation = trainer.decorrelation;
    this.maxEpochs = trainer.maxEpochs;
    this.seed = trainer.seed;
    this.checkpoints = trainer.checkpoints;
    this.onProgress = trainer.onProgress;
    if (preset != Preset.RECOMMENDED && !without.isEmpty()) {
      throw new IllegalArgumentException(
          "ingredients can be left out of the preset RECOMMENDED only, but the preset is %s without %s"
              .formatted(preset, without));
    }
    if (preset != Preset.RECOMMENDED && multipleRootCauses) {
      throw new IllegalArgumentException(
          "multiple root causes can be asked of the preset RECOMMENDED only, but the preset is "
              + preset);
    }
    for (String owner : ownedKpis.keySet()) {
      if (!intents.isEmpty() && !intents.contains(owner)) {
        throw new IllegalArgumentException(
            "KPIs were given to intent '" + owner + "', but the intents are " + intents);
      }
    }
  }

  Preset preset() {
    return preset;
  }

  List<Ingredient> without() {
    return without;
  }

  boolean keeps(Ingredient ingredient) {
    return !without.contains(ingredient);
  }

  /** Longest first. */
  List<Duration> horizons() {
    return horizons;
  }

  /** Those that were set, or else the preset's. */
  List<Duration> windows(List<Duration> presets) {
    return windows.isEmpty() ? presets : windows;
  }

  /** Those that were named; empty for those of the failure log. */
  List<String> intents() {
    return intents;
  }

  /** Patterns of the KPIs of each intent that owns some, in the order they were given. */
  Map<String, List<String>> ownedKpis() {
    return ownedKpis;
  }

  /** Whether owners are found by names where none are given. */
  boolean findsOwners() {
    return findsOwners;
  }

  boolean multipleRootCauses() {
    return multipleRootCauses;
  }

  double falsePositiveBudget() {
    return falsePositiveBudget;
  }

  double decorrelation() {
    return decorrelation;
  }

  int maxEpochs() {
    return maxEpochs;
  }

  long seed() {
    return seed;
  }

  /** The folder that keeps the training's state, if one does. */
  Optional<Path> checkpoints() {
    return Optional.ofNullable(checkpoints);
  }

  Consumer<TrainingProgress> onProgress() {
    return onProgress;
  }
}
