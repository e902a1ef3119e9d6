package io.mild.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mild.Archive;
import io.mild.Assessment;
import io.mild.AssuranceStream;
import io.mild.Mild;
import io.mild.data.Failure;
import io.mild.data.FailureLog;
import io.mild.data.KpiHistory;
import io.mild.data.ModelFileException;
import io.mild.moe.DepartureModel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three services of the same KPIs, one of which never failed while the model learned. */
class SharedExpertsTest {
  private static final List<String> KPIS =
      List.of("web.cpu", "web.ms", "cart.cpu", "cart.ms", "pay.cpu", "pay.ms", "nodes");
  private static final Duration HORIZON = Duration.ofMinutes(5);
  private static final int MINUTES = 600;
  private static final int PAY = 2;

  private static final Recording LEARNED = new Recording(1, 0, 1, 0, 1);
  private static final Recording LATER = new Recording(2, 2, 0, 1, 2, 2);
  private static final Mild MILD = owners().train(LEARNED.history(), LEARNED.log());

  @Test
  void anIntentThatNeverFailedIsNamedWhenItFails() {
    assertThat(LEARNED.log().intents()).doesNotContain("pay");

    List<String> named = new ArrayList<>();
    List<Double> failing = new ArrayList<>();
    List<Double> healthy = new ArrayList<>();
    AssuranceStream stream = MILD.openStream();
    for (int row = 0; row < LATER.history().rows(); row++) {
      Assessment now = stream.accept(LATER.history().time(row), LATER.history().values(row));
      double risk = now.intents().get(PAY).risk();
      if (LATER.failing(row) == PAY) {
        named.add(now.rootCause());
        failing.add(risk);
      } else {
        healthy.add(risk);
      }
    }
    assertThat(Collections.frequency(named, "pay")).isGreaterThan(named.size() * 3 / 4);
    assertThat(mean(failing)).isGreaterThan(5 * mean(healthy));
  }

  private static double mean(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
  }

  @Test
  void ownersAreIntentsInTheOrderTheyWereDeclaredThenOthersThatFailed() {
    assertThat(MILD.intents()).containsExactly("web", "cart", "pay");

    Mild withOthers =
        trainer().intent("pay").kpis("pay.*").maxEpochs(1).train(LEARNED.history(), LEARNED.log());
    assertThat(withOthers.intents()).containsExactly("pay", "web", "cart");
  }

  @Test
  void theReportSaysThatExpertsAreSharedAndWhatNobodyOwns() {
    assertThat(MILD.report().warnings())
        .anyMatch(s -> s.startsWith("experts are shared by 3 intents") && s.contains("[cpu, ms]"))
        .anyMatch(s -> s.startsWith("nothing is learned from [nodes]"))
        .anyMatch(s -> s.contains("'pay' has no failure") && s.contains("learned of the others"))
        .anyMatch(s -> s.startsWith("learned from 10 failures"));
  }

  @Test
  void intentsThatOwnNoneOfTheKindsAreNamedAsTheReasonNotToShare() {
    Mild mild =
        trainer()
            .intent("web")
            .kpis("web.*")
            .intent("cart")
            .kpis("*rt.cpu")
            .maxEpochs(1)
            .train(LEARNED.history(), LEARNED.log());

    assertThat(mild.report().warnings())
        .anyMatch(s -> s.startsWith("experts are not shared: [web, cart] own no KPI"));
    assertThat(model(mild).shape().owned()).isEqualTo(new int[][] {{0, 1}, {2}});
  }

  @Test
  void aSharedModelIsReadAsItWasWritten(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("shared.mild");
    MILD.save(file);
    Mild read = Mild.load(file);

    assertThat(read.id()).isEqualTo(MILD.id());
    assertThat(model(read)).isEqualTo(model(MILD));
    AssuranceStream one = MILD.openStream();
    AssuranceStream other = read.openStream();
    for (int row = 0; row < 50; row++) {
      Instant time = LATER.history().time(row);
      assertThat(other.accept(time, LATER.history().values(row)).intents())
          .isEqualTo(one.accept(time, LATER.history().values(row)).intents());
    }
  }

