package io.mild.synthetic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TelemetryWriterTest {
  private static final SyntheticSpec SPEC = SyntheticSpec.builder().minutes(5_000).build();

  private final SyntheticTelemetry telemetry = SyntheticTelemetry.generate(SPEC);

  @TempDir Path temporary;

  @Test
  void kpisReadBackBitForBit() throws IOException {
    List<CsvRecord> records = read("kpis.csv");
    double[][] values = telemetry.values();

    assertThat(records.get(0).getFields())
        .containsExactly(
            "timestamp",
            "cpu",
            "ram",
            "storage",
            "snet",
            "sri",
            "api_latency",
            "telemetry_queue",
            "analytics_tput");
    assertThat(records).hasSize(5_001);
    for (int t = 0; t < 5_000; t++) {
      List<String> fields = records.get(t + 1).getFields();
      assertThat(Long.parseLong(fields.get(0))).isEqualTo(telemetry.epochSeconds()[t]);
      for (int k = 0; k < 8; k++) {
        assertThat(fields.get(k + 1)).matches("\\d+\\.\\d{4}");
        assertThat(Double.parseDouble(fields.get(k + 1))).isEqualTo(values[t][k]);
      }
    }
  }

  @Test
  void failuresHaveARootRowAndInCodriftsAVictimRowOfTheSameTimes() throws IOException {
    List<CsvRecord> records = read("failures.csv");

    List<List<String>> expected = new ArrayList<>();
    expected.add(List.of("incident", "intent", "onset", "failure", "recovered", "role", "kind"));
    for (SyntheticFailure f : telemetry.failures()) {
      expected.add(row(f, f.root(), "root"));
      if (f.kind() == FailureKind.CODRIFT) {
        expected.add(row(f, f.victim(), "victim"));
      }
    }
    assertThat(expected).anyMatch(row -> row.contains("victim"));
    assertThat(records).extracting(CsvRecord::getFields).isEqualTo(expected);
  }

  @Test
  void benignEventsNameTheirKpis() throws IOException {
    List<CsvRecord> records = read("benign.csv");

    assertThat(records.get(0).getFields())
        .containsExactly("kind", "intent", "start", "end", "kpis");
    assertThat(records).hasSize(telemetry.benign().size() + 1);
    for (int i = 0; i < telemetry.benign().size(); i++) {
      BenignEvent event = telemetry.benign().get(i);
      assertThat(records.get(i + 1).getFields())
          .containsExactly(
              event.kind().label(),
              event.intent(),
              time(event.start()),
              time(event.end()),
              String.join(" ", event.kpis()));
    }
  }

  @Test
  void movedKpisStandUnderTheirIncident() throws IOException {
    List<CsvRecord> records = read("moved.csv");

    List<List<String>> expected = new ArrayList<>();
    expected.add(List.of("incident", "kpi", "from"));
    for (SyntheticFailure f : telemetry.failures()) {
      f.moved()
          .forEach(
              moved ->
                  expected.add(
                      List.of(Integer.toString(f.incident()), moved.kpi(), time(moved.from()))));
    }
    assertThat(records).extracting(CsvRecord::getFields).isEqualTo(expected);
  }

  @Test
  void theConfigurationHoldsEverySettingAndName() throws IOException {
    telemetry.writeTo(temporary);

    Map<String, String> settings = new LinkedHashMap<>();
    Map<String, List<String>> lists = new LinkedHashMap<>();
    try (JsonParser json =
        new JsonFactory().createParser(temporary.resolve("config.json").toFile())) {
      json.nextToken();
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String field = json.currentName();
        if (json.nextToken() == JsonToken.START_ARRAY) {
          List<String> items = new ArrayList<>();
          while (json.nextToken() != JsonToken.END_ARRAY) {
            items.add(json.getText());
          }
          lists.put(field, items);
        } else {
          settings.put(field, json.getText());
        }
      }
    }
    assertThat(settings)
        .containsOnly(
            entry("start", "2023-11-14T00:00:00Z"),
            entry("minutes", "5000"),
            entry("seed", "42"),
            entry("pairs", "1"),
            entry("victimOvert", "false"));
    assertThat(lists)
        .containsOnly(entry("intents", telemetry.intents()), entry("kpis", telemetry.kpis()));
  }

  @Test
  void theBytesOfASmallDataSetNeverChange() throws IOException, NoSuchAlgorithmException {
    SyntheticTelemetry.generate(SPEC.toBuilder().intents(4).kpis(10).pairs(2).build())
        .writeTo(temporary);

    assertThat(
            Map.of(
                "kpis.csv", sha256("kpis.csv"),
                "failures.csv", sha256("failures.csv"),
                "benign.csv", sha256("benign.csv"),
                "moved.csv", sha256("moved.csv"),
                "config.json", sha256("config.json")))
        .containsOnly(
            entry("kpis.csv", "64c5e8a6af19e454a0ff5f25d0fb6c878d8262f8b36f9a3a74512e5802f25bf5"),
            entry(
                "failures.csv", "a6ff20005870a5c29196967d96c85596a76fc8857fa536ae36691310ebc696f9"),
            entry("benign.csv", "307a3bf09275f84c34a55275928d953a233842a3064e9baf71e42d14510094b9"),
            entry("moved.csv", "55714de86c71a752b5744c7586a170648c9ca8628602c23f130cc2a8be1ed681"),
            entry(
                "config.json", "b69427168e8ffc122a3a8f6300a290472856d309bf047ba8e6c5b27627bb6825"));
  }

  /** A time is 1,699,920,000 s, Tuesday's midnight, and so many rows later. */
  @ParameterizedTest
  @ValueSource(ints = {1, 10, 3_600, 86_400})
  void aPeriodStretchesTheTimesAndNothingElse(int seconds) throws IOException {
    telemetry.writeTo(temporary.resolve("minutes"));
    SyntheticTelemetry.generate(SPEC.toBuilder().period(Duration.ofSeconds(seconds)).build())
        .writeTo(temporary.resolve("stretched"));

    for (String name : List.of("kpis.csv", "failures.csv", "benign.csv", "moved.csv")) {
      String minutes = Files.readString(temporary.resolve("minutes").resolve(name));
      String expected =
          Pattern.compile("\\b1[67]\\d{8}\\b")
              .matcher(minutes)
              .replaceAll(
                  time -> {
                    long rows = (Long.parseLong(time.group()) - 1_699_920_000L) / 60;
                    return Long.toString(1_699_920_000L + seconds * rows);
                  });
      assertThat(temporary.resolve("stretched").resolve(name)).hasContent(expected);
    }
    assertThat(temporary.resolve("stretched/config.json"))
        .content()
        .contains("\"period\" : \"" + Duration.ofSeconds(seconds) + "\"");
  }

  @Test
  void theLocaleDoesNotMatter() throws IOException, NoSuchAlgorithmException {
    telemetry.writeTo(temporary);
    String here = sha256("kpis.csv");
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
      telemetry.writeTo(temporary);
    } finally {
      Locale.setDefault(before);
    }
    assertThat(sha256("kpis.csv")).isEqualTo(here);
  }

  @Test
  void theDirectoryIsMadeAndHoldsTheFiveFilesOnly() throws IOException {
    Path directory = temporary.resolve("a/b");

    telemetry.writeTo(directory);
    telemetry.writeTo(directory);

    try (var files = Files.list(directory)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder(
              "kpis.csv", "failures.csv", "benign.csv", "moved.csv", "config.json");
    }
  }

  @Test
  void aFileThatCannotBeReplacedLeavesNoTemporaryOneBehind() throws IOException {
    Files.createDirectories(temporary.resolve("kpis.csv/in the way"));

    assertThatThrownBy(() -> telemetry.writeTo(temporary)).isInstanceOf(IOException.class);

    try (var files = Files.list(temporary)) {
      assertThat(files.map(file -> file.getFileName().toString())).containsExactly("kpis.csv");
    }
  }

  private List<CsvRecord> read(String name) throws IOException {
    telemetry.writeTo(temporary);
    try (CsvReader<CsvRecord> csv = CsvReader.builder().ofCsvRecord(temporary.resolve(name))) {
      return csv.stream().toList();
    }
  }

  private static List<String> row(SyntheticFailure f, String intent, String role) {
    return List.of(
        Integer.toString(f.incident()),
        intent,
        time(f.onset()),
        time(f.failure()),
        time(f.recovered()),
        role,
        f.kind().label());
  }

  private static String time(int minute) {
    return Long.toString(1_699_920_000L + 60L * minute);
  }

  private String sha256(String name) throws IOException, NoSuchAlgorithmException {
    byte[] bytes = Files.readAllBytes(temporary.resolve(name));
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }
}
