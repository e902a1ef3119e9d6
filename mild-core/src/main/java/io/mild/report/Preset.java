package io.mild.report;

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
   * multiply the experts, and it learns from the whole history and from failures transplanted in
   * time, with dropout, weight decay and a learning rate that falls to 0. Risks are calibrated,
   * verdicts on the root cause averaged and calibrated, and the time left is told as an interval of
   * 80 % coverage. All intents share one threshold and one budget, counted on what the operator
   * sees, the stream of incidents in which intents that alert together notify once; the threshold
   * keeps it in the next two weeks with a confidence of 95 %. All this is fitted to cross-fitted
   * risks of the whole history. {@link Ingredient} lists what can be left out.
   *
   * <p>A history of less than a week is trained as the paper's, but with one budget for all intents
   * and in smaller batches; or, where intents own KPIs of the same kinds (named when training),
   * with one teacher and one expert that all of them share.
   */
  RECOMMENDED
}
