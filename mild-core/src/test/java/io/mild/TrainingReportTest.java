package io.mild;

import static org.assertj.core.api.Assertions.assertThat;

import io.mild.alerting.AlertFigures;
import io.mild.report.TrainingReport;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrainingReportTest {

  @Test
  void aReportIsAPageForAPersonThatMentionsItsWarnings() {
    assertThat(HandMade.simple().report().toString().lines())
        .containsExactly(
            "trained on 2026-05-01T00:00:00Z to 2026-05-01T00:10:00Z, preset RECOMMENDED, seed 42",
            "rows: 7 fit, 2 purged, 3 validation",
            "  api: 2 failures to fit, 1 to validate",
            "  orders: 2 failures to fit, 1 to validate",
            "horizon 120 min: 4 epochs, loss NaN; on validation rows, an optimistic figure:"
                + " no failure to find, false positives a day 0.50",
            "a budget of 0.5 false alerts a day: threshold 0.750; on the history, left out part by"
                + " part: detection 0.500, lead 40 min, false positives a day 0.25",
            "a budget of 1.0 false alerts a day: threshold 0.500; on the history, left out part by"
                + " part: detection 1.000, lead 60 min, false positives a day 0.75",
            "! made by hand");
  }

  /** A lead of 6 hours and one of a fifth of a minute, in the unit of the horizon. */
  @ParameterizedTest
  @CsvSource({
    "PT30H, 360, horizon 30 h:, lead 6 h",
    "PT30S, 0.2, horizon 30 s:, lead 12 s",
    "P30D, 17280, horizon 30 days:, lead 12 days"
  })
  void timesAreInUnitsThatFit(Duration horizon, double lead, String told, String leads) {
    TrainingReport minutes = HandMade.simple().report();
    AlertFigures figures = new AlertFigures(1, 1, lead, lead, lead, List.of(0.0, 0.5), 0.5);
    TrainingReport report =
        new TrainingReport(
            minutes.libraryVersion(),
            minutes.preset(),
            minutes.without(),
            minutes.seed(),
            minutes.falsePositiveBudget(),
            minutes.start(),
            minutes.end(),
            minutes.dataSha256(),
            minutes.fitRows(),
            minutes.purgedRows(),
            minutes.validationRows(),
            minutes.intents(),
            List.of(TrainingReport.Horizon.of(horizon, 4, 0.5, figures)),
            List.of(new TrainingReport.Budget(1, 0.5, 0.75, 1, lead)),
            List.of());

    assertThat(report.toString().lines())
        .anyMatch(line -> line.startsWith(told) && line.contains(leads + ","))
        .anyMatch(line -> line.startsWith("a budget of 1.0") && line.contains(leads + ","));
  }

  @Test
  void itReadsTheSameInEveryLocale() {
    String expected = SmallService.mild().report().toString();
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.GERMANY);
      assertThat(SmallService.mild().report()).hasToString(expected);
      assertThat(expected).contains("3,122 fit");
    } finally {
      Locale.setDefault(before);
    }
  }
}
