package io.mild;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mild.alerting.RiskCalibration;
import io.mild.data.ModelFileException;
import io.mild.internal.io.Digests;
import io.mild.internal.io.Json;
import io.mild.internal.io.Npy;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Model files that are not as they should be. Nothing but {@link ModelFileException} comes. */
class BadModelFileTest {
  private static final Mild MILD =
      HandMade.withoutPull()
          .calibrated(new RiskCalibration(2, 0.5), RiskCalibration.IDENTITY)
          .operated()
          .remembering()
          .build();

  private static final List<Object> REPLACEMENTS =
      List.of(
          "@null",
          "@remove",
          "x",
          "",
          -1L,
          0L,
          Long.MAX_VALUE,
          1e300,
          true,
          List.of(),
          List.of(List.of()),
          Map.of());

  @TempDir private Path folder;
  private Archive archive;
  private String manifest = "";

  @BeforeEach
  void save() throws IOException {
    archive = Archive.of(MILD, folder);
    manifest = archive.manifest();
  }

  @Test
  void aFileThatIsNoZipIsRefused() {
    assertRefused(new byte[0], "archive", "ZIP");
    assertRefused("timestamp,cpu\n0,1\n".getBytes(UTF_8), "archive", "ZIP");
    assertRefused(new byte[5_000], "archive", "ZIP");
  }

  /** As a copy is that was not waited for. */
  @Test
  void aModelThatIsCutOffIsToldAsThat() throws IOException {
    Path whole = folder.resolve("whole.mild");
    MILD.save(whole);
    byte[] bytes = Files.readAllBytes(whole);
    for (int length : new int[] {4, 100, bytes.length / 2, bytes.length - 1}) {
      assertRefused(Arrays.copyOf(bytes, length), "archive", "damaged or cut off");
    }
    bytes[0] ^= 1;
    assertRefused(Arrays.copyOf(bytes, 100), "archive", "is no .mild file");
  }

  @Test
  void aZipOfSomethingElseIsRefusedByWhatIsMissing() {
    archive.entries().clear();
    assertRefused(archive.with("readme.txt", new byte[3]), "manifest.json", "missing");
  }

  @Test
  void aFileOfANewerFormatIsRefusedByBothNumbers() {
    assertRefused(archive.replacing("\"format\": 1", "\"format\": 7"), "format", "is 7", "1 to 6");
  }

  @Test
  void aFileOfANewerFormatIsRefusedAsSuchWhateverElseItHolds() {
    assertRefused(archive.withManifest("{\"format\": 8}"), "format", "is 8", "1 to 6");
    assertRefused(archive.withManifest("{\"format\": 0}"), "format", "is 0");
    assertRefused(archive.withManifest("{}"), "format", "missing");
  }

  @Test
  void eachEntryIsMissedByItsName() {
    for (String name : List.copyOf(archive.entries().keySet())) {
      byte[] bytes = archive.entries().get(name);
      assertRefused(archive.without(name), name, "missing");
      archive.with(name, bytes);
    }
  }

  @Test
  void eachArrayOfDeparturesIsMissedByItsName() throws IOException {
    Archive departures = Archive.of(AnyModel.departures(), folder);
    for (String name : List.copyOf(departures.entries().keySet())) {
      byte[] bytes = departures.entries().get(name);
      assertRefused(departures.without(name), name, "missing");
      departures.with(name, bytes);
    }
  }

  /** The weights of the shortest horizon's own KPIs, of three spans, are six. */
  @Test
  void whoClaimsWeightsOfOwnKpisBeyondTheirUsualMustHaveAllOfThem() throws Exception {
    Path before =
        Path.of(
            Objects.requireNonNull(BadModelFileTest.class.getResource("format-4.mild")).toURI());
    String excess = "\"excessNaming\": true";
    String weights = "departures.own-excess-naming.npy";

    assertRefused(
        Archive.read(before).replacing(excess, excess + ", \"ownExcessNaming\": true"),
        "horizon-0/" + weights,
        "missing");
    assertRefused(
        Archive.read(before).replacing(excess, excess + ", \"ownExcessNaming\": 7"),
        "ownExcessNaming");
    assertRefused(
        Archive.of(AnyModel.departures(), folder)
            .withArray("horizon-2/" + weights, Npy.write(new float[5], 1, 5, false)),
        "horizon-2/" + weights);
  }

