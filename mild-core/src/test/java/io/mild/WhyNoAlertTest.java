package io.mild;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mild.WhyNoAlert.Reason;
import io.mild.WhyNoAlert.Rule;
import io.mild.alerting.AlertPolicy;
import io.mild.alerting.AlertRule;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Of a model that alerts where a KPI is above 1, not smoothed. */
class WhyNoAlertTest {
  private final Feed feed = Feed.warm(HandMade.simple());

  /** σ(20·(0.9 − 1)) is of log-odds −2, and of −20 for a KPI of 0; the threshold's are 0. */
  @Test
  void theIntentNearestToItsThresholdComesFirst() {
    WhyNoAlert why = feed.row(0, 0.9).whyNoAlert();

    assertThat(why.nearest().intent().intent()).isEqualTo("orders");
    assertThat(why.intents()).extracting(Reason::rule).containsOnly(Rule.BELOW_THRESHOLD);
    assertThat(why.nearest().logOddsToThreshold()).isCloseTo(-2, within(1e-4));
    assertThat(why.intents().get(1).logOddsToThreshold()).isCloseTo(-20, within(1e-3));
    assertThat(why.nearest())
        .hasToString("orders: below its threshold (risk 0.12, smoothed 0.12, threshold 0.50)");
    assertThat(why.toString()).contains("orders: below", "api: below");
  }

  @Test
  void whileTooFewRowsHaveComeNoAlertBegins() {
    assertThat(rule(Feed.of(HandMade.simple()).row(2, 0), "api")).isEqualTo(Rule.WARMING_UP);
  }

  @Test
  void whatIsToldIsToldOnceAndThenInItsTime() {
    assertThat(rule(feed.row(2, 0), "api")).isEqualTo(Rule.NOTIFIED);
    assertThat(rule(feed.row(2, 0), "api")).isEqualTo(Rule.TOLD_BEFORE);
    feed.rows(118, 2, 0);
    assertThat(rule(feed.row(2, 0), "api")).isEqualTo(Rule.NOTIFIED);
  }

  @Test
  void anAlertThatIsOffGoesOnForTheQuietGap() {
    Assessment onset = feed.row(2, 0);
    Assessment off = feed.row(0, 0);

    assertThat(rule(off, "api")).isEqualTo(Rule.QUIET_GAP);
    assertThat(reason(off, "api").onset()).contains(onset.time());
    assertThat(rule(feed.row(2, 0), "api")).isEqualTo(Rule.TOLD_BEFORE);
    assertThat(rule(feed.rows(31, 0, 0), "api")).isEqualTo(Rule.BELOW_THRESHOLD);
  }

  @Test
  void anotherIntentsAlertIsPartOfTheIncidentThatWasTold() {
    feed.row(2, 0);

    assertThat(rule(feed.row(2, 2), "orders")).isEqualTo(Rule.PART_OF_INCIDENT);
  }

  @Test
  void anIntentWithoutAThresholdNeverAlerts() {
    AlertPolicy policy =
        new AlertPolicy(
            List.of(new AlertRule(1, AlertRule.NEVER), new AlertRule(1, 0.5)),
            Duration.ofMinutes(30),
            Duration.ofMinutes(120));
    Mild mild = HandMade.simple().withPolicy(Duration.ofMinutes(120), policy);

    assertThat(rule(Feed.warm(mild).row(2, 0), "api")).isEqualTo(Rule.NEVER_ALERTS);
  }

  private static Rule rule(Assessment now, String intent) {
    return reason(now, intent).rule();
  }

  private static Reason reason(Assessment now, String intent) {
    return now.whyNoAlert().intents().stream()
        .filter(reason -> reason.intent().intent().equals(intent))
        .findFirst()
        .orElseThrow();
  }
}
