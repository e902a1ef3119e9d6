package io.mild;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.mild.data.KpiHistory;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class BackfillTest {
  private final KpiHistory history = SmallService.history();
  private final Mild mild = SmallService.mild();

  @Test
  void aHistoryIsAssessedAsAStreamWouldHaveRowByRow() {
    List<StreamedAssessment> streamed =
        StreamedAssessment.stream(mild.openStream(), history, 0, 600);

    assertThat(
            mild.assess(history).limit(600).map(now -> StreamedAssessment.of(now, mild.horizons())))
        .isEqualTo(streamed);
    assertThat(mild.assess(history).count()).isEqualTo(history.rows());
  }

  @Test
  void rowsComeInOrderAlsoInParallel() {
    assertThat(
            mild.assess(history)
                .parallel()
                .map(Assessment::time)
                .limit(2_000)
                .collect(Collectors.toList()))
        .isSorted()
        .hasSize(2_000);
  }

  @Test
  void aHistoryOfOtherKpisIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> HandMade.simple().assess(history))
        .withMessageContaining("cpu")
        .withMessageContaining("load");
  }
}
