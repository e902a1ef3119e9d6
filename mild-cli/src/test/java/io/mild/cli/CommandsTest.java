package io.mild.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import io.mild.Mild;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** All commands but the demo, one after another on a small data set. */
class CommandsTest {
  private static final List<String> INTENTS = List.of("telemetry", "analytics", "api");
  private static final String MIDDLE = "2023-11-16T12:00:00Z";

  /** Explaining alerts takes the time: most tests stream these 25 hours only. */
  private static final String EARLY = "2023-11-15T01:00:00Z";

  @TempDir static Path directory;
  private static Path kpis;
  private static Path failures;
  private static Path model;
  private static Path alerts;
  private static Path minutes;
  private static CommandRun training;

  @TempDir Path temporary;

  @BeforeAll
  static void generateTrainAndStream() {
    kpis = directory.resolve("data/kpis.csv");
    failures = directory.resolve("data/failures.csv");
    model = directory.resolve("small.mild");
    CommandRun generation =
        CommandRun.of("generate", "--out", directory.resolve("data"), "--minutes", 8_000);
    assertThat(generation.exitCode()).as(generation.err()).isZero();
    training = CommandRun.of("train", "--kpis", kpis, "--failures", failures, "--model", model);
    assertThat(training.exitCode()).as(training.err()).isZero();
    alerts = directory.resolve("out/alerts.jsonl");
    minutes = directory.resolve("out/minutes.csv");
    CommandRun stream =
        CommandRun.of(
            "stream",
            "--model",
            model,
            "--kpis",
            kpis,
            "--until",
            MIDDLE,
            "--alerts",
            alerts,
            "--minutes",
            minutes);
    assertThat(stream.exitCode()).as(stream.err()).isZero();
  }