  @Test
  void aFileWhoseIntentsOwnAnUnknownKpiIsRefused(@TempDir Path folder) throws Exception {
    Archive archive = Archive.of(MILD, folder);
    Path changed = folder.resolve("changed.mild");
    String own = archive.manifest().replaceFirst("(\"own\": \\[\\s*)0,", "$1 99,");
    assertThat(own).isNotEqualTo(archive.manifest());
    Files.write(changed, archive.withManifest(own).bytes());

    assertThatThrownBy(() -> Mild.load(changed))
        .isInstanceOf(ModelFileException.class)
        .hasMessageContainingAll("own", "99", "7 KPIs");
  }

  @Test
  void twoTrainingsGiveTheSameModel() {
    Mild first = owners().maxEpochs(1).train(LEARNED.history(), LEARNED.log());
    Mild again = owners().maxEpochs(1).train(LEARNED.history(), LEARNED.log());

    assertThat(again.id()).isEqualTo(first.id());
  }

  @Test
  void progressNeverGoesBack() {
    List<Double> told = new ArrayList<>();
    owners()
        .maxEpochs(1)
        .onProgress(progress -> told.add(progress.fraction()))
        .train(LEARNED.history(), LEARNED.log());

    assertThat(told).isSorted().startsWith(0.0).endsWith(1.0);
  }

  @Test
  void anOwnerThatIsNoneOfTheIntentsIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> owners().intents("web", "cart").train(LEARNED.history(), LEARNED.log()))
        .withMessage("KPIs were given to intent 'pay', but the intents are [web, cart]");
  }

  @Test
  void anOwnerHasANameAndPatternsAndIsDescribedOnce() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> trainer().intent(" "))
        .withMessageContaining("' '");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> trainer().intent("web").kpis())
        .withMessageContainingAll("'web'", "[]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> trainer().intent("web").kpis("web.*", ""))
        .withMessageContaining("[web.*, ]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> owners().intent("web"))
        .withMessage("intent 'web' has its KPIs already: [web.*]");
  }

  private static DepartureModel model(Mild mild) {
    return (DepartureModel) mild.model().horizonModels().get(0).risk().model();
  }

  private static MildTrainer trainer() {
    return MildTrainer.create().horizons(HORIZON).maxEpochs(8);
  }

  private static MildTrainer owners() {
    return trainer()
        .intent("web")
        .kpis("web.*")
        .intent("cart")
        .kpis("cart.*")
        .intent("pay")
        .kpis("pay.*");
  }

  /**
   * Each hour one service fails: its latency rises by eight deviations, the others' by three, as
   * those do that wait for it.
   */
  private static final class Recording {
    private final double[][] values = new double[MINUTES][KPIS.size()];
    private final int[] failing = new int[MINUTES];
    private final List<Failure> failures = new ArrayList<>();

    Recording(long seed, int... order) {
      SplittableRandom random = new SplittableRandom(seed);
      for (double[] row : values) {
        for (int kpi = 0; kpi < row.length; kpi++) {
          row[kpi] = 50 * (kpi + 1) + random.nextDouble(-1.7, 1.7);
        }
      }
      Arrays.fill(failing, -1);
      for (int n = 0, end = 40; end < MINUTES; n++, end += 60) {
        fail(order[n % order.length], end);
      }
    }

    private void fail(int service, int end) {
      for (int minute = end - (int) HORIZON.toMinutes(); minute < end; minute++) {
        failing[minute] = service;
        for (int i = 0; i < 3; i++) {
          values[minute][2 * i + 1] += i == service ? 8 : 3;
        }
      }
      failures.add(
          Failure.of("INC-" + end, List.of("web", "cart", "pay").get(service), time(end))
              .withOnset(time(end - (int) HORIZON.toMinutes()))
              .withRole(Failure.Role.ROOT));
    }

    /** The service that fails within the horizon of a minute, or -1. */
    int failing(int minute) {
      return failing[minute];
    }

    KpiHistory history() {
      List<Instant> times = new ArrayList<>();
      for (int minute = 0; minute < MINUTES; minute++) {
        times.add(time(minute));
      }
      return KpiHistory.of(KPIS, times, values);
    }

    FailureLog log() {
      return new FailureLog(failures);
    }

    private static Instant time(int minute) {
      return Instant.EPOCH.plus(Duration.ofMinutes(minute));
    }
  }
}
