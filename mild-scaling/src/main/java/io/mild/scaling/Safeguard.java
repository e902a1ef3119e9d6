package io.mild.scaling;

/** What may stand between a recommendation and its execution. */
public enum Safeguard {
  /** The mode doesn't allow it. */
  MODE,
  /** Somebody has pulled the kill switch. */
  KILL_SWITCH,
  /** An operator asked for a pause that isn't over. */
  PAUSE,
  /** The service's fewest or most replicas. */
  RANGE,
  /** No floor may rise by more at once. */
  STEP,
  /** The floor has risen a short while ago. */
  COOL_DOWN,
  /** The floor has moved too often lately. */
  FLAPPING,
  /** The replica-hours that floors may cost are used up. */
  BUDGET,
  /** No replica may have more than so many times what it was made with. */
  RESIZE,
  /** A floor doesn't live longer than this. */
  EXPIRY,
  /** A required metric is missing or stale, or a policy asks for it: nothing may shrink. */
  FREEZE,
  /** Too little has been seen since the start: nothing may shrink. */
  WARM_UP
}
