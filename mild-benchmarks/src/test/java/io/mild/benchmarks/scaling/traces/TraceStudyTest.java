package io.mild.benchmarks.scaling.traces;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TraceStudyTest {
  private static final int HALF_AN_HOUR = 1800;

  @TempDir private Path folder;

  private Path traces;
  private Path out;

  @BeforeEach
  void threeQuietTraces() throws IOException {
    traces = Files.createDirectory(folder.resolve("traces"));
    out = folder.resolve("out");
    write("rising", HALF_AN_HOUR, second -> 4 + second / 300.0);
    write("falling", HALF_AN_HOUR, second -> 10 - second / 300.0);
    write("waving", HALF_AN_HOUR, second -> 7 + 3 * Math.sin(second / 120.0));
    Files.writeString(traces.resolve("LICENSE.txt"), "Copyright\n");
  }

  private void write(String name, int seconds, IntToDoubleFunction rate) throws IOException {
    double[] rates = new double[seconds];
    Arrays.setAll(rates, rate);
    Files.writeString(
        traces.resolve(name + ".txt"),
        DoubleStream.of(rates).mapToObj(String::valueOf).collect(Collectors.joining("\n")));
  }

  @Test
  void everyMethodAndEveryLevelIsReported() throws IOException {
    TraceStudy study = prepare();
    AtomicInteger days = new AtomicInteger();
    String words = study.run(days::incrementAndGet);

    assertThat(days).hasValue(study.days());
    assertThat(words).contains("persistence", "lstm", "waving, recorded", "noise of 30 %");
    // a head, and six methods on three traces; here and below
    assertThat(lines("forecasts.csv")).hasSize(1 + 6 * 3);
    assertThat(lines("forecast-floors.csv")).hasSize(1 + 7 * 3);
    // the baseline and four targets on three traces, and their mean
    assertThat(lines("equal-service.csv")).hasSize(1 + 5 * 4);
    // three loads, three start-up times and five forecasts, twice; four targets; five predictions
    assertThat(lines("sensitivity.csv")).hasSize(1 + 2 * (3 + 3 + 5) + 4 + 5);
    assertThat(out.resolve(TraceStudy.RESULTS)).isNotEmptyFile();
    assertThat(Files.readString(out.resolve(TraceStudy.REPORT)))
        .contains("waving, recorded")
        .doesNotContain("<script", "src=")
        .doesNotContainPattern("\\{[a-zA-Z]+}");
  }

  private List<String> lines(String file) throws IOException {
    return Files.readAllLines(out.resolve(file));
  }

  @Test
  void aFolderThatIsNotThereIsNamed() {
    assertThatThrownBy(
            () -> TraceStudy.prepare(folder.resolve("nowhere"), 1, 2, folder.resolve("out")))
        .isInstanceOf(IOException.class)
        .hasMessageEndingWith("nowhere: there is no such folder");
  }

  @Test
  void aLineThatIsNoNumberIsNamed() throws IOException {
    Files.writeString(traces.resolve("waving.txt"), "1\n2\nmany\n");

    assertThatThrownBy(this::prepare)
        .isInstanceOf(IOException.class)
        .isNotInstanceOf(NoSuchFileException.class)
        .hasMessageEndingWith("waving.txt, line 3: not a number: many");
  }

  @Test
  void aNegativeRateIsNamed() throws IOException {
    Files.writeString(traces.resolve("waving.txt"), "-1\n2\n");

    assertThatThrownBy(this::prepare).hasMessage("trace waving has the rate -1.0 in second 0");
  }

  @Test
  void aTraceThatIsTooShortIsNamed() throws IOException {
    write("waving", HALF_AN_HOUR - 1, second -> 5);

    assertThatThrownBy(this::prepare)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("trace waving", "1799 lines, and 1800 are needed");
  }

  @Test
  void twoTracesAreTooFewToLearnFrom() throws IOException {
    Files.delete(traces.resolve("waving.txt"));

    assertThatThrownBy(this::prepare)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("has 2 traces, and 3 are needed");
  }

  private TraceStudy prepare() throws IOException {
    return TraceStudy.prepare(traces, 1, 2, out);
  }
}
