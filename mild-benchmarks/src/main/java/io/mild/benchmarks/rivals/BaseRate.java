package io.mild.benchmarks.rivals;

import io.mild.moe.MixtureData;

/**
 * The risk of an intent of which nothing else can be learnt: {@code (positives + 1/2) / (rows + 1)}
 * (Krichevsky and Trofimov 1981), as the teacher has it.
 *
 * @param risk of a row, above 0 and below 1
 * @param all whether it is all there is to say: the intent's labels are alike in all rows
 */
record BaseRate(double risk, boolean all) {

  /** Of one intent's labels. */
  static BaseRate of(MixtureData data, int intent) {
    int positives = 0;
    for (int at = intent; at < data.labels().length; at += data.intents()) {
      positives += data.labels()[at] > 0.5f ? 1 : 0;
    }
    return new BaseRate(
        (positives + 0.5) / (data.rows() + 1.0), positives == 0 || positives == data.rows());
  }

  /** Of each intent's labels. */
  static BaseRate[] of(MixtureData data) {
    BaseRate[] rates = new BaseRate[data.intents()];
    for (int i = 0; i < rates.length; i++) {
      rates[i] = of(data, i);
    }
    return rates;
  }
}
