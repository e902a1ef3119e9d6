package io.mild;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.mild.alerting.FailureRate;
import io.mild.data.ModelFileException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A stream that learns from the failures that it is told of. Its alerts look two hours ahead and
 * are not smoothed: a failure is waited for until 122 minutes after the last alerting row. Its
 * threshold begins at the log-odds −0.5 and sinks by 0.2 a day.
 */
class OutcomesTest {
  private static final double HIGH = 2;
  private static final double LOW = 0;
  private static final double STEP = 0.25;
  private static final double MINUTE = 0.2 / 1440;

  private final Mild mild = HandMade.withoutPull().operated().build();
  private AssuranceStream stream = mild.openFeedbackStream();
  private int minute;

  @Test
  void aWarningThatNoFailureFollowedRaisesTheThreshold() {
    stream.recovered("api", time(0));
    rows(10, LOW);
    rows(1, HIGH);
    rows(121, LOW);
    assertThat(threshold()).isCloseTo(-0.5 - 131 * MINUTE, within(1e-9));
    rows(1, LOW);
    assertThat(threshold()).isCloseTo(-0.5 - 132 * MINUTE + STEP, within(1e-9));
  }

  @Test
  void oneThatAFailureFollowedDoesNotWhicheverIntentItIs() {
    stream.recovered("api", time(0));
    rows(10, LOW);
    rows(1, HIGH);
    rows(60, LOW);
    assertThat(stream.failed("orders", time(minute))).isTrue();
    rows(80, LOW);
    assertThat(stream.recovered("orders", time(minute))).isTrue();
    rows(500, LOW);
    assertThat(threshold()).isCloseTo(-0.5 - 650 * MINUTE, within(1e-9));
  }

  @Test
  void oneThatWasActedOnDoesNot() {
    stream.recovered("api", time(0));
    rows(10, LOW);
    rows(1, HIGH);
    assertThat(stream.acted(time(10))).isTrue();
    assertThat(stream.acted(time(10))).as("the second time").isFalse();
    assertThat(stream.acted(time(9))).as("no notification").isFalse();
    rows(500, LOW);
    assertThat(threshold()).isCloseTo(-0.5 - 510 * MINUTE, within(1e-9));
  }

  @Test
  void theOperatorKnowsBetter() {
    stream.recovered("api", time(0));
    rows(10, LOW);
    rows(1, HIGH);
    rows(500, LOW);
    assertThat(stream.judge(time(10), false)).isTrue();
    rows(1, LOW);
    assertThat(threshold()).isCloseTo(-0.5 - 511 * MINUTE, within(1e-9));
  }

  /** As after a crash in the night. */
  @Test
  void whatIsPendingOutlivesTheProcess() {
    stream.recovered("api", time(0));
    rows(10, LOW);
    rows(1, HIGH);
    rows(60, LOW);
    stream = mild.resumeStream(stream.snapshot());
    rows(63, LOW);
    assertThat(threshold()).isCloseTo(-0.5 - 133 * MINUTE + STEP, within(1e-9));
    stream = mild.resumeStream(stream.snapshot());
    stream.failed("api", time(100)); // told late: the warning was right
    rows(1, LOW);
    assertThat(threshold()).isCloseTo(-0.5 - 134 * MINUTE, within(1e-9));
  }

  /** Two failures a day are expected: without any in a day, some are missing. */
  @Test
  void aLogThatGoesSilentIsNotTakenForPeace() {
    stream.recovered("api", time(0));
    rows(1440, LOW);
    assertThat(stream.isFallenBack()).isFalse();
    rows(2, LOW);
    assertThat(stream.isFallenBack()).isTrue();
    stream.failed("api", time(minute));
    assertThat(stream.isFallenBack()).isFalse();
  }

