package io.mild.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.mild.AssuranceStream;
import io.mild.ClassPath;
import io.mild.HandMade;
import io.mild.SmallService;
import io.mild.report.Preset;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** What can be done on a class path that lacks something, in a class loader of its own. */
class MissingBackEndTest {

  @Test
  void trainingWithoutSmileNamesIt() throws Exception {
    assertThat(messageOfTrainingWithout(jar -> jar.startsWith("smile-")))
        .contains("com.github.haifengl:smile-core:");
  }

  @Test
  void trainingWithoutDl4jNamesIt() throws Exception {
    assertThat(messageOfTrainingWithout(jar -> jar.startsWith("deeplearning4j-")))
        .contains("org.deeplearning4j:deeplearning4j-nn:");
  }

  @Test
  void trainingWithoutDl4jAndNd4jNamesDl4j() throws Exception {
    assertThat(messageOfTrainingWithout(jar -> jar.matches("(deeplearning4j|nd4j|javacpp)-.*")))
        .contains("org.deeplearning4j:deeplearning4j-nn:");
  }

  @Test
  void trainingWithoutABackEndNamesIt() throws Exception {
    assertThat(messageOfTrainingWithout(jar -> jar.startsWith("nd4j-native-1")))
        .contains("org.nd4j:nd4j-native:");
  }

  /** By a recipe that has no network; that none was tried is told. */
  @Test
  void aShortHistoryIsTrainedWithoutThem() throws Exception {
    try (URLClassLoader loader =
        ClassPath.without(jar -> jar.matches("(deeplearning4j|nd4j|javacpp)-.*"))) {
      assertThat(run(loader, "trainShort"))
          .asString()
          .contains("a mixture of experts was not tried", "org.deeplearning4j:deeplearning4j-nn:");
    }
  }

  @Test
  void exportingWithoutTribuoNamesItAndLeavesNoFile() throws Exception {
    try (URLClassLoader loader = ClassPath.without(jar -> jar.startsWith("tribuo-"))) {
      assertThat(run(loader, "export")).asString().contains("org.tribuo:tribuo-util-onnx:");
    }
  }

  @Test
  void scoringAndExplainingNeedNoneOfThem() throws Exception {
    Predicate<String> training =
        jar -> jar.matches("(smile|deeplearning4j|nd4j|openblas|javacpp|tribuo|protobuf)-.*");
    try (URLClassLoader loader = ClassPath.without(training)) {
      assertThat(run(loader, "score")).isEqualTo("scored");
    }
  }

  /** What the class loader runs. */
  public static final class Work {
    private Work() {}

    public static String train() {
      SmallTraining.shortTrainer()
          .preset(Preset.PAPER)
          .train(SmallService.history(), SmallService.failures());
      return "trained";
    }

    public static String trainShort() {
      return SmallTraining.shortTrainer()
          .train(SmallService.history(), SmallService.failures())
          .report()
          .warnings()
          .toString();
    }

    public static String export() throws IOException {
      Path folder = Files.createTempDirectory("export");
      try {
        HandMade.simple().exportOnnx(folder.resolve("model.onnx"));
        return "exported";
      } catch (IllegalStateException e) {
        return String.valueOf(e.getMessage());
      } finally {
        Files.delete(folder); // which is empty
      }
    }

    public static String score() {
      AssuranceStream stream = SmallService.mild().openStream();
      stream.accept(SmallService.START, SmallService.history().values(0)).explain("api");
      return "scored";
    }
  }

  private static String messageOfTrainingWithout(Predicate<String> left) throws Exception {
    try (URLClassLoader loader = ClassPath.without(left)) {
      run(loader, "train");
      throw new AssertionError("training ran");
    } catch (InvocationTargetException e) {
      assertThat(e.getCause().getClass().getName())
          .isEqualTo("io.mild.training.backend.TrainingBackEndException");
      return String.valueOf(e.getCause().getMessage());
    }
  }

  private static Object run(URLClassLoader loader, String method) throws Exception {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(loader); // by which ND4J looks for back ends
    try {
      return loader.loadClass(Work.class.getName()).getMethod(method).invoke(null);
    } finally {
      thread.setContextClassLoader(before);
    }
  }
}
