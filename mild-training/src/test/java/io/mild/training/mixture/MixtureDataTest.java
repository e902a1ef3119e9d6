package io.mild.training.mixture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mild.moe.IntentViews;
import org.junit.jupiter.api.Test;

class MixtureDataTest {
  @Test
  void intentsAreCountedByTheCausesAndHorizonsByTheLabels() {
    MixtureData data = new MixtureData(2, new float[10], new float[12], new float[4]);

    assertThat(data.featureCount()).isEqualTo(5);
    assertThat(data.intents()).isEqualTo(2);
    assertThat(data.horizons()).isEqualTo(3);
  }

  @Test
  void aFailureWithinTheShorterHorizonOnlyIsRefused() {
    float[] labels = {1, 0, 1, 0, /* row 1: */ 1, 0, 1, 1};

    assertThatThrownBy(() -> new MixtureData(2, new float[2], labels, new float[4]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("row 1: the label 1.0 of horizon 2 is above 0.0, that of the longer one");
  }

  @Test
  void labelsThatAreNoWholeHorizonsAreRefused() {
    assertThatThrownBy(() -> new MixtureData(2, new float[2], new float[6], new float[4]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("6 labels and 4 causes");
  }

  @Test
  void rowsKeepWhatTheyAreTaught() {
    MixtureData rows = Rows.random(5, 4, 2, 3);
    MixtureData seen = rows.seenBy(new IntentViews(new int[][] {{0, 1}, {2, 3}}));

    assertThat(seen.featureCount()).isEqualTo(2 * 2 * 3);
    assertThat(seen.labels()).isEqualTo(rows.labels());
    assertThat(seen.causes()).isEqualTo(rows.causes());
  }

  @Test
  void rowsOfAnotherNumberOfIntentsAreRefused() {
    assertThatThrownBy(
            () -> Rows.random(5, 4, 3, 3).seenBy(new IntentViews(new int[][] {{0}, {1}})))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("views of 2 intents, but rows of 3");
  }
}
