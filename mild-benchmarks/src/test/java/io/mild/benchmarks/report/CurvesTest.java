package io.mild.benchmarks.report;

import static io.mild.benchmarks.experiment.HandMadeResults.fold;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mild.benchmarks.experiment.FoldResult;
import io.mild.benchmarks.experiment.FoldResult.Bin;
import io.mild.benchmarks.experiment.FoldResult.BudgetPoint;
import java.util.List;
import org.junit.jupiter.api.Test;

class CurvesTest {
  private static final Bin NOBODY = new Bin(0, Double.NaN, Double.NaN);

  @Test
  void binsOfAllFoldsAreWeighedByTheirRows() {
    List<Bin> bins =
        Curves.reliability(
            List.of(
                with(List.of(new Bin(300, 0.1, 0.0), NOBODY, NOBODY), List.of()),
                with(List.of(new Bin(100, 0.3, 0.4), new Bin(5, 0.5, 0.6), NOBODY), List.of())));

    assertThat(bins).hasSize(2); // nobody is in the third
    assertThat(bins.get(0).count()).isEqualTo(400);
    assertThat(bins.get(0).risk()).isEqualTo(0.15, within(1e-12)); // (300·0.1 + 100·0.3) / 400
    assertThat(bins.get(0).frequency()).isEqualTo(0.1, within(1e-12)); // 100·0.4 / 400
    assertThat(bins.get(1)).isEqualTo(new Bin(5, 0.5, 0.6));
  }

  @Test
  void budgetsAreMeansOverTheFoldsThatHaveThemFromTheLowestOn() {
    List<BudgetPoint> budgets =
        Curves.budgets(
            List.of(
                with(List.of(), List.of(point(2, 3, 80), point(1, 0.5, 60))),
                with(List.of(), List.of(point(2, Double.NaN, 0), point(1, 1.5, Double.NaN)))));

    assertThat(budgets).containsExactly(point(1, 1, 60), point(2, 3, 80));
  }

  @Test
  void withoutFailuresNoShareIsAnnounced() {
    assertThat(Curves.announced(List.of(fold("a", 1, 0)), 120)).containsOnly(Double.NaN);
  }

  private static BudgetPoint point(double budget, double fpPerDay, double incidentLead) {
    return new BudgetPoint(budget, fpPerDay, incidentLead);
  }

  private static FoldResult with(List<Bin> reliability, List<BudgetPoint> budgets) {
    FoldResult fold = fold("a", 1, 0, 60);
    return new FoldResult(
        fold.model(),
        fold.fold(),
        fold.testStart(),
        fold.testEnd(),
        fold.days(),
        fold.alerts(),
        fold.otherBudget(),
        fold.feedback(),
        fold.incidentLeadAtOnePerDay(),
        fold.incidentLeadsAtOnePerDay(),
        budgets,
        fold.ece(),
        fold.brier(),
        fold.baseRateBrier(),
        reliability,
        fold.explanation(),
        fold.trainSeconds(),
        fold.scoreSeconds(),
        fold.settings());
  }
}