  @Test
  void anArrayOfAnotherChecksumIsRefusedByBothChecksums() {
    byte[] array = archive.entries().get("background.npy").clone();
    String before = Digests.hex(array);
    array[array.length - 1] ^= 1;

    assertRefused(
        archive.with("background.npy", array), "background.npy", before, Digests.hex(array));
  }

  @Test
  void anArrayWithoutAChecksumIsRefused() {
    assertRefused(
        archive.replacing("\"background.npy\"", "\"other.npy\""), "background.npy", "missing");
  }

  @Test
  void anOversizedEntryIsRefusedBeforeItIsRead() {
    byte[] huge = new byte[50_000_000];

    assertRefused(archive.with("background.npy", huge), "background.npy", "50000000", "at most");
    assertRefused(archive.withManifest(" ".repeat(1 << 25)), "manifest.json", "at most");
  }

  /** A ZIP whose directory says that 50 MB of zeros are 10 bytes. */
  @Test
  void anEntryThatIsLargerThanItSaysIsRefused() throws IOException {
    byte[] bytes = archive.with("background.npy", new byte[50_000_000]).bytes();
    ByteBuffer zip = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < bytes.length - 4; i++) {
      if (zip.getInt(i) == 50_000_000) {
        zip.putInt(i, 10);
      }
    }

