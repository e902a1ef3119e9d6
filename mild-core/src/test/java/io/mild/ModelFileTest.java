package io.mild;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.mild.data.KpiHistory;
import io.mild.data.KpiSchema;
import io.mild.features.FeatureSpec;
import io.mild.internal.file.FeatureLayout;
import io.mild.internal.io.Json;
import io.mild.internal.model.HealthyRows;
import io.mild.internal.model.TrainedModel;
import io.mild.moe.DepartureModel;
import io.mild.moe.RiskModel;
import java.io.IOException;
import java.net.URLClassLoader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TimeZone;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelFileTest {
  @TempDir private Path folder;

  @Test
  void aLoadedModelAssessesBitForBitAsTheSavedOne() throws IOException {
    KpiHistory history = SmallService.history();
    Mild loaded = savedAndLoaded(SmallService.mild());

    assertThat(StreamedAssessment.stream(loaded.openStream(), history, 0, history.rows()))
        .isEqualTo(
            StreamedAssessment.stream(
                SmallService.mild().openStream(), history, 0, history.rows()));
  }

  @Test
  void aLoadedModelExplainsAsTheSavedOne() throws IOException {
    Assessment saved = Feed.of(HandMade.withPull(0.4).horizon(120, 1).build()).row(1.2, 0.8);
    Assessment loaded =
        Feed.of(savedAndLoaded(HandMade.withPull(0.4).horizon(120, 1).build())).row(1.2, 0.8);

    assertThat(loaded.explain("api")).isEqualTo(saved.explain("api"));
    assertThat(loaded.explainFeatures("orders")).isEqualTo(saved.explainFeatures("orders"));
  }

  @Test
  void whatATrainedModelExplainsItselfWithIsKept() throws IOException {
    Mild mild = SmallService.mild();
    Mild loaded = savedAndLoaded(mild);
    HealthyRows healthy = mild.model().explanationModel().healthy();

    assertThat(loaded.model().explanationModel().healthy().rows()).isDeepEqualTo(healthy.rows());
    assertThat(loaded.model().explanationModel().healthy().epochMillis())
        .isEqualTo(healthy.epochMillis());
    assertThat(loaded.model().explanationModel().past())
        .usingRecursiveFieldByFieldElementComparator()
        .isNotEmpty()
        .isEqualTo(mild.model().explanationModel().past());
    assertThat(loaded.importance("api")).isNotEmpty().isEqualTo(mild.importance("api"));
  }

  @Test
  void allThatAModelSaysOfItselfIsKept() throws IOException {
    for (Mild mild : List.of(SmallService.mild(), HandMade.simple())) {
      Mild loaded = savedAndLoaded(mild);

      assertThat(loaded.schema()).isEqualTo(mild.schema());
      assertThat(loaded.intents()).isEqualTo(mild.intents());
      assertThat(loaded.horizons()).isEqualTo(mild.horizons());
      mild.horizons()
          .forEach(horizon -> assertThat(loaded.policy(horizon)).isEqualTo(mild.policy(horizon)));
      assertThat(loaded.report()).isEqualTo(mild.report());
      assertThat(loaded.id()).isEqualTo(mild.id());
      assertThat(loaded).hasToString(mild.toString());
    }
  }

  @Test
  void aModelOfSeasonalResidualsIsReadAsItWasWritten() throws IOException {
    Mild mild = HandMade.ofResiduals();
    Mild loaded = savedAndLoaded(mild);

    assertThat(loaded.model().features()).isEqualTo(mild.model().features());
    assertThat(loaded.id()).isEqualTo(mild.id());
    Feed saved = Feed.of(mild);
    Feed read = Feed.of(loaded);
    for (int row = 0; row < 20; row++) {
      assertThat(read.row(row % 3, 1).intents()).isEqualTo(saved.row(row % 3, 1).intents());
    }
  }

  /** Of a model of departures for each horizon, whose weights are not all of the same kinds. */
  @Test
  void aModelOfDeparturesIsReadAsItWasWritten() throws IOException {
    Mild mild = AnyModel.departures();
    Mild loaded = savedAndLoaded(mild);

    assertThat(risks(loaded)).isEqualTo(risks(mild));
    assertThat(risks(loaded))
        .extracting(risk -> ((DepartureModel) risk).weighsOwnExcess())
        .containsExactly(false, false, true);
    assertThat(Archive.of(mild, folder).manifest()).contains("\"format\": 6");
    assertThat(loaded.id()).isEqualTo(mild.id());
  }

  private static List<RiskModel> risks(Mild mild) {
    return mild.model().horizonModels().stream().map(its -> its.risk().model()).toList();
  }

  @Test
  void namesOfAllLettersAreKept() throws IOException {
    Mild plain = HandMade.simple();
    List<String> kpis = List.of("Größe \"netto\" \\ 中", "a\nb\t\u0000\uD83D\uDE00");
    Mild mild =
        Mild.of(
            new TrainedModel(
                new KpiSchema(kpis, plain.schema().samplingPeriod()),
                new FeatureSpec(
                    kpis,
                    plain.schema().samplingPeriod(),
                    FeatureLayout.of(plain.model().features()).windows()),
                plain.intents(),
                plain.model().standardizer(),
                plain.model().horizonModels(),
                plain.model().incidentModel(),
                plain.model().explanationModel(),
                plain.report()));

    assertThat(savedAndLoaded(mild).schema().kpis()).isEqualTo(kpis);
  }

  @Test
  void theSameModelGivesTheSameBytes() throws IOException {
    Path first = saved("first.mild", SmallService.mild());
    Path again = saved("again.mild", Mild.load(first));

    assertThat(again).hasSameBinaryContentAs(first);
  }

  @Test
  void theBytesDependNeitherOnLocaleNorOnTimeZone() throws IOException {
    Path expected = saved("expected.mild", HandMade.simple());
    Locale locale = Locale.getDefault();
    TimeZone zone = TimeZone.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab")); // with digits of its own
      TimeZone.setDefault(TimeZone.getTimeZone("America/Los_Angeles"));
      assertThat(saved("elsewhere.mild", HandMade.simple())).hasSameBinaryContentAs(expected);
      assertThat(Mild.load(expected).report()).isEqualTo(HandMade.simple().report());
    } finally {
      Locale.setDefault(locale);
      TimeZone.setDefault(zone);
    }
  }

  /** Read once by the JSON library, so in a class loader of its own. */
  @Test
  void theBytesDoNotDependOnTheLineSeparator() throws Exception {
    Path expected = saved("expected.mild", HandMade.simple());
    Path elsewhere = folder.resolve("elsewhere.mild");
    String separator = System.getProperty("line.separator");
    try (URLClassLoader loader = ClassPath.without(jar -> false)) {
      System.setProperty("line.separator", "\r\n");
      loader.loadClass(Saving.class.getName()).getMethod("to", Path.class).invoke(null, elsewhere);
    } finally {
      System.setProperty("line.separator", separator);
    }

    assertThat(elsewhere).hasSameBinaryContentAs(expected);
  }

  /** What the class loader runs. */
  public static final class Saving {
    private Saving() {}

    public static void to(Path file) throws IOException {
      HandMade.simple().save(file);
    }
  }

  /** Java's own text of a double changed with JDK 19, where 2e23 was 1.9999999999999998E23. */
  @Test
  void numbersAreWrittenTheSameOnEveryJdk() {
    assertThat(new String(Json.write(Map.of("number", 2e23)), StandardCharsets.UTF_8))
        .contains("2.0E23");
    assertThat(new String(Json.write(Map.of("number", 0.1)), StandardCharsets.UTF_8))
        .contains("0.1");
  }

  @Test
  void savingReplacesAnEarlierFileAndLeavesNothingElse() throws IOException {
    Path file = Files.writeString(folder.resolve("model.mild"), "an earlier file");

    HandMade.simple().save(file);

    assertThat(Mild.load(file).id()).isEqualTo(HandMade.simple().id());
    assertThat(files()).containsExactly(file);
  }

  @Test
  void whereSavingFailsAllIsAsItWas() throws IOException {
    Path target = Files.createDirectory(folder.resolve("model.mild"));
    Path inside = Files.writeString(target.resolve("inside"), "kept");

    assertThatThrownBy(() -> HandMade.simple().save(target)).isInstanceOf(IOException.class);

    assertThat(files()).containsExactly(target);
    assertThat(inside).hasContent("kept");
  }

  @Test
  void aFolderThatIsNotThereIsMade() throws IOException {
    Path file = folder.resolve("none/model.mild");

    HandMade.simple().save(file);

    assertThat(Mild.load(file).id()).isEqualTo(HandMade.simple().id());
  }

  /** A service need not run as the user that trained. */
  @Test
  void aSavedFileMayBeReadByWhomOtherFilesMayBeRead() throws IOException {
    assumeTrue(Files.getFileStore(folder).supportsFileAttributeView("posix"));
    Path plain = Files.writeString(folder.resolve("plain"), "");

    assertThat(Files.getPosixFilePermissions(saved("model.mild", HandMade.simple())))
        .isEqualTo(Files.getPosixFilePermissions(plain));
  }

  @Test
  void aFileThatIsNotThereIsAnIOException() {
    assertThatThrownBy(() -> Mild.load(folder.resolve("none.mild")))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessageContaining("none.mild");
  }

  /**
   * NumPy's format 1.0: the magic string, version 1.0, the header's length in two little-endian
   * bytes, then a Python dictionary, padded with blanks to a multiple of 64 and ended by a line
   * break; then the values. The mean of ten features is a row of doubles.
   */
  @Test
  void arraysAreInNumPysFormat() throws IOException {
    byte[] mean = Archive.of(HandMade.simple(), folder).entries().get("standardizer/mean.npy");

    assertThat(mean).startsWith(0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0);
    int length = ByteBuffer.wrap(mean).order(ByteOrder.LITTLE_ENDIAN).getShort(8);
    assertThat((10 + length) % 64).isZero();
    assertThat(new String(mean, 10, length, StandardCharsets.US_ASCII))
        .startsWith("{'descr': '<f8', 'fortran_order': False, 'shape': (1, 10), }")
        .endsWith(" \n");
    assertThat(mean).hasSize(10 + length + 10 * Double.BYTES);
  }

  /** Layer by layer, inputs are rows: the hand-made encoder passes the two KPIs through. */
  @Test
  void matricesAreInFortranOrderAndLittleEndian() throws IOException {
    byte[] encoder =
        Archive.of(HandMade.simple(), folder).entries().get("horizon-0/mixture.encoder.0.npy");

    int begin = encoder.length - 22 * Float.BYTES;
    assertThat(new String(encoder, 10, begin - 10, StandardCharsets.US_ASCII))
        .startsWith("{'descr': '<f4', 'fortran_order': True, 'shape': (11, 2), }");
    ByteBuffer values = ByteBuffer.wrap(encoder).order(ByteOrder.LITTLE_ENDIAN).position(begin);
    for (int column = 0; column < 2; column++) {
      for (int row = 0; row < 11; row++) {
        assertThat(values.getFloat()).isEqualTo(row == column ? 1 : 0);
      }
    }
  }

  private Mild savedAndLoaded(Mild mild) throws IOException {
    return Mild.load(saved("model.mild", mild));
  }

  private Path saved(String name, Mild mild) throws IOException {
    Path file = folder.resolve(name);
    mild.save(file);
    return file;
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }
}
