package io.mild.benchmarks.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mild.synthetic.SyntheticSpec;
import io.mild.synthetic.SyntheticTelemetry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two models over three folds of six days. */
class ExperimentTest {
  private static final int FOLDS = 3;

  @TempDir static Path shared;
  private static Path data;
  private static Path whole;
  private static JsonNode results;

  @TempDir Path out;

  @BeforeAll
  static void oneUninterruptedRun() throws IOException {
    data = shared.resolve("data");
    SyntheticTelemetry.generate(SyntheticSpec.builder().minutes(9_000).seed(3).build())
        .writeTo(data);
    whole = shared.resolve("whole");
    experiment(whole, 1, "lr", "dist").run(new Quiet());
    results = json(whole);
  }

  @Test
  void eachFoldOfEachModelIsInTheResults() {
    assertThat(results.path("models").fieldNames()).toIterable().containsExactly("lr", "dist");
    JsonNode folds = results.at("/models/lr/folds");
    assertThat(folds).hasSize(FOLDS);
    assertThat(folds.findValuesAsText("fold")).containsExactly("1", "2", "3");
    JsonNode last = folds.get(FOLDS - 1);
    assertThat(last.at("/days").asDouble()).isEqualTo(2_250 / 1440.0);
    assertThat(last.at("/failures").asInt()).isPositive();
    for (String path :
        List.of(
            "/detection/all",
            "/lead120",
            "/incidentLead",
            "/incidentLeadAtOnePerDay",
            "/fpPerDay/sum",
            "/fpPerDay/incident",
            "/fpPerDay/api",
            "/ece",
            "/brier",
            "/flips",
            "/timeToFailure/firstAlert/count",
            "/baseRateBrier",
            "/trainSeconds",
            "/otherBudget/incidentLead")) {
      assertThat(last.at(path).isNumber()).as(path).isTrue();
    }
    assertThat(last.at("/budgetHeld").isBoolean()).isTrue();
    assertThat(last.at("/certainty/incident/alone").isNull()).isTrue(); // lr tells no probability
    assertThat(last.at("/feedback").isEmpty()).isTrue();
    assertThat(results.at("/models/lr/pooled/flips").isNumber()).isTrue();
    assertThat(last.at("/rootCause/plus30/all").isMissingNode()).isFalse();
    assertThat(last.at("/outcomes")).hasSize(last.at("/failures").asInt());
  }

  @Test
  void aSummaryIsOverTheFoldsThatHaveTheFigure() {
    double[] leads = new double[FOLDS];
    for (int fold = 0; fold < FOLDS; fold++) {
      leads[fold] = results.at("/models/lr/folds/" + fold + "/incidentLead").asDouble();
    }
    JsonNode summary = results.at("/models/lr/summary/incidentLead");

    assertThat(summary.at("/mean").asDouble())
        .isEqualTo(
            (leads[0] + leads[1] + leads[2]) / 3, org.assertj.core.api.Assertions.within(1e-9));
    assertThat(summary.at("/folds").asInt()).isEqualTo(FOLDS);
    assertThat(results.at("/models/lr/summary/budgetHeld/mean").isNumber()).isTrue();
    assertThat(results.at("/models/lr/summary/fold").isMissingNode()).isTrue();
  }

  @Test
  void interruptedAndRunAgainItEndsWithTheSameResults() throws IOException {
    Experiment first = experiment(out, 1, "lr", "dist");
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> first.run(new Quiet()))
        .isInstanceOf(java.util.concurrent.CancellationException.class);
    copy(
        whole.resolve("folds/lr-2.json"), out.resolve("folds/lr-2.json")); // done before it stopped

    experiment(out, 1, "lr", "dist").run(new Quiet());

    assertThat(withoutSeconds(json(out))).isEqualTo(withoutSeconds(results));
    assertThat(Files.readString(out.resolve("folds/lr-2.json")))
        .isEqualTo(Files.readString(whole.resolve("folds/lr-2.json")));
  }

  @Test
  void aModelMayBeAddedButNothingElseMayChange() throws IOException {
    copyTree(whole, out);
    experiment(out, 1, "lr").run(new Quiet());

    assertThat(json(out).path("models").fieldNames()).toIterable().containsExactly("lr");
    assertThatThrownBy(() -> experiment(out, 2, "lr"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(
            "another experiment (test; 9000 rows, 8 KPIs, horizon 120 min, 3 folds")
        .hasMessageContaining(out.toString());
  }

  @Test
  void aDumpHasEachMinuteOfTheTestBlocks() throws IOException {
    Recording recording = Recording.read(data, "test");
    Experiment.on(recording, out)
        .folds(1)
        .models(List.of(Model.named("lr")))
        .dump(true)
        .build()
        .run(new Quiet());

    List<String> lines = Files.readAllLines(out.resolve("risks-lr-1.csv"));
    assertThat(lines.get(0))
        .isEqualTo("timestamp,risk." + String.join(",risk.", recording.failures().intents()));
    assertThat(lines).hasSize(1 + 4_500);
    assertThat(lines.get(1)).startsWith(recording.history().time(4_500).toString());
  }

  private static Experiment experiment(Path folder, double budget, String... models)
      throws IOException {
    return Experiment.on(Recording.read(data, "test"), folder)
        .folds(FOLDS)
        .budget(budget)
        .models(Stream.of(models).map(Model::named).toList())
        .build();
  }

  private static JsonNode json(Path folder) throws IOException {
    return new ObjectMapper().readTree(Files.readAllBytes(folder.resolve("results.json")));
  }

  /** What a clock says is never twice the same. */
  private static JsonNode withoutSeconds(JsonNode node) {
    JsonNode copy = node.deepCopy();
    for (String clock : List.of("trainSeconds", "scoreSeconds")) {
      copy.findParents(clock).forEach(parent -> ((ObjectNode) parent).remove(clock));
    }
    return copy;
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to.resolveSibling(""));
    Files.copy(from, to, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
  }

  private static void copyTree(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      files
          .filter(Files::isRegularFile)
          .forEach(
              file -> {
                try {
                  copy(file, to.resolve(from.relativize(file).toString()));
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
    }
  }

  /** Says nothing. */
  private static final class Quiet implements Experiment.Progress {
    @Override
    public void done(double share) {}

    @Override
    public void finished(FoldResult result) {}
  }
}