    assertRefused(bytes, "background.npy");
  }

  @Test
  void anArrayOfAnotherShapeTypeOrOrderIsRefusedByWhatWasExpected() {
    String name = "horizon-0/mixture.encoder.0.npy";
    byte[] array = archive.entries().get(name);
    for (String[] change :
        new String[][] {
          {"(11, 2)", "(2, 11)"}, {"<f4", ">f4"}, {"<f4", "<i4"}, {"True", "Fals"}, {"11", "-1"}
        }) {
      String text = new String(array, StandardCharsets.ISO_8859_1).replace(change[0], change[1]);
      assertRefused(
          archive.withArray(name, text.getBytes(StandardCharsets.ISO_8859_1)),
          name,
          change[1],
          "'shape': (11, 2)");
    }
  }

  @Test
  void anArrayThatIsCutIsRefused() {
    String name = "standardizer/mean.npy";
    byte[] array = archive.entries().get(name);
    for (int length : new int[] {0, 5, 8, 9, 10, 64, 128, array.length - 1}) {
      assertRefused(archive.withArray(name, Arrays.copyOf(array, length)), name);
    }
  }

  @Test
  void valuesThatNoModelHasAreRefused() {
    for (String name :
        List.of("horizon-0/mixture.heads.npy", "horizon-1/teacher.weights.npy", "background.npy")) {
      byte[] before = archive.entries().get(name);
      assertRefused(withLastValue(name, Float.NaN), name, "NaN");
      archive.withArray(name, before);
      assertRefused(withLastValue(name, Float.NEGATIVE_INFINITY), name, "-Infinity");
      archive.withArray(name, before);
    }
    byte[] deviation = archive.entries().get("standardizer/deviation.npy").clone();
    ByteBuffer.wrap(deviation)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putDouble(deviation.length - Double.BYTES, -1);
    assertRefused(
        archive.withArray("standardizer/deviation.npy", deviation), "arrays", "deviation", "-1.0");
  }

  @Test
  void sizesOutOfRangeAreRefusedWithoutAllocatingThem() {
    for (String[] change :
        new String[][] {
          {"\"backgroundRows\": 2", "\"backgroundRows\": -1"},
          {"\"backgroundRows\": 2", "\"backgroundRows\": 2000000000"},
          {"\"backgroundRows\": 2", "\"backgroundRows\": 99999"},
          {"\"backgroundRows\": 2", "\"backgroundRows\": 99999999999"},
          {"\"backgroundTimes\": true", "\"backgroundTimes\": 1"},
          {"\"pastFailures\": [", "\"pastFailures\": [ {},"},
          {"\"gate\": 2", "\"gate\": 0"},
          {"\"gate\": 2", "\"gate\": 2147483647"},
          {"\"gate\": 2", "\"gate\": 65536"},
          {"\"expert\": 1", "\"expert\": -7"},
          {"\"expert\": 1", "\"expert\": 2147483647"},
          {"\"expert\": 1", "\"expert\": 16000"},
          {"\"encoder\": [ 2 ]", "\"encoder\": [ 2147483647 ]"},
          {"\"encoder\": [ 2 ]", "\"encoder\": [ 16000, 16000 ]"},
        }) {
      assertRefusedWhere(change[0], change[1]);
    }
  }

  @Test
  void whatContradictsItselfIsRefusedByTheField() {
    assertRefusedWhere("\"depth\"", "\"load\"", "load", "twice");
    assertRefusedWhere("\"PT1M\"", "\"PT0S\"", "samplingPeriod", "PT0S");
    assertRefusedWhere("\"PT4M\"", "\"PT3.5S\"", "window", "PT3.5S");
    assertRefusedWhere("\"RECOMMENDED\"", "\"BEST\"", "preset", "BEST", "PAPER");
    assertRefusedWhere("\"horizon\": \"PT2H\"", "\"horizon\": \"PT1H\"", "horizons");
    assertRefusedWhere("\"horizon\": \"PT2H\"", "\"horizon\": \"PT5M\"", "horizons");
    assertRefusedWhere("\"horizon\": \"PT1H\"", "\"horizon\": \"-PT1H\"", "horizon", "PT-1H");
    assertRefusedWhere("[ \"api\", \"orders\" ]", "[ \"api\", \"api\" ]", "intents", "api");
  }

  @Test
  void textThatIsNoManifestIsRefused() {
    for (String text :
        List.of(
            "",
            "{",
            "[]",
            "null",
            "\"format\"",
            "{\"format\": }",
            "{\"format\": 1e400}",
            "{\"format\": NaN}",
            "{\"format\": 99999999999999999999}",
            "{\"format\": 1} {}",
            "{\"format\": 1, \"format\": 1}",
            "{\"a\":".repeat(50),
            "[".repeat(100_000),
            "\u0000")) {
      assertRefused(archive.withManifest(text), "manifest.json");
    }
  }

  /**
   * Each field and each element of a list in turn becomes one of many things that it is not. What
   * is not refused, such as another name of an intent, must work.
   */
  @Test
  void noFieldOfTheManifestMayBeAnything() throws IOException {
    byte[] whole = archive.entries().get(Archive.MANIFEST);
    int changes = 0;
    int refused = 0;
    for (Object replacement : REPLACEMENTS) {
      for (int place = 0; place < places(Json.read(whole)).size(); place++) {
        Map<String, Object> changed = Json.read(whole);
        places(changed).get(place).accept(replacement);
        String text = new String(Json.write(changed), UTF_8).replace("\"@null\"", "null");
        Optional<Mild> loaded = tried(archive.withManifest(text).bytes());
        loaded.ifPresent(BadModelFileTest::requireWorking);
        refused += loaded.isEmpty() ? 1 : 0;
        changes++;
      }
    }
    assertThat(changes).isGreaterThan(1_000);
    assertThat(refused).isGreaterThan(changes * 3 / 4);
  }

  private static void requireWorking(Mild mild) {
    Assessment now = Feed.of(mild).row(1.5, 0.5);
    assertThat(now.intents()).allMatch(risk -> risk.risk() >= 0 && risk.risk() <= 1);
    assertThat(now.explain(mild.intents().get(0)).contributions()).hasSize(2);
    assertThat(mild.report().toString()).isNotEmpty();
  }

  private static List<Consumer<Object>> places(Object node) {
    List<Consumer<Object>> places = new ArrayList<>();
    collect(node, places);
    return places;
  }

  private static void collect(Object node, List<Consumer<Object>> places) {
    if (node instanceof Map<?, ?> map) {
      for (Map.Entry<?, ?> entry : new LinkedHashMap<>(map).entrySet()) {
        places.add(value -> put(map, entry.getKey(), value));
        collect(entry.getValue(), places);
      }
    } else if (node instanceof List<?> list) {
      for (int i = 0; i < list.size(); i++) {
        int index = i;
        places.add(value -> set(list, index, value));
        collect(list.get(i), places);
      }
    }
  }

  @SuppressWarnings("unchecked")
  private static void put(Map<?, ?> map, Object key, Object value) {
    if (value.equals("@remove")) {
      map.remove(key);
    } else {
      ((Map<Object, Object>) map).put(key, value);
    }
  }

  @SuppressWarnings("unchecked")
  private static void set(List<?> list, int index, Object value) {
    if (value.equals("@remove")) {
      list.remove(index);
    } else {
      ((List<Object>) list).set(index, value);
    }
  }

  @Test
  void aFileCutShortAnywhereIsRefused() throws IOException {
    byte[] bytes = archive.bytes();
    for (int length = 0; length < bytes.length; length += 7) {
      assertThat(isRefused(Arrays.copyOf(bytes, length))).as("cut to %d bytes", length).isTrue();
    }
  }

  /** A ZIP has bits that say nothing; a flip of such a one may pass, if it changes nothing. */
  @Test
  void noFlippedBitChangesAModelUnseen() throws IOException {
    byte[] bytes = Files.readAllBytes(folder.resolve("whole.mild"));
    SplittableRandom random = new SplittableRandom(5);
    int refused = 0;
    for (int i = 0; i < bytes.length; i += random.nextInt(1, 8)) {
      byte[] flipped = bytes.clone();
      flipped[i] ^= (byte) (1 << random.nextInt(8));
      Optional<Mild> loaded = tried(flipped);
      loaded.ifPresent(mild -> assertThat(mild.id()).isEqualTo(MILD.id()));
      refused += loaded.isEmpty() ? 1 : 0;
    }
    assertThat(refused).isGreaterThan(bytes.length / 8);
  }

  @Test
  void aModelOfAnotherSchemaRefusesTheRow() {
    assertThatThrownBy(() -> MILD.openStream().accept(HandMade.START, 1, 2, 3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("2", "3");
  }

  private Archive withLastValue(String name, float value) {
    byte[] array = archive.entries().get(name).clone();
    ByteBuffer.wrap(array)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putFloat(array.length - Float.BYTES, value);
    return archive.withArray(name, array);
  }

  /** The whole manifest but for one text. */
  private void assertRefusedWhere(String text, String becomes, String... named) {
    assertRefused(archive.withManifest(manifest).replacing(text, becomes), named);
  }

  private void assertRefused(Archive changed, String... named) {
    try {
      assertRefused(changed.bytes(), named);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private void assertRefused(byte[] bytes, String... named) {
    assertThatThrownBy(() -> Mild.load(Files.write(folder.resolve("changed.mild"), bytes)))
        .isInstanceOf(ModelFileException.class)
        .message()
        .contains("changed.mild: ")
        .satisfies(text -> assertThat(named).allMatch(text::contains, "is in " + text));
  }

  private boolean isRefused(byte[] bytes) throws IOException {
    return tried(bytes).isEmpty();
  }

  /** The model, unless it is refused as it should be. */
  private Optional<Mild> tried(byte[] bytes) throws IOException {
    try {
      return Optional.of(Mild.load(Files.write(folder.resolve("changed.mild"), bytes)));
    } catch (ModelFileException e) {
      assertThat(e).hasMessageContaining("changed.mild");
      return Optional.empty();
    }
  }
}
