package io.mild.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.mild.Assessment;
import io.mild.AssuranceStream;
import io.mild.Incident;
import io.mild.Mild;
import io.mild.alerting.RiskCalibration;
import io.mild.data.Failure;
import io.mild.data.FailureLog;
import io.mild.data.KpiHistory;
import io.mild.features.ResidualSpec;
import io.mild.moe.BlendedModel;
import io.mild.training.labels.Labels;
import io.mild.training.labels.Split;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Eight days of three services of the same KPIs with a daily rhythm, a row in five minutes. Before
 * a failure the service's latency rises for 40 minutes, and that of the others, which wait for it,
 * half as much. While the model learned, pay never failed.
 */
class SharedLongHistoryTest {
  private static final int PERIOD = 5;
  private static final int DAY = 1440 / PERIOD;
  private static final List<String> SERVICES = List.of("web", "cart", "pay");
  private static final List<String> KPIS =
      List.of("web.cpu", "web.ms", "cart.cpu", "cart.ms", "pay.cpu", "pay.ms", "nodes");
  private static final Duration LONG = Duration.ofMinutes(30);
  private static final Duration SHORT = Duration.ofMinutes(15);

  private static final Recording LEARNED = new Recording(1, 8, 0, 1);
  private static final Recording LATER = new Recording(2, 3, 2, 0, 2, 1);
  private static final Mild MILD = owners().maxEpochs(3).train(LEARNED.history(), LEARNED.log());

  @Test
  void anIntentThatNeverFailedIsForetoldAndNamed() {
    assertThat(LEARNED.log().intents()).doesNotContain("pay");
    Labels labels = Labels.of(LATER.history(), LATER.log(), SERVICES, LONG);
    List<String> named = new ArrayList<>();
    List<Double> failing = new ArrayList<>();
    List<Double> healthy = new ArrayList<>();
    int notified = 0;
    AssuranceStream stream = MILD.openStream();
    for (int row = 0; row < LATER.history().rows(); row++) {
      Assessment now = stream.accept(LATER.history().time(row), LATER.history().values(row));
      if (labels.binary()[3 * row + 2] > 0) {
        failing.add(now.intents().get(2).risk());
        named.add(now.rootCause());
        notified += now.incident().filter(Incident::isNotification).isPresent() ? 1 : 0;
      } else if (labels.isHealthy(row)) {
        healthy.add(now.intents().get(2).risk());
      }
    }

    assertThat(Collections.frequency(named, "pay")).isGreaterThan(named.size() * 3 / 4);
    assertThat(mean(failing)).isGreaterThan(5 * mean(healthy));
    assertThat(notified).isPositive();
  }

  @Test
  void oneMixtureOfResidualsTellsOfAllIntentsAndHorizons() {
    BlendedModel model = (BlendedModel) MILD.model().horizonModels().get(0).risk().model();

    assertThat(MILD.model().features()).isInstanceOf(ResidualSpec.class);
    assertThat(model.views()).hasValueSatisfying(views -> assertThat(views.count()).isEqualTo(3));
    assertThat(model.mixture().shape().intents()).isEqualTo(1);
    assertThat(model.horizons()).isEqualTo(2);
    assertThat(MILD.model().horizonModels().get(1).risk().model()).isEqualTo(model);
  }

  @Test
  void whatIsLearnedOfAlertsIsThereToo() {
    assertThat(MILD.takesFeedback()).isTrue();
    assertThat(MILD.model().incidentModel().time()).isPresent();
    assertThat(MILD.report().budgets()).isNotEmpty();
    assertThat(MILD.report().horizons().get(0).figures().detection()).isGreaterThan(0.5);
  }

  /** Steps are horizon after horizon, with one an intent. */
  @Test
  void allIntentsHaveOneCalibration() {
    List<RiskCalibration> steps = MILD.model().horizonModels().get(0).risk().calibration().steps();

    assertThat(steps).hasSize(6);
    assertThat(steps.subList(0, 3)).containsOnly(steps.get(0));
    assertThat(steps.subList(3, 6)).containsOnly(steps.get(3));
    assertThat(steps.get(0)).isNotEqualTo(RiskCalibration.IDENTITY);
  }

  @Test
  void theReportSaysThatExpertsAreShared() {
    assertThat(MILD.report().warnings())
        .anyMatch(s -> s.startsWith("experts are shared by 3 intents") && s.contains("[cpu, ms]"))
        .anyMatch(s -> s.startsWith("nothing is learned from [nodes]"))
        .anyMatch(s -> s.contains("'pay' has no failure") && s.contains("learned of the others"));
  }

