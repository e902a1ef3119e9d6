package io.mild.training.mixture;

import static org.assertj.core.api.Assertions.assertThat;

import io.mild.moe.Teacher;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/**
 * A process that trains again and again does not grow. It runs in a process of its own whose heap
 * is fixed and touched from the start, so that what grows is native.
 */
@Tag("experiment")
class NativeMemoryTest {
  private static final int SETTLED = 200;
  private static final int TRAININGS = 300;
  private static final long ALLOWED_KILOBYTES = 20_000;

  @Test
  @EnabledOnOs(OS.LINUX) // the only one that tells a process's resident memory in a file
  void aHundredTrainingsInOneProcessDoNotMakeItGrow() throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xms200m",
                "-Xmx200m",
                "-XX:+AlwaysPreTouch",
                "-cp",
                System.getProperty("java.class.path"),
                Trainings.class.getName())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    System.out.print(output);

    List<Long> kilobytes =
        output.lines().filter(l -> l.startsWith("resident")).map(NativeMemoryTest::last).toList();
    assertThat(kilobytes).hasSize(2);
    assertThat(kilobytes.get(1) - kilobytes.get(0)).isLessThan(ALLOWED_KILOBYTES);
  }

  private static long last(String line) {
    return Long.parseLong(line.substring(line.lastIndexOf(' ') + 1));
  }

  /** What the process runs. */
  static final class Trainings {
    /** Trains, and prints the resident memory after 200 and after 300 trainings. */
    public static void main(String[] arguments) throws Exception {
      MixtureData training = Rows.random(5_000, 40, 3, 1);
      MixtureData validation = Rows.random(1_300, 40, 3, 2);
      Teacher teacher = TeacherTrainer.train(training);
      for (int i = 1; i <= TRAININGS; i++) {
        new MixtureTrainer(MixtureSettings.paper().toBuilder().maxEpochs(2).seed(i).build())
            .train(teacher, training, validation, epoch -> {});
        if (i == SETTLED || i == TRAININGS) {
          System.out.println("resident kB after " + i + " trainings: " + residentKilobytes());
        }
      }
    }

    private static long residentKilobytes() throws IOException {
      return Files.readAllLines(Path.of("/proc/self/status")).stream()
          .filter(line -> line.startsWith("VmRSS"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
          .findFirst()
          .orElseThrow();
    }
  }
}
