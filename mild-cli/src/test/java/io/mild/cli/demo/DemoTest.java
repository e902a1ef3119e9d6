package io.mild.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.mild.Mild;
import io.mild.cli.page.Figures;
import io.mild.cli.replay.AlertEpisode;
import io.mild.data.FailureLog;
import io.mild.data.KpiHistory;
import io.mild.synthetic.SyntheticSpec;
import io.mild.synthetic.SyntheticTelemetry;
import io.mild.training.MildTrainer;
import io.mild.training.evaluation.FailureOutcome;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/** The demo's page and text of a smaller run. */
class DemoTest {
  private static final Instant FROM = SyntheticTelemetry.START.plus(Duration.ofDays(5));
  private static final Pattern SVG = Pattern.compile("<svg.*?</svg>", Pattern.DOTALL);

  @TempDir static Path directory;
  private static DemoRun run;

  @BeforeAll
  static void watchTwoDays() throws IOException {
    SyntheticTelemetry.generate(SyntheticSpec.builder().minutes(10_000).build()).writeTo(directory);
    KpiHistory history = KpiHistory.readCsv(directory.resolve("kpis.csv"));
    FailureLog failures = FailureLog.readCsv(directory.resolve("failures.csv"));
    FailureLog known =
        new FailureLog(failures.failures().stream().filter(f -> f.time().isBefore(FROM)).toList());
    Mild mild = MildTrainer.create().train(history.before(FROM), known);
    run = DemoRun.watch(mild, history, failures, FROM, () -> {});
  }

  @Test
  void everyAlertIsOfOneIncident() {
    assertThat(run.episodes()).isNotEmpty();
    assertThat(run.incidents().stream().flatMap(incident -> incident.alerts().stream()))
        .containsExactlyElementsOf(run.episodes());
  }

  @Test
  void theTextTellsEveryIncidentAndEveryMissedFailure() {
    String text = DemoText.of(run);

    long missed = run.evaluation().outcomes().stream().filter(o -> !o.isIncidentDetected()).count();
    assertThat(count(text, "root cause: ")).isEqualTo(run.incidents().size());
    assertThat(count(text, " failed, and nothing was said before")).isEqualTo(missed);
  }

  @Test
  void thePageIsOneFileWithARowAFailureAndItsPicturesInIt() throws IOException {
    Path file = directory.resolve("page.html");

    boolean pictures = DemoPage.write(file, run);

    String html = Files.readString(file);
    assertThat(count(html, "<tr><td>")).isEqualTo(run.evaluation().outcomes().size());
    assertThat(html).doesNotContain("src=", "url(http", "<link", "{summary}", "{story}", "{style}");
    assertThat(count(html, "<figure>")).isEqualTo(6);
    assertThat(svgs(html)).hasSize(pictures ? 6 : 0).allSatisfy(svg -> assertXml(svg));
  }

  @Test
  void theWarningCountsMissedFailuresAsNoneAndNoMoreThanTheHorizon() throws IOException {
    double sum = 0;
    for (FailureOutcome outcome : run.evaluation().outcomes()) {
      sum += outcome.isIncidentDetected() ? Math.min(outcome.incidentLeadMinutes(), 120) : 0;
    }
    long minutes = Math.round(sum / run.evaluation().outcomes().size());
    Path file = directory.resolve("headline.html");

    DemoPage.write(file, run);

    assertThat(Files.readString(file))
        .contains("<b>%d min</b><span>of warning, mean of all failures: 0 where".formatted(minutes))
        .contains("missed, 120 at most</span>");
    assertThat(DemoText.summary(run))
        .contains("announced, %d min before on average (0 where missed, 120 at".formatted(minutes));
  }

  @Test
  void theSameRunGivesTheSamePage() throws IOException {
    DemoPage.write(directory.resolve("once.html"), run);
    DemoPage.write(directory.resolve("twice.html"), run);

    assertThat(directory.resolve("twice.html"))
        .hasSameBinaryContentAs(directory.resolve("once.html"));
  }

  @Test
  void withoutFontsTheStoryIsToldWithoutPictures() {
    FailureOutcome shown = run.shown().orElseThrow();

    String html = FailureStory.html(run, new Figures(/* drawn= */ false));

    assertThat(html).doesNotContain("<svg").contains("Java found no fonts");
    assertThat(html).contains(shown.failure().intent() + " failed");
  }

  @Test
  void theShownFailureWasForeseen() {
    FailureOutcome shown = run.shown().orElseThrow();

    assertThat(shown.isIncidentDetected()).isTrue();
    assertThat(run.episodes())
        .map(AlertEpisode::time)
        .anyMatch(time -> time.isBefore(shown.failure().time()));
  }

  private static long count(String text, String part) {
    return Pattern.compile(Pattern.quote(part)).matcher(text).results().count();
  }

  private static List<String> svgs(String html) {
    Stream<MatchResult> results = SVG.matcher(html).results();
    return results.map(MatchResult::group).toList();
  }

  private static void assertXml(String svg)
      throws ParserConfigurationException, SAXException, IOException {
    var document =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new InputSource(new StringReader(svg)));
    assertThat(document.getDocumentElement().getAttribute("viewBox")).startsWith("0 0 920 ");
    assertThat(
            document.getElementsByTagName("path").getLength()
                + document.getElementsByTagName("polygon").getLength())
        .isPositive();
  }
}
