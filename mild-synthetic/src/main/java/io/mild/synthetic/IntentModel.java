package io.mild.synthetic;

import java.util.List;

/**
 * How the failures of one intent show.
 *
 * @param name the intent's name
 * @param overtKpi index of the KPI that the intent is stated in
 * @param overtSign +1 where that KPI rises as the intent degrades, −1 where it falls
 * @param pairs its pair signatures, one or two
 */
record IntentModel(String name, int overtKpi, int overtSign, List<PairSignature> pairs) {

  /**
   * Two KPIs that ramp together. One product of their signs announces a failure, the other is
   * benign.
   *
   * @param first index of the first KPI
   * @param second index of the second KPI
   * @param failingProduct product of the two signs, +1 or −1, that announces a failure
   */
  record PairSignature(int first, int second, int failingProduct) {}
}
