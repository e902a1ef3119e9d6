package io.mild.benchmarks.report;

import static io.mild.benchmarks.experiment.HandMadeResults.fold;
import static io.mild.benchmarks.experiment.HandMadeResults.learning;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mild.benchmarks.experiment.ExperimentResults;
import io.mild.benchmarks.experiment.FoldResult;
import io.mild.benchmarks.experiment.HandMadeResults;
import io.mild.cli.page.Figures;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ExperimentPageTest {
  private static final double MISSED = Double.NaN;

  @Test
  void eachModelHasItsMeansWithTheBestInBold() {
    String html = html(false, two());

    // mild's mean incident lead is (90 + 70) / 2, that of lr (50 + 30) / 2
    assertThat(html).contains("mild", "lr").containsPattern("<b>80\\.0</b>").contains("40.0");
  }

  @Test
  void aFigureThatNobodyHasIsADash() {
    assertThat(html(false, two())).contains("<td>-</td>");
  }

  @Test
  void namesAreEscaped() {
    assertThat(html(false, two())).contains("by &lt;hand&gt;").doesNotContain("by <hand>");
  }

  @Test
  void nothingIsLoadedFromElsewhere() {
    String html = html(Figures.wherePossible().drawn(), two());

    assertThat(html).doesNotContain("<script", "src=", "<link", "@import", "{summary}");
  }

  @Test
  void withoutFontsThereIsAWordInAPicturesPlace() {
    assertThat(html(false, two())).contains("no fonts").doesNotContain("<svg");
  }

  @Test
  void oneModelOfOneFoldThatForesawNothingIsEnough() {
    Map<String, List<FoldResult>> folds = Map.of("lr", List.of(fold("lr", 1, 0, MISSED)));

    assertThat(html(Figures.wherePossible().drawn(), HandMadeResults.of(folds))).contains("lr");
  }

  @Test
  void aPageOfNothingIsRefused() {
    ExperimentResults none = HandMadeResults.of(Map.of("lr", List.of()));

    assertThatThrownBy(() -> html(false, none))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("lr");
  }

  @Test
  void aModelThatLearnsStandsBesideItselfAsTuned() {
    FoldResult learning = learning(fold("mild", 1, 1, 40), fold("mild", 1, 1, 90));

    assertThat(html(false, HandMadeResults.of(Map.of("mild", List.of(learning)))))
        .contains("<td>as tuned</td>", "<td>30 % unlogged</td>", "<b>90.0</b>");
    assertThat(html(false, two())).contains("None of these models does");
  }

  @Test
  void leadsAreTheShareAnnouncedSoLongBefore() {
    double[] shares = Curves.announced(List.of(fold("a", 1, 0, 100, 30, MISSED, 60)), 120);

    assertThat(shares).hasSize(121);
    assertThat(shares[0]).isEqualTo(0.75);
    assertThat(shares[30]).isEqualTo(0.75);
    assertThat(shares[31]).isEqualTo(0.5);
    assertThat(shares[120]).isZero();
  }

  @Test
  void leadsGoUpToTheHorizon() {
    double[] shares = Curves.announced(List.of(fold("a", 1, 0, 100, 30, MISSED, 60)), 240);

    assertThat(shares).hasSize(121);
    assertThat(shares[30]).isEqualTo(0.5); // an hour before
    assertThat(shares[50]).isEqualTo(0.25); // 100 minutes
    assertThat(shares[51]).isZero();
  }

  @Test
  void timesAreInTheUnitOfTheHorizon() {
    String html =
        html(
            Figures.wherePossible().drawn(),
            HandMadeResults.of(30 * 60, Map.of("lr", List.of(fold("lr", 1, 1, 900)))));

    assertThat(html)
        .contains("say up to 30 hours ahead")
        .contains("<i>lead30</i>, the same over all, at most 30")
        .contains("Lead (h)", "7.5 h later (%)", "15 h later (%)", "width (h)")
        .contains("7.5 hours and 15 hours after that", "was false, 60 hours after it")
        .doesNotContain("(min)", "minutes");
  }

  @Test
  void theRadarIsOneAtTheRim() {
    List<FoldResult> folds = List.of(fold("a", 1, 1, 120, 60));

    assertThat(RadarAxis.DETECTION.of(folds, 120)).isEqualTo(1);
    assertThat(RadarAxis.LEAD.of(folds, 120)).isEqualTo(0.75); // 90 of 120 minutes
    assertThat(RadarAxis.RELIABILITY.of(folds, 120)).isEqualTo(0.5); // one false positive a day
    assertThat(RadarAxis.FIRST_CAUSE.of(folds, 120)).isEqualTo(0.5);
  }

  private static ExperimentResults two() {
    Map<String, List<FoldResult>> folds = new LinkedHashMap<>();
    folds.put("lr", List.of(fold("lr", 1, 1, 50, 30), fold("lr", 2, 1, 50, 30)));
    folds.put("mild", List.of(fold("mild", 1, 2, 90, 70), fold("mild", 2, 2, 90, 70)));
    return HandMadeResults.of(folds);
  }

  private static String html(boolean pictures, ExperimentResults results) {
    return ExperimentPage.html(results, Optional.empty(), new Figures(pictures));
  }
}
