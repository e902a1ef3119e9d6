package io.mild.training.mixture;

import static org.assertj.core.api.Assertions.assertThat;

import io.mild.moe.Teacher;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** By a thread's context class loader ND4J looks for back ends, once in a process. */
class ContextClassLoaderTest {
  private static final String FINISHED = "trained, and the class loader is as it was";

  @ParameterizedTest
  @ValueSource(strings = {"none", "empty"})
  void aThreadWhoseContextClassLoaderKnowsNoBackEndTrains(String loader) throws Exception {
    assertThat(outputOfTraining(loader)).endsWith(FINISHED);
  }

  private static String outputOfTraining(String loader) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                Pool.class.getName(),
                loader)
            .redirectErrorStream(true)
            .start();
    String output =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    process.waitFor();
    return output;
  }

  /** What the process runs: a small training in a thread of its own. */
  public static final class Pool {
    private Pool() {}

    public static void main(String[] args) throws Exception {
      Thread thread = new Thread(Pool::train);
      thread.setContextClassLoader(args[0].equals("none") ? null : empty());
      thread.start();
      thread.join();
    }

    private static ClassLoader empty() {
      return new URLClassLoader(new URL[0], null);
    }

    private static void train() {
      @Nullable ClassLoader before = Thread.currentThread().getContextClassLoader();
      MixtureData rows = Rows.random(64, 2, 1, 1);
      Teacher teacher = TeacherTrainer.train(rows);
      new MixtureTrainer(MixtureSettings.paper().toBuilder().maxEpochs(1).build())
          .train(teacher, rows, rows, epoch -> {});
      if (Thread.currentThread().getContextClassLoader() == before) {
        System.out.println(FINISHED);
      }
    }
  }
}