  @Test
  void aModelIsExported() {
    Path onnx = temporary.resolve("small.onnx");

    CommandRun run = CommandRun.of("export", "--model", model, "--onnx", onnx);

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out()).startsWith("Mild[").endsWith(" in " + onnx + System.lineSeparator());
    assertThat(onnx).isNotEmptyFile();
  }

  @Test
  void generateWritesADataSetAndSaysWhatIsInIt() {
    CommandRun run =
        CommandRun.of(
            "generate", "--out", temporary, "--minutes", 2_000, "--intents", 5, "--pairs", 2);

    assertThat(run.out()).startsWith("2000 minutes of 10 KPIs with ").contains("5 intents");
    assertThat(temporary.toFile().list())
        .containsExactlyInAnyOrder(
            "kpis.csv", "failures.csv", "benign.csv", "moved.csv", "config.json");
  }

  @Test
  void generateStretchesTheStoryToAnyPeriod() throws IOException {
    CommandRun run =
        CommandRun.of("generate", "--out", temporary, "--rows", 2_000, "--period", "10s");

    assertThat(run.out()).startsWith("2000 rows of 8 KPIs with ");
    assertThat(records(temporary.resolve("kpis.csv")).subList(1, 4))
        .extracting(record -> record.getField(0))
        .containsExactly("1699920000", "1699920010", "1699920020");
  }

  @Test
  void trainPrintsItsReport() {
    assertThat(training.out())
        .contains("trained on 2023-11-14T00:00:00Z to 2023-11-19T13:19:00Z")
        .contains("telemetry:", "horizon 120 min:", "saved as " + model);
    assertThat(directory.toFile().list()).containsExactlyInAnyOrder("data", "small.mild", "out");
  }

  @Test
  void trainUntilATimeSeesNothingAfterIt() throws IOException {
    List<String> lines = Files.readAllLines(kpis);
    Path early = Files.write(temporary.resolve("early.csv"), lines.subList(0, 1 + 3_600));
    Path fromAll = temporary.resolve("all.mild");
    Path fromEarly = temporary.resolve("early.mild");

    CommandRun.of(train(kpis, fromAll, "--until", MIDDLE, "--horizon", "30m", "--window", "5m"));
    CommandRun.of(train(early, fromEarly, "--until", MIDDLE, "--horizon", "30m", "--window", "5m"));

    assertThat(fromAll).hasSameBinaryContentAs(fromEarly);
  }

  /** The set's incidents have one root each, which the report says. */
  @Test
  void trainCanBeAskedForMultipleRootCauses() throws IOException {
    Path multiple = temporary.resolve("multiple.mild");

    CommandRun run =
        CommandRun.of(
            train(kpis, multiple, "--multiple-root-causes", "--horizon", "30m", "--window", "5m"));

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out()).contains("no incident of the history has two intents of role root");
    assertThat(Mild.load(multiple).multipleRootCauses()).isTrue();
    assertThat(Mild.load(model).multipleRootCauses()).isFalse();
  }

  @Test
  void aLineAnAlertHoldsAllThatWasKnownWhenItBegan() throws IOException {
    assertThat(readAlerts(alerts)).isNotEmpty();
    for (Map<String, Object> alert : readAlerts(alerts)) {
      assertThat(alert.keySet())
          .containsExactly(
              "time",
              "intent",
              "risk",
              "smoothedRisk",
              "threshold",
              "rootCause",
              "rootCauses",
              "candidates",
              "rootCauseProbabilities",
              "timeToFailure",
              "explanation",
              "end");
      assertThat(number(alert, "smoothedRisk")).isGreaterThanOrEqualTo(number(alert, "threshold"));
      Map<String, Object> left = object(alert.get("timeToFailure"));
      assertThat(left.keySet()).containsExactly("after", "until", "coverage");
      assertThat(number(left, "until")).isGreaterThan(number(left, "after")).isBetween(1.0, 240.0);
      assertThat(number(left, "coverage")).isEqualTo(0.8);

      Map<String, Object> causes = object(alert.get("rootCauseProbabilities"));
      assertThat(causes.keySet()).containsExactlyElementsOf(INTENTS);
      assertThat(causes.values().stream().mapToDouble(p -> (double) p).sum())
          .isCloseTo(1, within(1e-9));
      assertThat(number(causes, (String) alert.get("rootCause")))
          .isEqualTo(causes.values().stream().mapToDouble(p -> (double) p).max().orElseThrow());

      assertThat(alert.get("explanation"))
          .asInstanceOf(InstanceOfAssertFactories.LIST)
          .extracting(share -> object(share).get("kpi"))
          .containsExactlyInAnyOrder((Object[]) header(kpis).subList(1, 9).toArray(String[]::new));
    }
  }

  @Test
  void alertsAreTheEpisodesOfTheMinutes() throws IOException {
    assertThat(episodes(readAlerts(alerts))).containsExactlyInAnyOrderElementsOf(episodes(minutes));
    assertThat(readAlerts(alerts)).extracting(alert -> (String) alert.get("time")).isSorted();
  }

  @Test
  void alertsEndAtGaps() throws IOException {
    Path withGaps = withoutRows(kpis, 60);
    Path minutes = temporary.resolve("minutes.csv");

    Path alerts = stream(withGaps, "--minutes", minutes, "--until", EARLY);

    assertThat(episodes(readAlerts(alerts))).containsExactlyInAnyOrderElementsOf(episodes(minutes));
  }

  @Test
  void aRowAMinuteHoldsWhatTheAlertsSay() throws IOException {
    List<NamedCsvRecord> rows = read(minutes);

    List<String> header = new ArrayList<>(List.of("timestamp"));
    for (String intent : INTENTS) {
      Stream.of("risk.", "smoothed.", "cause.", "alert.").forEach(c -> header.add(c + intent));
    }
    assertThat(rows.get(0).getHeader()).isEqualTo(header);
    assertThat(rows).hasSize(3_600);
    Map<String, NamedCsvRecord> byTime = new LinkedHashMap<>();
    rows.forEach(row -> byTime.put(row.getField("timestamp"), row));
    for (Map<String, Object> alert : readAlerts(alerts)) {
      NamedCsvRecord row = byTime.get((String) alert.get("time"));
      String intent = (String) alert.get("intent");
      assertThat(cell(row, "risk." + intent)).isCloseTo(number(alert, "risk"), within(5e-7));
      assertThat(cell(row, "smoothed." + intent))
          .isCloseTo(number(alert, "smoothedRisk"), within(5e-7));
      object(alert.get("rootCauseProbabilities"))
          .forEach(
              (cause, p) ->
                  assertThat(cell(row, "cause." + cause)).isCloseTo((double) p, within(5e-7)));
    }
  }

  @Test
  void rowsBeforeTheSpanOnlyFillTheWindows() throws IOException {
    Path span = temporary.resolve("span.csv");

    Path alerts =
        stream(kpis, "--minutes", span, "--from", EARLY, "--until", "2023-11-15T13:00:00Z");

    List<NamedCsvRecord> rows = read(span);
    assertThat(rows).hasSize(720);
    assertThat(rows.get(0).getField("timestamp")).isEqualTo(EARLY);
    List<NamedCsvRecord> same = read(minutes).subList(1_500, 1_500 + rows.size());
    for (int row = 0; row < rows.size(); row++) {
      for (String intent : INTENTS) {
        assertThat(cell(rows.get(row), "risk." + intent))
            .isCloseTo(cell(same.get(row), "risk." + intent), within(2e-6));
      }
    }
    assertThat(readAlerts(alerts))
        .allSatisfy(alert -> assertThat((String) alert.get("time")).isGreaterThanOrEqualTo(EARLY));
  }

  @Test
  void theOrderOfTheColumnsDoesNotMatter() throws IOException {
    List<String> reversed = new ArrayList<>();
    for (CsvRecord record : records(kpis)) {
      List<String> fields = new ArrayList<>(record.getFields().subList(1, 9));
      Collections.reverse(fields);
      reversed.add(record.getField(0) + "," + String.join(",", fields));
    }
    Path other = Files.write(temporary.resolve("reversed.csv"), reversed);

    Path expected = stream(kpis, "--until", EARLY);
    Path found = stream(other, "--until", EARLY);

    assertThat(found).hasSameTextualContentAs(expected);
  }

  @Test
  void withoutAFileAlertsArePrinted() throws IOException {
    long begun =
        readAlerts(alerts).stream()
            .filter(alert -> alert.get("time").toString().compareTo(EARLY) < 0)
            .count();

    CommandRun run = CommandRun.of("stream", "--model", model, "--kpis", kpis, "--until", EARLY);

    assertThat(begun).isPositive();
    assertThat(run.out().lines().filter(line -> line.contains(" will fail in ")))
        .hasSize((int) begun);
    assertThat(run.out().lines().filter(line -> line.startsWith("    root cause: ")))
        .hasSize((int) begun);
    assertThat(run.out()).endsWith("1500 rows, " + begun + " alerts" + System.lineSeparator());
  }

  @Test
  void anExplanationSumsToTheRiskLessTheUsualRisk() {
    for (String[] options :
        new String[][] {{}, {"--features"}, {"--of", "root_cause"}, {"--of", "log_odds"}}) {
      List<Object> arguments = new ArrayList<>();
      Collections.addAll(arguments, "explain", "--model", model, "--kpis", kpis);
      Collections.addAll(arguments, "--at", MIDDLE, "--intent", "api");
      Collections.addAll(arguments, (Object[]) options);
      CommandRun run = CommandRun.of(arguments.toArray());

      List<String> lines = run.out().lines().toList();
      Matcher risks = Pattern.compile("api .* (\\S+) \\(usual (\\S+)\\)").matcher(lines.get(1));
      assertThat(risks.matches()).as(lines.get(1)).isTrue();
      double difference = Double.parseDouble(risks.group(1)) - Double.parseDouble(risks.group(2));
      List<Double> shares =
          lines.stream()
              .map(line -> Pattern.compile("  ([+-]\\S+) +\\d+ %").matcher(line))
              .filter(Matcher::find)
              .map(share -> Double.parseDouble(share.group(1)))
              .toList();
      assertThat(shares).hasSize(options.length == 1 ? 72 : 8);
      assertThat(shares.stream().mapToDouble(share -> share).sum())
          .isCloseTo(difference, within(0.04)); // each is rounded
      assertThat(lines).anyMatch(line -> line.startsWith("alerts at " + MIDDLE));
    }
  }

  @Test
  void anExplanationIsJsonAndAPictureToo() throws IOException {
    Path picture = temporary.resolve("why.svg");
    CommandRun run =
        CommandRun.of(
            "explain",
            "--model",
            model,
            "--kpis",
            kpis,
            "--at",
            MIDDLE,
            "--intent",
            "api",
            "--json",
            "--picture",
            picture);

    assertThat(run.out()).startsWith("{").contains("\"explained\": \"RISK\"");
    assertThat(Files.readString(picture)).startsWith("<svg").contains("api: risk at " + MIDDLE);
  }

  @Test
  void evaluatePrintsTheFigures() {
    CommandRun run =
        CommandRun.of(
            "evaluate", "--model", model, "--kpis", kpis, "--failures", failures, "--from", MIDDLE);

    assertThat(run.exitCode()).isZero();
    assertThat(run.out().lines())
        .anyMatch(
            line -> line.matches("alert of the root intent \\(detection\\) .*\\(\\d/\\d\\).*"))
        .anyMatch(line -> line.matches("days +3.06")); // 4,400 of 8,000 minutes
  }

  @Test
  void otherKpisAreAnErrorThatNamesThem() throws IOException {
    String text = Files.readString(kpis).replaceFirst("cpu,ram", "cpu,disk");
    Path other = Files.writeString(temporary.resolve("other.csv"), text);

    CommandRun run = CommandRun.of("stream", "--model", model, "--kpis", other);

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.errorLines())
        .containsExactly("error: other KPIs than expected: missing [ram], unknown [disk]");
  }

  @Test
  void anEmptySpanIsAnErrorThatNamesTheTimes() {
    CommandRun run =
        CommandRun.of("stream", "--model", model, "--kpis", kpis, "--from", "2030-01-01T00:00:00Z");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.errorLines())
        .containsExactly(
            "error: no row from 2030-01-01T00:00:00Z: the KPIs have 2023-11-14T00:00:00Z to"
                + " 2023-11-19T13:19:00Z");
  }

  @Test
  void anUnknownIntentIsAnErrorThatNamesTheKnownOnes() {
    CommandRun run =
        CommandRun.of(
            "explain", "--model", model, "--kpis", kpis, "--at", MIDDLE, "--intent", "billing");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.errorLines()).hasSize(1);
    assertThat(run.err()).contains("billing", "telemetry, analytics, api");
  }

  @Test
  void aTimeWithoutARowIsAnErrorThatNamesTheNearest() {
    CommandRun run =
        CommandRun.of(
            "explain",
            "--model",
            model,
            "--kpis",
            kpis,
            "--at",
            "2023-11-16T12:00:30Z",
            "--intent",
            "api");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.errorLines())
        .hasSize(1)
        .first()
        .asString()
        .contains("no row at 2023-11-16T12:00:30Z")
        .endsWith("nearest 2023-11-16T12:00:00Z and 2023-11-16T12:01:00Z");
  }

  @Test
  void aLocalTimeIsOfTheZoneOfTheFiles() {
    Object[] local = {
      "explain", "--model", model, "--kpis", kpis, "--at", "2023-11-16 13:00", "--intent", "api"
    };
    Object[] withZone = Arrays.copyOf(local, local.length + 2);
    withZone[local.length] = "--zone";
    withZone[local.length + 1] = "Europe/Berlin";

    assertThat(CommandRun.of(withZone).out()).startsWith("2023-11-16T12:00:00Z");
    CommandRun run = CommandRun.of(local);
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.errorLines())
        .first()
        .asString()
        .contains(
            "'2023-11-16 13:00' is a local time: end it in Z or an offset such as +01:00, or say"
                + " its --zone, such as Europe/Berlin");
  }

  @Test
  void theLibrarysRefusalIsOneLine() {
    CommandRun run =
        CommandRun.of(train(kpis, temporary.resolve("m.mild"), "--until", "2023-11-14T01:00:00Z"));

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.errorLines())
        .hasSize(1)
        .first()
        .asString()
        .startsWith("error: nothing to learn");
    assertThat(temporary).isEmptyDirectory();
  }

  private static Object[] train(Path kpis, Path model, String... more) {
    List<Object> arguments = new ArrayList<>();
    Collections.addAll(
        arguments, "train", "--kpis", kpis, "--failures", failures, "--model", model);
    Collections.addAll(arguments, (Object[]) more);
    return arguments.toArray();
  }

  /** Streams to a file of alerts. */
  private Path stream(Path recorded, Object... more) {
    Path alerts = temporary.resolve("alerts-of-" + recorded.getFileName() + ".jsonl");
    List<Object> arguments = new ArrayList<>();
    Collections.addAll(
        arguments, "stream", "--model", model, "--kpis", recorded, "--alerts", alerts);
    Collections.addAll(arguments, more);
    CommandRun run = CommandRun.of(arguments.toArray());
    assertThat(run.exitCode()).as(run.err()).isZero();
    return alerts;
  }

  private static List<String> episodes(List<Map<String, Object>> alerts) {
    return alerts.stream()
        .map(alert -> alert.get("intent") + " " + alert.get("time") + " " + alert.get("end"))
        .toList();
  }

  /** The same from the minutes: on-minutes that are at most 30 minutes apart are of one alert. */
  private static List<String> episodes(Path minutes) throws IOException {
    List<NamedCsvRecord> rows = read(minutes);
    Instant now = Instant.parse(rows.get(rows.size() - 1).getField("timestamp"));
    List<String> episodes = new ArrayList<>();
    for (String intent : INTENTS) {
      List<Instant> on =
          rows.stream()
              .filter(row -> row.getField("alert." + intent).equals("1"))
              .map(row -> Instant.parse(row.getField("timestamp")))
              .toList();
      for (int i = 0, onset = 0; i < on.size(); i++) {
        Instant next = i + 1 < on.size() ? on.get(i + 1) : now;
        boolean last = i + 1 == on.size();
        boolean quiet = Duration.between(on.get(i), next).toMinutes() > (last ? 29 : 30);
        if (last || quiet) {
          episodes.add(intent + " " + on.get(onset) + " " + (quiet ? on.get(i) : null));
          onset = i + 1;
        }
      }
    }
    return episodes;
  }

  /** The same rows, of each ten hours the last so many minutes left out. */
  private Path withoutRows(Path recorded, int minutes) throws IOException {
    List<String> lines = Files.readAllLines(recorded);
    List<String> kept = new ArrayList<>(lines.subList(0, 1));
    for (int row = 0; row < lines.size() - 1; row++) {
      if (row % 600 < 600 - minutes) {
        kept.add(lines.get(row + 1));
      }
    }
    return Files.write(temporary.resolve("gaps.csv"), kept);
  }

  private static List<String> header(Path csv) throws IOException {
    return records(csv).get(0).getFields();
  }

  private static List<CsvRecord> records(Path csv) throws IOException {
    try (CsvReader<CsvRecord> reader = CsvReader.builder().ofCsvRecord(csv)) {
      return reader.stream().toList();
    }
  }

  private static List<NamedCsvRecord> read(Path csv) throws IOException {
    try (CsvReader<NamedCsvRecord> reader = CsvReader.builder().ofNamedCsvRecord(csv)) {
      return reader.stream().toList();
    }
  }

  private static double cell(NamedCsvRecord row, String column) {
    return Double.parseDouble(row.getField(column));
  }

  private static double number(Map<String, Object> object, String field) {
    return (double) object.get(field);
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> object(Object json) {
    return (Map<String, Object>) json;
  }

  /** One JSON object a line; numbers become doubles. */
  private static List<Map<String, Object>> readAlerts(Path file) throws IOException {
    List<Map<String, Object>> alerts = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      try (JsonParser json = new JsonFactory().createParser(line)) {
        json.nextToken();
        alerts.add(object(value(json)));
        assertThat(json.nextToken()).isNull();
      }
    }
    return alerts;
  }

  private static Object value(JsonParser json) throws IOException {
    if (json.currentToken() == JsonToken.START_OBJECT) {
      Map<String, Object> object = new LinkedHashMap<>();
      while (json.nextToken() != JsonToken.END_OBJECT) {
        String field = json.currentName();
        json.nextToken();
        object.put(field, value(json));
      }
      return object;
    }
    if (json.currentToken() == JsonToken.START_ARRAY) {
      List<Object> array = new ArrayList<>();
      while (json.nextToken() != JsonToken.END_ARRAY) {
        array.add(value(json));
      }
      return array;
    }
    return json.currentToken().isNumeric()
        ? (Object) json.getDoubleValue()
        : json.currentToken() == JsonToken.VALUE_NULL ? null : json.getText();
  }
}
