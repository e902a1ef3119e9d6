package io.mild.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.mild.Mild;
import io.mild.SmallService;
import io.mild.data.KpiHistory;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example that README.md begins with is compiled and run as it stands there. */
class ReadmeExampleTest {
  private static final Path README = Path.of("..", "README.md");
  private static final String MARKER = "<!-- example -->";
  private static final String FENCE = "```";
  private static final Duration LIMIT = Duration.ofMinutes(5);

  @TempDir private Path folder;

  @Test
  void theReadmesExampleTrainsSavesLoadsAndStreams() throws Exception {
    KpiHistory history = SmallService.history().before(SmallService.time(1_000)); // is faster
    SmallService.writeKpis(history, folder.resolve("kpis.csv"));
    SmallService.writeFailures(SmallService.failures(), folder.resolve("failures.csv"));
    compile(program(example()));

    String printed = run();

    assertThat(Mild.load(folder.resolve("checkout.mild")).schema().kpis())
        .isEqualTo(history.kpis());
    assertThat(printed).contains("will fail in", "because of");
  }

  private static String example() throws IOException {
    assertThat(README).as("the README, which holds the example that this test runs").exists();
    String readme = Files.readString(README);
    int marker = readme.indexOf(MARKER);
    assertThat(marker).as("place of %s in %s", MARKER, README).isNotNegative();
    int begin = readme.indexOf(FENCE + "java\n", marker);
    assertThat(begin).as("place of %sjava after %s in %s", FENCE, MARKER, README).isNotNegative();
    int first = readme.indexOf('\n', begin) + 1;
    int end = readme.indexOf(FENCE, first);
    assertThat(end).as("place of the %s that ends the example", FENCE).isNotNegative();
    return readme.substring(first, end);
  }

  private static String program(String example) {
    return """
    import io.mild.*;
    import io.mild.data.*;
    import io.mild.training.*;
    import java.nio.file.*;
    import java.time.*;
    import java.util.*;

    public class Example {
      public static void main(String[] args) throws Exception {
    %s
      }
    }
    """
        .formatted(example);
  }

  private void compile(String program) throws IOException {
    Path source = Files.writeString(folder.resolve("Example.java"), program);
    JavaCompiler compiler = Objects.requireNonNull(ToolProvider.getSystemJavaCompiler(), "a JDK");
    StringWriter errors = new StringWriter();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      List<String> options = List.of("-cp", System.getProperty("java.class.path"));
      boolean compiled =
          compiler
              .getTask(errors, files, null, options, null, files.getJavaFileObjects(source))
              .call();
      assertThat(compiled).as(errors::toString).isTrue();
    }
  }

  /** In a process of its own, whose working directory the test's own can't be. */
  private String run() throws IOException, InterruptedException {
    String classPath =
        System.getProperty("java.class.path") + System.getProperty("path.separator") + folder;
    Path output = folder.resolve("output.txt");
    ProcessBuilder java =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "Example")
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    java.environment().put("CLASSPATH", classPath);
    Process process = java.start();
    try {
      boolean ended = process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS);
      String printed = Files.readString(output);
      assertThat(ended).as("ended within %s%n%s", LIMIT, printed).isTrue();
      assertThat(process.exitValue()).as(printed).isZero();
      return printed;
    } finally {
      process.destroyForcibly();
    }
  }
}