  @Test
  void aSavedModelAssessesAsItDid(@TempDir Path folder) throws Exception {
    MILD.save(folder.resolve("shared.mild"));
    Mild read = Mild.load(folder.resolve("shared.mild"));

    assertThat(read.id()).isEqualTo(MILD.id());
    AssuranceStream one = MILD.openStream();
    AssuranceStream other = read.openStream();
    for (int row = 0; row < 100; row++) {
      Instant time = LATER.history().time(row);
      Assessment now = other.accept(time, LATER.history().values(row));
      Assessment expected = one.accept(time, LATER.history().values(row));
      assertThat(now.intents(LONG)).isEqualTo(expected.intents(LONG));
      assertThat(now.intents(SHORT)).isEqualTo(expected.intents(SHORT));
    }
  }

  /** Half of the incidents are known by their victim alone. */
  @Test
  void whoIsKnownToBeAVictimIsNotTaughtAsTheCause() {
    List<Failure> log = new ArrayList<>();
    for (Failure failure : LEARNED.log().failures()) {
      boolean root = log.size() % 2 == 0;
      log.add(
          Failure.of(failure.incident(), root ? failure.intent() : "pay", failure.time())
              .withRole(root ? Failure.Role.ROOT : Failure.Role.VICTIM));
    }
    TrainingRun shared = run(new FailureLog(log), true);
    TrainingRun unshared = run(new FailureLog(log), false);
    int victims = shared.history().firstRow(log.get(1).time()) - 1;

    assertThat(causes(shared, victims)).containsExactly(0, 0, 0);
    assertThat(causes(unshared, victims)).containsExactly(0, 0, 1);
  }

  private static float[] causes(TrainingRun run, int row) {
    float[] causes = run.causes(LONG);
    return Arrays.copyOfRange(causes, 3 * row, 3 * row + 3);
  }

  private static TrainingRun run(FailureLog log, boolean shares) {
    OwnedKpis owned =
        OwnedKpis.of(
            Map.of("web", List.of("web.*"), "cart", List.of("cart.*"), "pay", List.of("pay.*")),
            KPIS);
    return new TrainingRun(
        owners().plan(),
        LEARNED.history(),
        log,
        SERVICES,
        Split.of(LEARNED.history(), LONG),
        owned,
        shares);
  }

  private static double mean(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
  }

  private static MildTrainer owners() {
    MildTrainer trainer = MildTrainer.create().horizons(LONG, SHORT);
    for (String service : SERVICES) {
      trainer.intent(service).kpis(service + ".*");
    }
    return trainer;
  }

  /** A service fails every four hours, in an order that repeats. */
  private static final class Recording {
    private static final int BETWEEN = 4 * 60 / PERIOD;
    private static final int DRIFT = 40 / PERIOD;

    private final double[][] values;
    private final List<Failure> failures = new ArrayList<>();

    Recording(long seed, int days, int... order) {
      SplittableRandom random = new SplittableRandom(seed);
      values = new double[days * DAY][KPIS.size()];
      for (int row = 0; row < values.length; row++) {
        double load = Math.sin(2 * Math.PI * row / DAY);
        for (int kpi = 0; kpi < KPIS.size(); kpi++) {
          values[row][kpi] = 50 * (kpi + 1) + 10 * load + random.nextDouble(-3, 3);
        }
      }
      for (int n = 0, end = BETWEEN; end < values.length - 5; n++) {
        fail(order[n % order.length], end);
        end += BETWEEN + random.nextInt(6);
      }
    }

    private void fail(int service, int end) {
      for (int row = end - DRIFT; row < end + 2; row++) {
        double ramp = Math.min(1, (row - end + DRIFT) / (double) DRIFT);
        for (int i = 0; i < SERVICES.size(); i++) {
          values[row][2 * i + 1] += (i == service ? 40 : 20) * ramp;
        }
      }
      failures.add(
          Failure.of("INC-" + end, SERVICES.get(service), time(end))
              .withOnset(time(end - DRIFT))
              .withRecovery(time(end + 2))
              .withRole(Failure.Role.ROOT));
    }

    KpiHistory history() {
      List<Instant> times = new ArrayList<>();
      for (int row = 0; row < values.length; row++) {
        times.add(time(row));
      }
      return KpiHistory.of(KPIS, times, values);
    }

    FailureLog log() {
      return new FailureLog(failures);
    }

    private static Instant time(int row) {
      return Instant.parse("2026-03-02T00:00:00Z").plus(Duration.ofMinutes((long) PERIOD * row));
    }
  }
}
