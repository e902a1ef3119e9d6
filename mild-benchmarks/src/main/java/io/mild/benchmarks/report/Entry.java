package io.mild.benchmarks.report;

import io.mild.benchmarks.experiment.BudgetKind;
import io.mild.benchmarks.experiment.ExperimentResults;
import io.mild.benchmarks.experiment.FoldResult;
import java.awt.Color;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A model with what it did.
 *
 * @param name of the model
 * @param folds its results, at least one
 * @param color that stands for it in all pictures
 */
record Entry(String name, List<FoldResult> folds, Color color) {
  private static final String MILD = "mild";

  /** Blues, after Okabe and Ito (2008): told apart by all eyes. */
  private static final List<Color> MILDS =
      List.of(new Color(0x0072b2), new Color(0x56b4e9), new Color(0x7f8fd0));

  /** Of the same palette what is left, and softer. */
  private static final List<Color> RIVALS =
      List.of(
          new Color(0xe8b04a),
          new Color(0x4fb598),
          new Color(0xdb8a50),
          new Color(0xd39bbb),
          new Color(0xa3a3a3),
          new Color(0xcfc24a),
          new Color(0x8c6d5a),
          new Color(0x6f9d6b),
          new Color(0xb58fc9));

  /** The models that have results, in the order asked for. */
  static List<Entry> of(ExperimentResults results) {
    List<Entry> entries = new ArrayList<>();
    int presets = 1; // the first blue is the leader's
    int rivals = 0;
    for (Map.Entry<String, List<FoldResult>> model : results.folds().entrySet()) {
      if (model.getValue().isEmpty()) {
        continue;
      }
      Color color =
          model.getKey().equals(MILD)
              ? MILDS.get(0)
              : isMild(model.getKey())
                  ? MILDS.get(presets++ % MILDS.size())
                  : RIVALS.get(rivals++ % RIVALS.size());
      entries.add(new Entry(model.getKey(), model.getValue(), color));
    }
    return entries;
  }

  /** The one that the page is about: the model named mild, else the first. */
  static Entry leader(List<Entry> entries) {
    return entries.stream()
        .filter(entry -> entry.name.equals(MILD))
        .findFirst()
        .orElse(entries.get(0));
  }

  /** Whether it is another method than the leader: all presets of MILD are one. */
  boolean rivals(Entry leader) {
    return !equals(leader) && !(isMild(name) && isMild(leader.name));
  }

  /** The kind of budget that is the model's own. */
  BudgetKind budgetKind() {
    return folds.get(0).alerts().budgetKind();
  }

  /** Whether it says how probable the root causes are that it names. */
  boolean tellsProbabilities() {
    return folds.stream()
        .anyMatch(f -> !Double.isNaN(f.alerts().figures().certainty("incident").alone()));
  }

  /** Whether its threshold may move with an operator's verdicts. */
  boolean takesFeedback() {
    return folds.stream().anyMatch(fold -> fold.withFeedback().isPresent());
  }

  private static boolean isMild(String name) {
    return name.startsWith(MILD);
  }
}
