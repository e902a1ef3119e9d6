package io.mild.synthetic;

import static org.assertj.core.api.Assertions.assertThat;

import io.mild.synthetic.IntentModel.PairSignature;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SyntheticServiceTest {
  private static final SyntheticSpec LARGE =
      SyntheticSpec.builder().intents(12).kpis(40).pairs(2).build();

  @Test
  void theBenchmarksOwnServiceHasEightKpisAndThreeIntents() {
    SyntheticService service = SyntheticService.of(SyntheticSpec.defaults());

    assertThat(service.kpiNames())
        .containsExactly(
            "cpu",
            "ram",
            "storage",
            "snet",
            "sri",
            "api_latency",
            "telemetry_queue",
            "analytics_tput");
    assertThat(service.intentNames()).containsExactly("api", "telemetry", "analytics");
    assertThat(service.intents()).allSatisfy(intent -> assertThat(intent.pairs()).hasSize(1));
  }

  @Test
  void aLargerServiceBeginsAsTheSmallerOne() {
    SyntheticService small = SyntheticService.of(LARGE.toBuilder().intents(3).kpis(8).build());
    SyntheticService large = SyntheticService.of(LARGE);

    assertThat(large.kpis()).startsWith(small.kpis().toArray(KpiModel[]::new));
    assertThat(large.intents()).startsWith(small.intents().toArray(IntentModel[]::new));
    assertThat(large.kpiNames()).hasSize(40).doesNotHaveDuplicates().endsWith("kpi_40");
    assertThat(large.intentNames()).hasSize(12).endsWith("intent_12");
  }

  @Test
  void noTwoIntentsShareAnOvertKpiOrAPair() {
    List<IntentModel> intents = SyntheticService.of(LARGE).intents();

    assertThat(intents).extracting(IntentModel::overtKpi).doesNotHaveDuplicates();
    List<PairSignature> pairs = intents.stream().flatMap(i -> i.pairs().stream()).toList();
    assertThat(pairs).hasSize(24);
    assertThat(pairs)
        .extracting(pair -> Set.of(pair.first(), pair.second()))
        .doesNotHaveDuplicates();
  }

  @Test
  void theSeedChangesTheHistoryNotTheService() {
    assertThat(SyntheticService.of(LARGE.toBuilder().seed(7).build()))
        .isEqualTo(SyntheticService.of(LARGE));
  }

  @Test
  void furtherKpisNeverComeNearTheirFloor() {
    // deepest fall: a victim's 6·1.4 = 8.4 σ and an overt phase of 9 σ
    assertThat(SyntheticService.of(LARGE).kpis().subList(8, 40))
        .allSatisfy(kpi -> assertThat(kpi.base() - 17.4 * kpi.sigma()).isPositive())
        .allSatisfy(kpi -> assertThat(kpi.phi()).isBetween(0.60, 0.93));
  }
}
