package io.mild;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;

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
                + " detection NaN, lead NaN min, false positives a day 0.50",
            "a budget of 0.5 false alerts a day: threshold 0.750; on the history, left out part by"
                + " part: detection 0.500, lead 40 min, false positives a day 0.25",
            "a budget of 1.0 false alerts a day: threshold 0.500; on the history, left out part by"
                + " part: detection 1.000, lead 60 min, false positives a day 0.75",
            "! made by hand");
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