  @Test
  void anIntentThatThereIsNotIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> stream.failed("carts", time(0)))
        .withMessageContaining("no intent 'carts'")
        .withMessageContaining("orders");
    assertThatIllegalArgumentException().isThrownBy(() -> stream.recovered("", time(0)));
  }

  @Test
  void aFailureOfAnotherTimeIsRefusedWithBothTimes() {
    rows(1, LOW);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> stream.failed("api", time(0).minus(Duration.ofDays(2))))
        .withMessageContaining("up to PT24H before or after the latest row, at 2026-05-01")
        .withMessageContaining("but was at 2026-04-29");
    assertThatIllegalArgumentException().isThrownBy(() -> stream.failed("api", Instant.MAX));
    assertThat(stream.failed("api", time(0).plus(Duration.ofDays(1)))).isTrue();
  }

  @Test
  void aStreamThatDoesNotLearnIsToldForItsIncidents() {
    AssuranceStream deaf = mild.openStream();
    assertThat(deaf.failed("api", time(0))).isTrue();
    assertThat(deaf.failed("api", time(0))).as("the second time").isFalse();
    assertThat(deaf.recovered("api", time(1))).isTrue();
    assertThat(deaf.acted(time(0))).as("of no incident").isFalse();
  }

  @Test
  void howOftenFailuresCameIsKeptInTheModelsFile(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("m.mild");
    mild.save(file);
    assertThat(Mild.load(file).model().feedback().failures()).isEqualTo(new FailureRate(28, 2));
    assertThat(mild.withBudget(0.5).model().feedback().failures())
        .isEqualTo(new FailureRate(28, 2));

    Path bad =
        Archive.of(mild, folder)
            .replacing("\"historyDays\": 28.0", "\"historyDays\": -1")
            .write(folder);
    assertThatExceptionOfType(ModelFileException.class)
        .isThrownBy(() -> Mild.load(bad))
        .withMessageContaining("days of history must be at least 0 and finite, but were -1.0");
  }

  @Test
  void aFleetIsToldByKey() {
    AssuranceFleet fleet = mild.openFeedbackFleet();
    for (int i = 0; i <= 10; i++) {
      fleet.accept("a", time(i), i == 10 ? HIGH : LOW, LOW);
      fleet.accept("b", time(i), i == 10 ? HIGH : LOW, LOW);
    }
    assertThat(fleet.recovered("a", "api", time(0))).isTrue();
    assertThat(fleet.recovered("a", "api", time(0))).as("the second time").isFalse();
    assertThat(fleet.recovered("b", "api", time(0))).isTrue();
    assertThat(fleet.failed("b", "orders", time(30))).isTrue();
    assertThat(fleet.failed("nobody", "orders", time(30))).isFalse();
    assertThat(fleet.acted("b", time(10))).as("it came true").isFalse();
    assertThat(fleet.acted("nobody", time(10))).isFalse();
    assertThatIllegalArgumentException().isThrownBy(() -> fleet.failed("a", "carts", time(0)));
    assertThat(mild.openFleet().failed("nobody", "api", time(0))).isFalse();

    assertThat(fleet.keys()).containsExactlyInAnyOrder("a", "b");
    double a = fleet.accept("a", time(200), LOW, LOW).intent("api").threshold();
    double b = fleet.accept("b", time(200), LOW, LOW).intent("api").threshold();
    assertThat(logit(a)).isCloseTo(logit(b) + STEP, within(1e-9));
  }

  private void rows(int count, double load) {
    for (int i = 0; i < count; i++) {
      stream.accept(time(minute++), load, LOW);
    }
  }

  /** By the next row, less what that minute takes. */
  private double threshold() {
    AssuranceStream copy = mild.resumeStream(stream.snapshot());
    return logit(copy.accept(time(minute), LOW, LOW).intent("api").threshold()) + MINUTE;
  }

  private static double logit(double probability) {
    return Math.log(probability / (1 - probability));
  }

  private static Instant time(int minute) {
    return HandMade.START.plus(Duration.ofMinutes(minute));
  }
}
