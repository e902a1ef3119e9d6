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
  private static final BudgetCurve CURVE = new BudgetCurve(List.of(QUARTER, ONE));

  @Test
  void aMeasuredBudgetIsAsItWasMeasured() {
    assertThat(CURVE.at(0.25)).isSameAs(QUARTER);
    assertThat(CURVE.at(1)).isSameAs(ONE);
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
    assertThat(CURVE.at(0.01).madePerDay()).isZero();
    assertThat(CURVE.at(0.01).threshold()).isGreaterThan(0.8).isLessThan(1);
  }

  @Test
  void betweenNeverAlertingAndAlertingTheSmallerBudgetIsKept() {
    Budget never = new Budget(0.25, AlertRule.NEVER, 0, 0, 0);
    BudgetCurve curve = new BudgetCurve(List.of(never, ONE));

    assertThat(curve.at(0.5).threshold()).isEqualTo(AlertRule.NEVER);
    assertThat(curve.at(0.1).threshold()).isEqualTo(AlertRule.NEVER);
    assertThat(curve.at(2).threshold()).isEqualTo(0.5);
  }

  @Test
  void ofOneMeasuredBudgetAGreaterOneKeepsItsThresholdAndASmallerOneNeverAlerts() {
    BudgetCurve curve = new BudgetCurve(List.of(ONE));

    assertThat(curve.at(3).threshold()).isEqualTo(0.5);
    assertThat(curve.at(0.5).threshold()).isEqualTo(AlertRule.NEVER);
  }
}
