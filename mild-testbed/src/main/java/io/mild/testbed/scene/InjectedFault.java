package io.mild.testbed.scene;

/**
 * A fault that ramps up, stays, and is mended.
 *
 * @param number from 1 on
 * @param kind what, and where
 * @param start the first row that it is in force
 * @param rise rows until it is at its strength
 * @param hold rows that it stays so
 * @param fall rows until it is gone
 * @param gamma the shape of the rise, u^γ
 * @param strength 1 is what breaks the place's goal at an ordinary load
 * @param benign whether it is meant to stop before it breaks anything
 */
public record InjectedFault(
    int number,
    FaultKind kind,
    int start,
    int rise,
    int hold,
    int fall,
    double gamma,
    double strength,
    boolean benign) {

  /** The first row after it. */
  public int end() {
    return start + rise + hold + fall;
  }

  /** How strong it is in a row; 0 before and after. */
  public double level(int row) {
    int since = row - start;
    if (since < 0 || row >= end()) {
      return 0;
    }
    if (since < rise) {
      return strength * StrictMath.pow((since + 1.0) / rise, gamma);
    }
    int falling = since - rise - hold;
    return falling < 0 ? strength : strength * (fall - falling) / (fall + 1.0);
  }
}
