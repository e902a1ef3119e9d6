package io.mild;

/** A named recipe for training. */
public enum Preset {
  /**
   * The paper's recipe to the letter: each intent's alert is tuned under a budget of its own, the
   * budget's full size for each.
   */
  PAPER,
  /**
   * The default. So far it is the paper's model with two changes: all intents share one budget,
   * counted on what the operator sees, the stream of incidents in which intents that alert together
   * notify once; and a history of less than 25,600 rows is trained in batches smaller than 512.
   */
  RECOMMENDED
}
