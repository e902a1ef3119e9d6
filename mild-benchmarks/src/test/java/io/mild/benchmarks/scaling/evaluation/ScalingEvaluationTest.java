package io.mild.benchmarks.scaling.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import io.mild.benchmarks.scaling.simulation.AlertQuality;
import io.mild.benchmarks.scaling.simulation.FaultProfile;
import io.mild.benchmarks.scaling.simulation.ServiceModel;
import io.mild.benchmarks.scaling.simulation.Trace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScalingEvaluationTest {
  private static final Scenario SHORT =
      new Scenario(
          "short",
          "short <day>",
          ScalingEvaluationTest::rates,
          1,
          0,
          List.of(),
          Optional.empty(),
          FaultProfile.NONE,
          AlertQuality.MEASURED);

  @TempDir private Path folder;

  /** Ten minutes whose second half is twice as busy. */
  private static Trace rates(long seed) {
    double[] rates = new double[600];
    Arrays.fill(rates, 30 + seed % 7);
    Arrays.fill(rates, 300, 600, 60);
    return new Trace("short", rates);
  }

  @Test
  void everyContenderRunsOnEveryDayAndAllIsReported() throws IOException {
    AtomicInteger days = new AtomicInteger();
    ScalingEvaluation evaluation =
        new ScalingEvaluation(
            ServiceModel.DEFAULT,
            List.of(SHORT),
            Contenders.all(),
            List.of(ScalingTables.usual().name(), ScalingTables.ours().name()),
            List.of(1L, 2L),
            folder);
    ScalingResults results = evaluation.run(days::incrementAndGet);

    assertThat(days).hasValue(evaluation.days());
    for (Contender contender : Contenders.all()) {
      assertThat(results.estimate(SHORT, contender.name(), RunFigure.VIOLATIONS).mean())
          .as(contender.name())
          .isBetween(0.0, 100.0);
    }

    ScalingResultsJson.write(results, folder.resolve("results.json"));
    try (JsonParser json =
        new JsonFactory().createParser(folder.resolve("results.json").toFile())) {
      int tokens = 0;
      while (json.nextToken() != null) {
        tokens++;
      }
      assertThat(tokens).isGreaterThan(1000);
    }
    ScalingReportPage.write(results, "evaluate", folder.resolve("report.html"));
    assertThat(Files.readString(folder.resolve("report.html")))
        .contains("hpa-70+p2c", "<svg", "short &lt;day")
        .doesNotContain("NaN", "<script", "src=", "<day>")
        .doesNotContainPattern("\\{[a-zA-Z]+}");
  }

  /** Ten minutes at 60 requests a second; its two goals are 2 and 40 % of violations. */
  @Test
  void aLooserGoalIsKeptWithFewerReplicas() {
    Contender strict = Contender.goal(2, Routings.LEAST_LOADED);
    Contender loose = Contender.goal(40, Routings.LEAST_LOADED);
    ScalingResults results =
        new ScalingEvaluation(
                ServiceModel.DEFAULT,
                List.of(SHORT),
                List.of(strict, loose),
                List.of(),
                List.of(1L, 2L),
                folder)
            .run(() -> {});

    assertThat(results.estimate(SHORT, strict.name(), RunFigure.VIOLATIONS).mean())
        .isLessThan(results.estimate(SHORT, loose.name(), RunFigure.VIOLATIONS).mean());
    assertThat(results.estimate(SHORT, strict.name(), RunFigure.REPLICA_HOURS).mean())
        .isGreaterThan(results.estimate(SHORT, loose.name(), RunFigure.REPLICA_HOURS).mean());
  }

  @Test
  void anInterruptedEvaluationGoesOnWhereItWas() throws IOException {
    List<Contender> contenders = List.of(Contender.staticMean(Routings.P2C));
    ScalingResults first = statics(contenders);
    Path kept = folder.resolve("short-2.txt");
    Files.writeString(kept, Files.readString(kept).replaceFirst("p2c;\\d+;", "p2c;77;"));
    ScalingResults again = statics(contenders);

    assertThat(again.events()).isEqualTo(first.events());
    assertThat(Files.readString(kept)).contains("p2c;77;"); // it was read and not run again
  }

  @Test
  void aDayWhoseRatesAreOthersIsRunAgain() throws IOException {
    List<Contender> contenders = List.of(Contender.staticMean(Routings.P2C));
    long events = recorded(10, contenders).events();
    Path kept = folder.resolve("recorded-a-2.txt");
    Files.writeString(kept, Files.readString(kept).replaceFirst("p2c;\\d+;", "p2c;77;"));

    assertThat(recorded(20, contenders).events()).isGreaterThan(events);
    assertThat(Files.readString(kept)).doesNotContain("p2c;77;");
  }

  private ScalingResults recorded(double rate, List<Contender> contenders) {
    double[] rates = new double[600];
    Arrays.fill(rates, rate);
    return new ScalingEvaluation(
            ServiceModel.DEFAULT,
            List.of(Scenario.recorded(new Trace("a", rates))),
            contenders,
            List.of(),
            List.of(1L, 2L),
            folder)
        .run(() -> {});
  }

  private ScalingResults statics(List<Contender> contenders) {
    return new ScalingEvaluation(
            ServiceModel.DEFAULT, List.of(SHORT), contenders, List.of(), List.of(1L, 2L), folder)
        .run(() -> {});
  }

  @Test
  void noTwoContendersBearTheSameName() {
    assertThat(Contenders.all()).extracting(Contender::name).doesNotHaveDuplicates();
  }

  @Test
  void theDaysThatForecastersKnowAreNotTheDayOfTheRun() {
    Scenario bursty = Scenario.generated().get(1);

    assertThat(bursty.earlier(1))
        .hasSize(6)
        .noneMatch(
            day ->
                Arrays.equals(day.requestsPerSecond(), bursty.day(1).trace().requestsPerSecond()));
  }

  @Test
  void aStaticClusterIsCheapestAtTheMeanAndSafestAtThePeak() {
    ScalingResults results =
        new ScalingEvaluation(
                ServiceModel.DEFAULT,
                List.of(SHORT),
                List.of(Contender.staticMean(Routings.P2C), Contender.staticPeak(Routings.P2C)),
                List.of(),
                List.of(1L, 2L),
                folder)
            .run(() -> {});

    double[] cheap = results.values(SHORT, "static-mean+p2c", RunFigure.REPLICA_HOURS);
    double[] safe = results.values(SHORT, "static-peak+p2c", RunFigure.REPLICA_HOURS);
    assertThat(cheap[0]).isLessThan(safe[0]);
    assertThat(results.values(SHORT, "static-mean+p2c", RunFigure.VIOLATIONS)[0])
        .isGreaterThan(results.values(SHORT, "static-peak+p2c", RunFigure.VIOLATIONS)[0]);
  }
}
