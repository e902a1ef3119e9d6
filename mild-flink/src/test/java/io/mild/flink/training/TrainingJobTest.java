package io.mild.flink.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.mild.Mild;
import io.mild.SmallService;
import io.mild.flink.training.TrainingOutcome.Status;
import io.mild.training.MildTrainer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.CloseableIterator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("try") // Flink's iterators are closed by any exception
class TrainingJobTest {
  @TempDir Path folder;

  @Test
  void eachHistoryBecomesAModelOrTheReasonWhyNotAndIsNotTrainedTwice() throws Exception {
    history("good");
    Path bad = Files.createDirectories(folder.resolve("histories/bad"));
    Files.writeString(bad.resolve("kpis.csv"), "timestamp,cpu\nnever,1\n");
    Files.writeString(bad.resolve("failures.csv"), "incident,intent,failure\n");

    Map<String, TrainingOutcome> first = run();
    assertThat(first.get("good").status()).isEqualTo(Status.TRAINED);
    assertThat(first.get("bad").status()).isEqualTo(Status.REFUSED);
    assertThat(first.get("bad").what()).contains("kpis.csv").contains("never");
    assertThat(Mild.load(folder.resolve("models/good.mild")).intents())
        .isEqualTo(SmallService.INTENTS);
    assertThat(folder.resolve("models/bad.refused")).content().contains("never");

    Map<String, TrainingOutcome> second = run();
    assertThat(second.get("good").status()).isEqualTo(Status.SKIPPED);
    assertThat(second.get("bad").status()).isEqualTo(Status.REFUSED);
    try (var models = Files.list(folder.resolve("models"))) {
      assertThat(models.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("good.mild", "bad.refused");
    }
  }

  @Test
  void aFolderWithoutHistoriesIsRefused() throws IOException {
    Files.createDirectories(folder.resolve("histories"));
    assertThatIllegalArgumentException()
        .isThrownBy(this::run)
        .withMessageContaining("there is none");
  }

  private void history(String name) throws IOException {
    Path history = Files.createDirectories(folder.resolve("histories").resolve(name));
    SmallService.writeKpis(SmallService.history(), history.resolve("kpis.csv"));
    SmallService.writeFailures(SmallService.failures(), history.resolve("failures.csv"));
  }

  private Map<String, TrainingOutcome> run() throws Exception {
    StreamExecutionEnvironment env = StreamExecutionEnvironment.createLocalEnvironment(2);
    env.setRuntimeMode(RuntimeExecutionMode.BATCH);
    Map<String, TrainingOutcome> outcomes = new TreeMap<>();
    try (CloseableIterator<TrainingOutcome> found =
        TrainingJob.train(
                env,
                flinks(folder.resolve("histories")),
                flinks(folder.resolve("models")),
                name -> MildTrainer.create().horizons(SmallService.LONG).maxEpochs(1))
            .executeAndCollect()) {
      found.forEachRemaining(outcome -> outcomes.put(outcome.name(), outcome));
    }
    return outcomes;
  }

  private static org.apache.flink.core.fs.Path flinks(Path path) {
    return new org.apache.flink.core.fs.Path(path.toUri());
  }
}
