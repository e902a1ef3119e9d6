package io.mild.scaling;

/** How far a controller may go. */
public enum Mode {
  /** Nothing is decided. */
  OFF,
  /** Decisions are explained and logged, and nothing is changed. */
  ADVISE,
  /** Decisions are carried out. */
  ACT
}
