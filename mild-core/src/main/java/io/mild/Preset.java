package io.mild;

/** A named recipe for training. */
public enum Preset {
  /**
   * The paper's recipe to the letter: each intent's alert is tuned under a budget of its own, the
   * budget's full size for each.
   */
  PAPER,
  /**
   * The default, measured to be better (docs/results). Its features are moving averages of what
   * deviates from each KPI's daily and weekend rhythm. One mixture of experts tells of all
   * horizons, such that a shorter one is never likelier than a longer one; its gate does not
   * multiply the experts, and it learns from failures transplanted in time, with dropout and weight
   * decay. All intents share one threshold and one budget, counted on what the operator sees, the
   * stream of incidents in which intents that alert together notify once; the threshold is tuned on
   * cross-fitted risks of the whole history such that the next two weeks keep the budget with a
   * confidence of 95 %.
   *
   * <p>A history of less than a week is trained as the paper's, but with one budget for all intents
   * and in smaller batches.
   */
  RECOMMENDED
}
