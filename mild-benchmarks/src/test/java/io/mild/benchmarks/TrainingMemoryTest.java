package io.mild.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.mild.data.FailureLog;
import io.mild.data.KpiHistory;
import io.mild.synthetic.SyntheticSpec;
import io.mild.synthetic.SyntheticTelemetry;
import io.mild.training.MildTrainer;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How much of the heap a training takes, in a process that has no more. */
@Tag("experiment")
class TrainingMemoryTest {
  /** What is as long as the history is to be there once: 250 MB were just enough before. */
  private static final String HALF = "-Xmx125m";

  @TempDir Path folder;

  @Test
  void twoHundredThousandRowsAreTrainedOnInHalfOfTheHeapThatTheyTook() throws Exception {
    SyntheticTelemetry.generate(SyntheticSpec.defaults()).writeTo(folder);

    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                HALF,
                "-cp",
                System.getProperty("java.class.path"),
                Training.class.getName(),
                folder.toString())
            .inheritIO()
            .start();

    assertThat(process.waitFor()).isZero();
  }

  /** What the process runs. */
  static final class Training {
    /** An epoch a mixture: more take no more memory. */
    public static void main(String[] arguments) throws IOException {
      Path data = Path.of(arguments[0]);
      KpiHistory history = KpiHistory.readCsv(data.resolve("kpis.csv"));
      FailureLog failures = FailureLog.readCsv(data.resolve("failures.csv"));
      System.out.println(MildTrainer.create().maxEpochs(1).train(history, failures));
    }
  }
}
