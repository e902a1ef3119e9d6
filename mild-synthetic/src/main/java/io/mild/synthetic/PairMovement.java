package io.mild.synthetic;

import io.mild.synthetic.IntentModel.PairSignature;

/**
 * How one event moves a pair: the signs of its two KPIs, and how far each goes.
 *
 * @param pair the pair
 * @param firstSign +1 where its first KPI goes up
 * @param firstFactor the first KPI's share of the event's amplitude, 0.8–1.2
 * @param secondFactor the second KPI's, drawn apart
 */
record PairMovement(PairSignature pair, int firstSign, double firstFactor, double secondFactor) {

  /** Probability that a failure's first KPI goes up, so that a linear model is not blind. */
  static final double FIRST_UP_IN_FAILURES = 0.55;

  /** A benign pair leans to neither side. */
  static final double FIRST_UP_IN_BENIGN = 0.5;

  /** Draws one of the intent's pairs, with the same number of draws however many it has. */
  static PairMovement draw(IntentModel intent, double firstUp, RandomStream random) {
    PairSignature pair = intent.pairs().get(random.index(intent.pairs().size()));
    int firstSign = random.sign(firstUp);
    return new PairMovement(pair, firstSign, random.uniform(0.8, 1.2), random.uniform(0.8, 1.2));
  }

  /** Signed deviation of the first KPI, in σ, in an event of the given amplitude. */
  double first(double amplitude) {
    return firstSign * firstFactor * amplitude;
  }

  /** Signed deviation of the second KPI, in σ, where the two signs' product is the failing one. */
  double secondFailing(double amplitude) {
    return pair.failingProduct() * firstSign * secondFactor * amplitude;
  }

  /** Signed deviation of the second KPI, in σ, where the product is the benign one. */
  double secondBenign(double amplitude) {
    return -secondFailing(amplitude);
  }
}
