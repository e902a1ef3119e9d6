package io.mild.training.mixture;

import static org.assertj.core.api.Assertions.assertThat;

import io.mild.moe.Teacher;
import io.mild.training.backend.TrainingBackEndException;
import java.io.File;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.Arrays;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** Training on a class path that lacks something, in a class loader of its own. */
class MixtureWithoutBackEndTest {

  @Test
  void withoutABackEndTheErrorNamesTheArtifactToAdd() throws Exception {
    assertThat(failureWithout(jar -> jar.startsWith("nd4j-native-1")))
        .isEqualTo(TrainingBackEndException.class.getName())
        .satisfies(name -> assertThat(message).contains("org.nd4j:nd4j-native:1.0.0-M2.1"));
  }

  @Test
  void onAPlatformWithoutNativeLibrariesTheErrorNamesPlatformAndClassifiers() throws Exception {
    assertThat(
            failureWithout(
                jar -> jar.matches("(nd4j-native|openblas|javacpp)-.*(linux|mac|win).*")))
        .isEqualTo(TrainingBackEndException.class.getName());
    assertThat(message).contains(System.getProperty("os.arch")).contains("linux-x86_64");
  }

  @Test
  void withoutDl4jTheErrorNamesItToo() throws Exception {
    assertThat(failureWithout(jar -> jar.startsWith("deeplearning4j-nn")))
        .isEqualTo(TrainingBackEndException.class.getName());
    assertThat(message).contains("deeplearning4j-nn");
  }

  @Test
  void withoutSmileTheErrorNamesIt() throws Exception {
    assertThat(failureWithout(jar -> jar.startsWith("smile-")))
        .isEqualTo(TrainingBackEndException.class.getName());
    assertThat(message).contains("smile-core:2.6.0");
  }

  private String message = "";

  /** The class name of what a small training throws on a class path without some jars. */
  private String failureWithout(Predicate<String> left) throws IOException {
    URL[] urls =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .map(File::new)
            .filter(file -> !left.test(file.getName()))
            .map(MixtureWithoutBackEndTest::url)
            .toArray(URL[]::new);
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    try (URLClassLoader loader = new URLClassLoader(urls, ClassLoader.getPlatformClassLoader())) {
      thread.setContextClassLoader(loader); // where ND4J looks for back ends
      loader.loadClass(SmallTraining.class.getName()).getMethod("run").invoke(null);
      throw new AssertionError("training ran");
    } catch (InvocationTargetException e) {
      message = String.valueOf(e.getCause().getMessage());
      return e.getCause().getClass().getName();
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  private static URL url(File file) {
    try {
      return file.toURI().toURL();
    } catch (MalformedURLException e) {
      throw new AssertionError(e);
    }
  }

  /** What the class loader runs. */
  public static final class SmallTraining {
    /** Trains teacher and mixture on a few rows. */
    public static void run() {
      MixtureData rows = Rows.random(64, 2, 1, 1);
      Teacher teacher = TeacherTrainer.train(rows);
      new MixtureTrainer(MixtureSettings.paper().toBuilder().maxEpochs(1).build())
          .train(teacher, rows, rows, epoch -> {});
    }
  }
}
