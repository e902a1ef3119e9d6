package io.mild.shadow;

/** What a comparison says of a candidate. */
public enum Advice {
  /** It keeps its budget where the live model does not, or warns no later. */
  PROMOTE,
  /** The live model is better. */
  KEEP,
  /** Too little has happened. */
  WAIT
}
