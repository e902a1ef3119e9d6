package io.mild.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mild.alerting.AlertRule;
import io.mild.report.TrainingReport.Budget;
import java.util.List;
import org.junit.jupiter.api.Test;

class BudgetCurveTest {
  private static final Budget QUARTER = new Budget(0.25, 0.8, 0.1, 0.5, 40);
  private static final Budget ONE = new Budget(1, 0.5, 0.4, 0.9, 80);
  private static final BudgetCurve CURVE = new BudgetCurve(List.of(QUARTER, ONE), 90);

  @Test
  void aMeasuredBudgetIsAsItWasMeasured() {
    assertThat(CURVE.at(0.25)).isEqualTo(QUARTER);
    assertThat(CURVE.at(1)).isEqualTo(ONE);
  }

  /** Half is half way from a quarter to one: ln 2 of ln 4. Log-odds of .8 are ln 4, of .5 are 0. */
  @Test
  void anotherIsBetweenThemOverTheLogarithmOfTheBudget() {
    Budget half = CURVE.at(0.5);

    assertThat(half.falsePositivesPerDay()).isEqualTo(0.5);
    assertThat(half.threshold()).isCloseTo(2.0 / 3, within(1e-12)); // log-odds ln 2
    assertThat(half.madePerDay()).isCloseTo(0.25, within(1e-12));
    assertThat(half.detection()).isCloseTo(0.7, within(1e-12));
    assertThat(half.incidentLeadMinutes()).isCloseTo(60, within(1e-12));
  }

  /** Four is as far above one as a quarter is below: log-odds −ln 4; figures stay possible. */
  @Test
  void beyondTheGreatestTheLinesGoOn() {
    Budget four = CURVE.at(4);

    assertThat(four.threshold()).isCloseTo(0.2, within(1e-12));
    assertThat(four.madePerDay()).isCloseTo(0.7, within(1e-12));
    assertThat(four.detection()).isEqualTo(1);
    assertThat(four.incidentLeadMinutes()).as("capped at the horizon").isEqualTo(90);
    assertThat(CURVE.at(0.01).madePerDay()).isZero();
    assertThat(CURVE.at(0.01).threshold()).isGreaterThan(0.8).isLessThan(1);
  }

  @Test
  void betweenNeverAlertingAndAlertingTheSmallerBudgetIsKept() {
    Budget never = new Budget(0.25, AlertRule.NEVER, 0, 0, 0);
    BudgetCurve curve = new BudgetCurve(List.of(never, ONE), 90);

    assertThat(curve.at(0.5).threshold()).isEqualTo(AlertRule.NEVER);
    assertThat(curve.at(0.1).threshold()).isEqualTo(AlertRule.NEVER);
    assertThat(curve.at(2).threshold()).isEqualTo(0.5);
  }

  @Test
  void ofOneMeasuredBudgetAGreaterOneKeepsItsThresholdAndASmallerOneNeverAlerts() {
    BudgetCurve curve = new BudgetCurve(List.of(ONE), 90);

    assertThat(curve.at(3).threshold()).isEqualTo(0.5);
    assertThat(curve.at(0.5).threshold()).isEqualTo(AlertRule.NEVER);
  }

  /** By chance half a false alarm a day was measured with a higher threshold than a quarter. */
  @Test
  void aSmallerBudgetNeverHasALowerThreshold() {
    Budget half = new Budget(0.5, 0.9, 0, 0.3, 20);
    BudgetCurve curve = new BudgetCurve(List.of(QUARTER, half, ONE), 90);

    assertThat(curve.at(0.25)).isEqualTo(new Budget(0.25, 0.9, 0, 0.3, 20));
    double before = 1;
    for (double budget = 1e-6; budget < 1e6; budget *= 1.7) {
      Budget forecast = curve.at(budget);
      assertThat(forecast.threshold()).isLessThanOrEqualTo(before).isBetween(1e-9, 1.0);
      assertThat(forecast.madePerDay()).isBetween(0.0, budget);
      assertThat(forecast.incidentLeadMinutes()).isBetween(0.0, 90.0);
      before = forecast.threshold();
    }
  }

  @Test
  void theLeastAndTheGreatestBudgetsHaveThresholdsThatARuleTakes() {
    for (double budget : new double[] {Double.MIN_VALUE, 1e-300, 1e300, Double.MAX_VALUE}) {
      assertThat(new AlertRule(1, CURVE.at(budget).threshold()).threshold()).isPositive();
    }
  }
}
