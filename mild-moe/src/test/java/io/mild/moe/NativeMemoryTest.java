package io.mild.moe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class NativeMemoryTest {
  private static final int TRAININGS = 100;
  private static final int SETTLED = 30;

  /** Twenty megabytes over seventy trainings, each of which allocates several, is no leak. */
  @Test
  @EnabledOnOs(OS.LINUX) // the only one that tells a process's resident memory in a file
  void aHundredTrainingsInOneProcessDoNotMakeItGrow() throws IOException {
    MixtureData training = Rows.random(1_500, 40, 3, 1);
    MixtureData validation = Rows.random(600, 40, 3, 2);
    Teacher teacher = TeacherTrainer.train(training);
    long settled = 0;
    for (int i = 1; i <= TRAININGS; i++) {
      new MixtureTrainer(MixtureSettings.paper().withMaxEpochs(2).withSeed(i))
          .train(teacher, training, validation, epoch -> {});
      if (i == SETTLED) {
        settled = residentKilobytes();
      }
    }
    long end = residentKilobytes();
    System.out.printf(
        "resident after %d trainings: %,d kB, after %d: %,d kB%n",
        SETTLED, settled, TRAININGS, end);
    assertThat(end - settled).isLessThan(20_000);
  }

  private static long residentKilobytes() throws IOException {
    System.gc();
    return Files.readAllLines(Path.of("/proc/self/status")).stream()
        .filter(line -> line.startsWith("VmRSS"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .findFirst()
        .orElseThrow();
  }
}
