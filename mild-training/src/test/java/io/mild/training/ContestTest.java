package io.mild.training;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ContestTest {
  @Test
  void aBitEarlierBeforeEachFailureIsClearlyEarlier() {
    assertThat(isClearlyEarlier(new double[] {12, 33, 6, 20}, new double[] {10, 30, 5, 18}))
        .isTrue();
  }

  /** The mean difference is 12 minutes, as is its standard error. */
  @Test
  void muchEarlierBeforeOneFailureAloneIsNot() {
    assertThat(isClearlyEarlier(new double[] {60, 0, 0, 0, 0}, new double[5])).isFalse();
  }

  @Test
  void whatIsAsEarlyOrLaterIsNot() {
    double[] leads = {12, 33, 6, 20};
    assertThat(isClearlyEarlier(leads, leads)).isFalse();
    assertThat(isClearlyEarlier(new double[] {10, 30, 5, 18}, leads)).isFalse();
  }

  @Test
  void oneFailureTellsNothing() {
    assertThat(isClearlyEarlier(new double[] {60}, new double[1])).isFalse();
    assertThat(isClearlyEarlier(new double[0], new double[0])).isFalse();
  }

  private static boolean isClearlyEarlier(double[] leads, double[] others) {
    return Contest.isClearlyEarlier(leads, others);
  }
}
