package io.mild.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mild.data.Failure;
import io.mild.data.FailureLog;
import io.mild.data.KpiHistory;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * 3,000 minutes of two KPIs of which the first is raised by 4 during two incidents, from 500 to 650
 * (failure at 600) and from 1500 to 1650 (failure at 1620), and is 0 elsewhere. The second is
 * always 1.
 */
class FailureTransplantTest {
  private static final int ROWS = 3_000;
  private static final Duration HORIZON = Duration.ofMinutes(60);
  private static final Instant START = Instant.parse("2026-03-01T00:00:00Z");

  private final double[] residuals = new double[2 * ROWS];
  private final FailureLog failures =
      new FailureLog(
          List.of(
              failure("1", "api", 500, 600, 650).withRole(Failure.Role.ROOT),
              failure("1", "cart", 500, 600, 650).withRole(Failure.Role.VICTIM),
              failure("2", "cart", 1500, 1620, 1650).withRole(Failure.Role.ROOT)));

  FailureTransplantTest() {
    for (int row = 0; row < ROWS; row++) {
      residuals[2 * row + 1] = 1;
    }
    raise(500, 650);
    raise(1500, 1650);
  }

  @Test
  void whatWasRaisedIsRaisedElsewhereStretchedAndAmplified() {
    FailureTransplant.Copy copy = transplant().copy(1);

    List<Failure> roots =
        copy.failures().failures().stream().filter(f -> f.role() == Failure.Role.ROOT).toList();
    assertThat(roots).isNotEmpty();
    for (Failure root : roots) {
      int row = minute(root.time());
      // 4 times an amplitude of 0.7 to 1.4, times 0.85 to 1.15 for the KPI, 40 rows before it fails
      assertThat(residuals(copy)[2 * (row - 40)]).isBetween(4 * 0.7 * 0.85, 4 * 1.4 * 1.15);
    }
  }

  @Test
  void theHistoryBetweenIncidentsIsAsItWas() {
    FailureTransplant.Copy copy = transplant().copy(1);

    boolean[] touched = new boolean[ROWS];
    for (Failure failure : copy.failures().failures()) {
      int row = minute(failure.time());
      Arrays.fill(touched, Math.max(0, row - 160), Math.min(ROWS, row + 80), true);
    }
    // the tapered ends of the smoothed incidents leave a little of them behind, up to 4
    long left =
        IntStream.range(0, ROWS)
            .filter(row -> !touched[row] && Math.abs(residuals(copy)[2 * row]) > 1e-9)
            .count();
    assertThat(left).isLessThanOrEqualTo(4 * 21);
    assertThat(touched).contains(false);
  }

  @Test
  void incidentsKeepTheirGaps() {
    FailureTransplant.Copy copy = transplant().copy(2);

    // one gap was seen: 1500 − 650 = 850 rows; so roots are at least so far apart, less the stretch
    List<Integer> roots =
        copy.failures().failures().stream()
            .filter(f -> f.role() == Failure.Role.ROOT)
            .map(f -> minute(f.time()))
            .toList();
    for (int i = 1; i < roots.size(); i++) {
      assertThat(roots.get(i) - roots.get(i - 1)).isBetween(850, 850 + 2 * 180);
    }
  }

  @Test
  void victimsFailWithTheirRoot() {
    List<Failure> copied =
        IntStream.range(0, 10)
            .mapToObj(number -> transplant().copy(number).failures().failures())
            .flatMap(List::stream)
            .toList();

    List<Failure> victims = copied.stream().filter(f -> f.role() == Failure.Role.VICTIM).toList();
    assertThat(victims).isNotEmpty().allMatch(f -> f.intent().equals("cart"));
    assertThat(copied.stream().filter(f -> f.intent().equals("api")).map(Failure::time))
        .containsAll(victims.stream().map(Failure::time).toList());
  }

  @Test
  void theSameNumberGivesTheSameCopyAndAnotherAnother() {
    assertThat(residuals(transplant().copy(3))).isEqualTo(residuals(transplant().copy(3)));
    assertThat(residuals(transplant().copy(3))).isNotEqualTo(residuals(transplant().copy(4)));
  }

  @Test
  void aMissingValueStaysMissingAndTouchesNothingElse() {
    residuals[2 * 550] = Double.NaN;

    double[] copy = residuals(transplant().copy(1));

    assertThat(Arrays.stream(copy).filter(Double::isNaN).count()).isEqualTo(1);
  }

  @Test
  void withoutOnsetAndRecoveryAnIncidentIsOneHorizonAndHalfAnHour() {
    FailureLog bare =
        new FailureLog(Stream.of(600, 1620).map(m -> Failure.of("", "api", time(m))).toList());

    FailureTransplant.Copy copy = transplant(bare).copy(1);

    Failure first = copy.failures().failures().get(0);
    int row = minute(first.time());
    assertThat(residuals(copy)[2 * (row - 30)]).isGreaterThan(2); // within the horizon
    assertThat(first.onset()).isEmpty();
  }

  @Test
  void failuresThatAreNotSeenWholeAreLeftAlone() {
    FailureLog cut =
        new FailureLog(
            List.of(failure("1", "api", -50, 40, 80), failure("2", "api", 2900, 2990, 3050)));

    assertThat(transplant(cut).isEmpty()).isTrue();
  }

  @Test
  void aloneAnIncidentHasTheGapsAroundIt() {
    FailureLog one = new FailureLog(List.of(failure("1", "api", 500, 600, 650)));

    FailureTransplant.Copy copy = transplant(one).copy(1);

    assertThat(copy.failures().failures()).hasSize(1); // (3000 − 150) / 2 rows before and after
    assertThat(minute(copy.failures().failures().get(0).time()))
        .isCloseTo(1425 + 100, within(21)); // 100 rows after its onset, stretched by up to 20 %
  }

  private void raise(int from, int until) {
    for (int row = from; row < until; row++) {
      residuals[2 * row] = 4;
    }
  }

  private FailureTransplant transplant() {
    return transplant(failures);
  }

  private FailureTransplant transplant(FailureLog log) {
    List<Instant> times = IntStream.range(0, ROWS).mapToObj(FailureTransplantTest::time).toList();
    KpiHistory history = KpiHistory.of(List.of("ram", "cpu"), times, new double[ROWS][2]);
    int[] kept = IntStream.range(0, ROWS).toArray();
    return new FailureTransplant(
        history, kept, residuals, log, HORIZON, Duration.ofMinutes(30), 42);
  }

  private static double[] residuals(FailureTransplant.Copy copy) {
    double[] residuals = new double[2 * ROWS];
    double[] row = new double[2];
    for (int i = 0; i < ROWS; i++) {
      copy.copyRow(i, row);
      System.arraycopy(row, 0, residuals, 2 * i, 2);
    }
    return residuals;
  }

  private static Failure failure(
      String incident, String intent, int onset, int failure, int recovered) {
    return Failure.of(incident, intent, time(failure))
        .withOnset(time(onset))
        .withRecovery(time(recovered));
  }

  private static Instant time(int minute) {
    return START.plus(Duration.ofMinutes(minute));
  }

  private static int minute(Instant time) {
    return (int) Duration.between(START, time).toMinutes();
  }
}
