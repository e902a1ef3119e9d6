package io.mild;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.mild.data.KpiHistory;
import io.mild.explanation.Explanation;
import io.mild.explanation.ExplanationTarget;
import io.mild.explanation.Faithfulness;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ExplanationTest {

  /**
   * Without pull each intent hangs on its own KPI alone. Of the two background rows load is 0 and
   * 0.5, so usual is the mean of both risks, and all of the difference is load's.
   */
  @Test
  void aRiskOfOneKpiIsExplainedByThatKpi() {
    Assessment now = Feed.of(HandMade.simple()).row(1.25, 0.75);

    Explanation explanation = now.explain("api");

    double usual = (HandMade.risk(0.5, 0, 1) + HandMade.risk(0.5, 0.5, 1)) / 2;
    double risk = HandMade.risk(0.5, 1.25, 1);
    assertThat(explanation.intent()).isEqualTo("api");
    assertThat(explanation.horizon()).isEqualTo(Duration.ofMinutes(120));
    assertThat(explanation.usual()).isCloseTo(usual, within(1e-9));
    assertThat(explanation.value()).isCloseTo(risk, within(1e-9));
    assertThat(explanation.contributions())
        .extracting(Explanation.Contribution::name)
        .containsExactly("load", "depth");
    assertThat(explanation.top(1).get(0).contribution()).isCloseTo(risk - usual, within(1e-9));
    assertThat(explanation.contributions().get(1).contribution()).isCloseTo(0, within(1e-9));
  }

  /**
   * With pull, api's risk hangs on both KPIs. By hand, per background row b: load's Shapley value
   * is the mean of what it adds before depth and after it.
   */
  @Test
  void aRiskOfTwoKpisIsSharedByShapleysFormula() {
    double pull = 0.7;
    Mild mild = HandMade.withPull(pull).horizon(120, 1).build();
    double load = 1.25;
    double depth = 0.75;
    double expected = 0;
    for (double[] b : new double[][] {{0, 0}, {0.5, 0.25}}) {
      double none = api(pull, b[0], b[1]);
      double onlyLoad = api(pull, load, b[1]);
      double onlyDepth = api(pull, b[0], depth);
      double both = api(pull, load, depth);
      expected += ((onlyLoad - none) + (both - onlyDepth)) / 2 / 2;
    }

    Explanation explanation = Feed.of(mild).row(load, depth).explain("api");

    assertThat(explanation.top(1).get(0).name()).isEqualTo("load");
    assertThat(explanation.top(1).get(0).contribution()).isCloseTo(expected, within(1e-6));
  }

  private static double api(double pull, double load, double depth) {
    return HandMade.risk(HandMade.gate(pull, load, depth), load, 1);
  }

  @Test
  void contributionsSumToTheRiskLessTheUsualRisk() {
    KpiHistory history = SmallService.history();
    AssuranceStream stream = SmallService.mild().openStream();
    for (int row = 0; row <= 150; row++) {
      Assessment now = stream.accept(history.time(row), history.values(row));
      if (row == 50 || row == 150) { // in the quiet, and before a failure
        for (String intent : SmallService.INTENTS) {
          for (Explanation explanation :
              List.of(now.explain(intent), now.explainFeatures(intent))) {
            assertThat(sum(explanation))
                .isCloseTo(explanation.value() - explanation.usual(), within(1e-6));
            assertThat(explanation.value()).isEqualTo(now.intent(intent).risk());
          }
        }
      }
    }
  }

  @Test
  void kpisAndFewFeaturesAreExactAndManyFeaturesAreSampledWithTheirErrors() {
    Assessment few = anAssessment(SmallService.mild());
    assertThat(few.explain("api").contributions())
        .hasSize(4)
        .allMatch(contribution -> contribution.standardError() == 0);
    assertThat(few.explainFeatures("api").contributions())
        .hasSize(20)
        .allMatch(contribution -> contribution.standardError() == 0);
    assertThat(few.explainFeatures("api").contributions())
        .extracting(Explanation.Contribution::name)
        .containsAll(SmallService.mild().model().features().featureNames());
  }

  @Test
  void theContributionsOfAKpisFeaturesSumToTheKpis() {
    Assessment now = anAssessment(SmallService.mild());
    for (ExplanationTarget explained : ExplanationTarget.values()) {
      Explanation kpis = now.explain("api", explained);
      Explanation features = now.explainFeatures("api", explained);
      for (Explanation.Contribution kpi : kpis.contributions()) {
        double sum =
            features.contributions().stream()
                .filter(c -> c.name().equals(kpi.name()) || c.name().startsWith(kpi.name() + "."))
                .mapToDouble(Explanation.Contribution::contribution)
                .sum();
        assertThat(sum).isCloseTo(kpi.contribution(), within(1e-9));
      }
    }
  }

  /**
   * Log-odds are linear in the one KPI: 20·(load − 1), of which the background's loads are 0 and
   * 0.5. So usual is −15, and load adds 20·(1.25 − 0.25) = 20.
   */
  @Test
  void theLogOddsOfARiskCanBeExplainedInstead() {
    Explanation explanation =
        Feed.of(HandMade.simple()).row(1.25, 0.75).explain("api", ExplanationTarget.LOG_ODDS);

    assertThat(explanation.usual()).isCloseTo(-15, within(1e-4));
    assertThat(explanation.value()).isCloseTo(5, within(1e-4));
    assertThat(explanation.top(1).get(0).name()).isEqualTo("load");
    assertThat(explanation.top(1).get(0).contribution()).isCloseTo(20, within(1e-4));
  }

  /**
   * Of the gate's softmax by hand: what load adds before depth and after it, per background row.
   */
  @Test
  void theNamingOfARootCauseCanBeExplainedAsWell() {
    double pull = 0.7;
    Assessment now = Feed.of(HandMade.withPull(pull).horizon(120, 1).build()).row(1.25, 0.75);
    double expected = 0;
    for (double[] b : new double[][] {{0, 0}, {0.5, 0.25}}) {
      double none = HandMade.gate(pull, b[0], b[1]);
      double onlyLoad = HandMade.gate(pull, 1.25, b[1]);
      double onlyDepth = HandMade.gate(pull, b[0], 0.75);
      double both = HandMade.gate(pull, 1.25, 0.75);
      expected += ((onlyLoad - none) + (both - onlyDepth)) / 2 / 2;
    }
    Explanation explanation = now.explain("api", ExplanationTarget.ROOT_CAUSE);

    assertThat(explanation.value())
        .isCloseTo(now.intent("api").rootCauseProbability(), within(1e-9));
    assertThat(explanation.top(1).get(0).name()).isEqualTo("load");
    assertThat(explanation.top(1).get(0).contribution()).isCloseTo(expected, within(1e-6));
  }

  /**
   * The KPIs in the order of the explanation raise the risk at once; in reverse not before the end.
   */
  @Test
  void theImportantKpiBringsTheRiskWhenItIsPutInAndTakesItWhenItIsTakenOut() {
    Assessment now = Feed.of(HandMade.simple()).row(2, 0.5);
    Faithfulness right = now.faithfulness("api", List.of("load", "depth"));
    Faithfulness wrong = now.faithfulness("api", List.of("depth", "load"));

    double usual = now.explain("api").usual();
    double risk = now.explain("api").value();
    assertClose(right.insertion(), usual, risk, risk);
    assertClose(wrong.insertion(), usual, usual, risk);
    assertClose(right.deletion(), risk, usual, usual);
    assertClose(wrong.deletion(), risk, risk, usual);
    assertThat(right.insertionArea()).isCloseTo((usual + 3 * risk) / 4, within(1e-9));
    assertThat(right.deletionArea()).isCloseTo((3 * usual + risk) / 4, within(1e-9));
    assertThatThrownBy(() -> now.faithfulness("api", List.of("load", "load")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("[load, load]");
  }

  private static void assertClose(List<Double> curve, double... expected) {
    assertThat(curve.stream().mapToDouble(Double::doubleValue).toArray())
        .containsExactly(expected, within(1e-6));
  }

  @Test
  void sharesAreOfAllThatRaisesOrLowers() {
    Explanation explanation = anAssessment(SmallService.mild()).explain("api");

    assertThat(explanation.contributions().stream().mapToDouble(explanation::share).sum())
        .isCloseTo(1, within(1e-9));
    assertThat(explanation.contributions())
        .isSortedAccordingTo(Comparator.comparingDouble(c -> -explanation.share(c)));
  }

  @Test
  void anExplanationReadsAsTextJsonAndPicture() {
    Explanation explanation = Feed.of(HandMade.simple()).row(2, 0).explain("api");

    assertThat(explanation.toText().lines().map(String::strip))
        .containsExactly(
            "api risk 1.000 (usual 0.000)",
            "load mean_4m 0 (usual 0–0)   +1.000  100 %",
            "depth mean_4m 0 (usual 0–0)  +0.000    0 %");
    assertThat(explanation.toJson())
        .contains("\"intent\": \"api\"", "\"explained\": \"RISK\"", "\"name\": \"load\"");
    assertThat(explanation.toSvg()).startsWith("<svg").contains("load mean_4m 0 (usual 0–0)");
  }

  @Test
  void theLargestContributionsComeFirst() {
    Explanation explanation = anAssessment(SmallService.mild()).explainFeatures("orders");

    assertThat(explanation.contributions())
        .isSortedAccordingTo(Comparator.comparingDouble(c -> -Math.abs(c.contribution())));
    assertThat(explanation.top(3)).isEqualTo(explanation.contributions().subList(0, 3));
    assertThat(explanation.top(99)).isEqualTo(explanation.contributions());
  }

  @Test
  void theSameAlertExplainedTwiceGivesTheSameNumbers() {
    Alert alert = Feed.warm(HandMade.simple()).row(2, 0).alerts().get(0);

    assertThat(alert.explanation()).isEqualTo(alert.explanation());
    assertThat(alert.featureExplanation()).isEqualTo(alert.featureExplanation());
    assertThat(anAssessment(SmallService.mild()).explainFeatures("api"))
        .isEqualTo(anAssessment(SmallService.mild()).explainFeatures("api"));
  }

  @Test
  void explainingNeverChangesTheStream() {
    Feed feed = Feed.warm(HandMade.simple());
    Assessment now = feed.row(2, 0);
    byte[] before = feed.stream().snapshot();

    now.alerts().get(0).explanation();
    now.alerts().get(0).featureExplanation();

    assertThat(feed.stream().snapshot()).isEqualTo(before);
  }

  @Test
  void anAssessmentStaysAsItIsWhenTheStreamGoesOn() {
    Feed feed = Feed.warm(HandMade.withPull(0.5).horizon(120, 1).build());
    Feed other = feed.resumed();
    Assessment now = feed.row(2, 0.5);
    StreamedAssessment seen = StreamedAssessment.of(now, feed.stream().mild().horizons());
    feed.rows(10, 0, 3);

    assertThat(StreamedAssessment.of(now, feed.stream().mild().horizons())).isEqualTo(seen);
    assertThat(now.explain("api")).isEqualTo(other.row(2, 0.5).explain("api"));
  }

  @Test
  void anAssessmentMayBeSharedBetweenThreads() throws Exception {
    Explanation expected = anAssessment(SmallService.mild()).explain("api");
    Assessment shared = anAssessment(SmallService.mild());
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      Callable<Explanation> explain = () -> shared.explain("api");
      for (Future<Explanation> explained :
          threads.invokeAll(Stream.generate(() -> explain).limit(16).toList())) {
        assertThat(explained.get()).isEqualTo(expected);
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void streamsOfOneModelMayRunOnManyThreads() throws Exception {
    KpiHistory history = SmallService.history();
    List<StreamedAssessment> expected =
        StreamedAssessment.stream(SmallService.mild().openStream(), history, 0, 500);
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      Callable<List<StreamedAssessment>> stream =
          () -> StreamedAssessment.stream(SmallService.mild().openStream(), history, 0, 500);
      for (Future<List<StreamedAssessment>> seen :
          threads.invokeAll(Stream.generate(() -> stream).limit(8).toList())) {
        assertThat(seen.get()).isEqualTo(expected);
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void explanationsAndAlertsPrintTheSameInEveryLocale() {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.GERMANY);
      assertThat(Feed.of(HandMade.simple()).row(2, 0).explain("api"))
          .hasToString(
              "api risk 1.00 (usual 0.00): load mean_4m 0 (usual 0–0): +1.00; depth mean_4m 0"
                  + " (usual 0–0): +0.00");
      assertThat(Feed.warm(HandMade.simple()).row(2, 0).alerts().get(0).toString())
          .endsWith(
              "api will fail in 0 to 120 min, root cause ambiguous: api or orders (risk 1.00)");
    } finally {
      Locale.setDefault(before);
    }
  }

  /** In the middle of the first ramp. */
  private static Assessment anAssessment(Mild mild) {
    KpiHistory history = SmallService.history();
    AssuranceStream stream = mild.openStream();
    Assessment latest = stream.accept(history.time(0), history.values(0));
    for (int row = 1; row < 150; row++) {
      latest = stream.accept(history.time(row), history.values(row));
    }
    return latest;
  }

  private static double sum(Explanation explanation) {
    return explanation.contributions().stream()
        .mapToDouble(Explanation.Contribution::contribution)
        .sum();
  }
}
