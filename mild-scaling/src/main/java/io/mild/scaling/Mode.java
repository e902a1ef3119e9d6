package io.mild.scaling;

/** How far a controller may go. */
public enum Mode {
  /** No floor is granted; decisions are logged. */
  OFF,
  /** Decisions are explained and logged, and nothing is changed. */
  ADVISE,
  /** Decisions are carried out. */
  ACT
}
