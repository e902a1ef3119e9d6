package io.mild;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mild.Quality.Fault;
import io.mild.data.ModelFileException;
import io.mild.features.KpiLimit;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a stream makes of sensors that break: load was 0.1 to 0.9 and moved by 0.1 at most, depth is
 * not limited. Windows are 2 and 4 minutes; a sensor's signs count for five.
 */
class BrokenSensorTest {
  private static final Mild MILD =
      Mild.of(
          HandMade.simple()
              .model()
              .withLimits(List.of(new KpiLimit(0.1, 0.9, 0.1, 0), KpiLimit.NONE)));

  private final Feed feed = Feed.of(MILD);

  /** Depth moves so as not to stand still, too; it has no limit anyway. */
  private Assessment rows(int count, double... loads) {
    Assessment latest = feed.row(loads[0], 0);
    for (int i = 1; i < count; i++) {
      latest = feed.row(loads[i % loads.length], 0);
    }
    return latest;
  }

  @Test
  void aSensorThatReadsZeroIsNamedAndCountsAsMissingAfterAWhile() {
    rows(10, 0.5, 0.6);

    Quality first = rows(1, 0).quality();
    Assessment later = rows(9, 0);

    assertThat(first.faults())
        .containsExactly(new Fault("load", Fault.Kind.OUT_OF_RANGE, 0, 0.1, 0.9, false));
    assertThat(first.status()).isEqualTo(Quality.Status.DEGRADED);
    assertThat(first.confidence()).isEqualTo(0.5);
    assertThat(later.quality().faults())
        .containsExactly(new Fault("load", Fault.Kind.OUT_OF_RANGE, 0, 0.1, 0.9, true));
    assertThat(later.quality().faults().get(0))
        .hasToString("load is 0.0, but was 0.1 to 0.9: it counts as missing");
    assertThat(later.intent("api").risk())
        .as("the risk of the usual load, 0 in standard deviations")
        .isCloseTo(HandMade.risk(0.5, 0, 1), within(1e-9));
  }

  @Test
  void aSensorThatStandsStillIsStale() {
    rows(10, 0.5, 0.6);

    assertThat(rows(8, 0.7).quality().kpis(Fault.Kind.STALE)).containsExactly("load");
    assertThat(rows(1, 0.71).quality().faults()).isEmpty();
  }

  @Test
  void aFailureThatDriftsFurtherThanEverIsAnnounced() {
    rows(10, 0.5, 0.6);
    double load = 0.6;
    Assessment now = feed.row(load, 0);
    while (load < 1.2) {
      load += 0.05;
      now = feed.row(load, 0);
    }

    assertThat(now.alerts()).hasSize(1);
    assertThat(now.quality().kpis(Fault.Kind.OUT_OF_RANGE)).containsExactly("load");
    assertThat(now.quality().confidence()).isEqualTo(0.5);
  }

  @Test
  void aFailureThatComesAtOnceIsAnnouncedAndGoesOn() {
    rows(10, 0.5, 0.6);

    assertThat(rows(1, 1.4, 1.45).alerts()).hasSize(1);
    assertThat(rows(100, 1.45, 1.5).alerts())
        .singleElement()
        .extracting(Alert::phase)
        .isEqualTo(PredictedFailure.Phase.ONGOING);
  }

  @Test
  void aMissingKpiIsCalledMissingInTheExplanation() {
    rows(10, 0.5, 0.6);

    String told = feed.row(Double.NaN, 0.2).explain("api").toText();

    assertThat(told).contains("load mean_4m missing, was");
    assertThat(told).contains("depth mean_4m 0");
  }

  @Test
  void snapshotsKeepWhatIsKnownOfSensors() {
    rows(10, 0.5, 0.6);
    rows(3, 0);

    for (int i = 0; i < 10; i++) {
      Feed resumed = feed.resumed();
      assertThat(resumed.row(0, 0).quality()).isEqualTo(feed.row(0, 0).quality());
    }
  }

  @Test
  void limitsAreKeptInTheModelsFile(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("limits.mild");
    MILD.save(file);

    assertThat(Mild.load(file).model().limits()).isEqualTo(MILD.model().limits());
    assertThat(Mild.load(file).id()).isEqualTo(MILD.id()).isNotEqualTo(HandMade.simple().id());
  }

  @Test
  void aStreamGoesOnWithAModelThatKnowsNoLimits() throws ModelFileException {
    AssuranceFleet fleet = MILD.openFleet();
    for (int i = 0; i < 9; i++) {
      fleet.accept("a", HandMade.START.plusSeconds(60L * i), i % 2 * 0.1 + 0.5, 0);
    }
    fleet.replaceModel(HandMade.simple());
    assertThat(fleet.accept("a", HandMade.START.plusSeconds(600), 0, 0).quality().faults())
        .isEmpty();
    fleet.replaceModel(MILD);

    assertThat(fleet.accept("a", HandMade.START.plusSeconds(660), -1, 0).quality().faults())
        .hasSize(1);
  }
}
