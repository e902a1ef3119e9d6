package io.mild.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.mild.Assessment;
import io.mild.AssuranceStream;
import io.mild.Mild;
import io.mild.data.Failure;
import io.mild.data.FailureLog;
import io.mild.data.KpiHistory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Two days of five services, a row in two minutes. Each of the first four fails once, after the
 * time that it takes to answer rises for an hour; web never does.
 */
class SharingTrialTest {
  private static final List<String> SERVICES = List.of("cart", "pay", "ship", "mail", "web");
  private static final List<String> KPIS =
      SERVICES.stream().flatMap(name -> List.of(name + ".ms", name + ".cpu").stream()).toList();
  private static final Instant START = Instant.parse("2026-03-02T00:00:00Z");
  private static final int ROWS = 1_440;
  private static final int RAMP = 30;
  private static final String FOUND = "the names of the KPIs say whose they are";

  @Test
  void whatNamesFailuresThatWereLeftOutBetterIsSharedAndTold() {
    Mild mild = trainer().train(history(own(4)), failures(4));

    assertThat(mild.intents()).containsExactly("cart", "pay", "ship", "mail", "web");
    assertThat(mild.report().warnings())
        .anyMatch(
            told ->
                told.startsWith(FOUND + ": 5 intents own KPIs of the same 2 kinds")
                    && told.endsWith("they share what is learned"))
        .contains("'web' never failed, but owns KPIs as the intents do")
        .anyMatch(told -> told.startsWith("experts are shared by 5 intents"));
  }

  /** In the last rows, web is as slow as the others were. */
  @Test
  void aServiceThatNeverFailedIsNamed() {
    Mild mild = trainer().train(history(own(4)), failures(4));
    KpiHistory later = history(new int[] {4});
    AssuranceStream stream = mild.openStream();
    Assessment now = stream.accept(later.time(0), later.values(0));
    for (int row = 1; later.time(row).isBefore(failure(0)); row++) {
      now = stream.accept(later.time(row), later.values(row));
    }

    assertThat(now.rootCause()).isEqualTo("web");
    assertThat(now.intent("web").risk()).isGreaterThan(0.5);
  }

  @Test
  void intentsThatWereNamedAreAll() {
    Mild mild =
        trainer().intents("mail", "cart", "pay", "ship").train(history(own(4)), failures(4));

    assertThat(mild.intents()).containsExactly("mail", "cart", "pay", "ship");
    assertThat(mild.report().warnings())
        .anyMatch(told -> told.startsWith(FOUND + ": 4 intents"))
        .noneMatch(told -> told.contains("never failed"));
  }

  @Test
  void ownersAreNotFoundWhereTheyAreNotToBe() {
    Mild mild = trainer().findOwners(false).train(history(own(4)), failures(4));

    assertThat(mild.intents()).containsExactly("cart", "pay", "ship", "mail");
    assertThat(mild.report().warnings())
        .noneMatch(told -> told.contains("names of the KPIs"))
        .noneMatch(told -> told.contains("shared"));
  }

  @Test
  void ownersThatWereNamedAreNotTried() {
    Mild mild =
        trainer()
            .intent("cart")
            .kpis("cart.*")
            .intent("pay")
            .kpis("pay.*")
            .intent("ship")
            .kpis("ship.*")
            .intent("mail")
            .kpis("mail.*")
            .train(history(own(4)), failures(4));

    assertThat(mild.intents()).containsExactly("cart", "pay", "ship", "mail");
    assertThat(mild.report().warnings())
        .noneMatch(told -> told.contains("names of the KPIs"))
        .anyMatch(told -> told.startsWith("experts are shared by 4 intents"));
  }

  /** Each fails three times in a row, and each time it is the next one's KPIs that tell. */
  @Test
  void whatNamesFailuresThatWereLeftOutWorseIsNotSharedAndTold() {
    int[] next = IntStream.range(0, 12).map(n -> (n / 3 + 1) % 4).toArray();

    Mild mild = trainer().train(history(next), failures(12, 3));

    assertThat(mild.intents()).containsExactly("cart", "pay", "ship", "mail");
    assertThat(mild.report().warnings())
        .anyMatch(told -> told.startsWith(FOUND) && told.endsWith("nothing is shared"))
        .noneMatch(told -> told.startsWith("experts are shared"));
  }

  /** What is true of failures in a row is true of failures in turn. */
  @Test
  void theOrderInWhichIntentsFailedDecidesNothing() {
    int[] next = IntStream.range(0, 12).map(n -> (n + 1) % 4).toArray();

    Mild mild = trainer().train(history(next), failures(12));

    assertThat(mild.report().warnings())
        .anyMatch(told -> told.startsWith(FOUND) && told.endsWith("nothing is shared"));
  }

  @Test
  void ofOneFailureWhatNamesSayIsTakenAsItIs() {
    Mild mild = trainer().intents("cart", "pay").train(history(own(1)), failures(1));

    assertThat(mild.report().warnings())
        .anyMatch(
            told -> told.startsWith(FOUND) && told.endsWith("too few failures tell otherwise"));
  }

  private static MildTrainer trainer() {
    return MildTrainer.create().horizons(Duration.ofMinutes(60));
  }

  /** Each failure's own service's KPIs tell. */
  private static int[] own(int failures) {
    return IntStream.range(0, failures).toArray();
  }

  private static FailureLog failures(int count) {
    return failures(count, 1);
  }

  /** Of the first four services, so many of each in a row. */
  private static FailureLog failures(int count, int each) {
    List<Failure> failures = new ArrayList<>();
    for (int n = 0; n < count; n++) {
      failures.add(
          Failure.of("INC-" + n, SERVICES.get(n / each % 4), failure(n))
              .withRole(Failure.Role.ROOT));
    }
    return new FailureLog(failures);
  }

  private static Instant failure(int n) {
    return START.plus(Duration.ofMinutes(2L * row(n)));
  }

  private static int row(int failure) {
    return 100 + 110 * failure;
  }

  /**
   * Rows in which services are slow before failures.
   *
   * @param slow the service before each
   */
  private static KpiHistory history(int[] slow) {
    SplittableRandom random = new SplittableRandom(1);
    double[][] values = new double[ROWS][KPIS.size()];
    for (double[] row : values) {
      for (int kpi = 0; kpi < row.length; kpi++) {
        row[kpi] = 100 + random.nextDouble(-5, 5);
      }
    }
    for (int n = 0; n < slow.length; n++) {
      for (int row = row(n) - RAMP; row < row(n); row++) {
        values[row][2 * slow[n]] += 60.0 * (row - row(n) + RAMP) / RAMP;
        values[row][2 * slow[n] + 1] += 10;
      }
    }
    return KpiHistory.of(
        KPIS,
        IntStream.range(0, ROWS).mapToObj(row -> START.plus(Duration.ofMinutes(2L * row))).toList(),
        values);
  }
}
