package io.mild.scaling.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class SeasonalNaiveTest {
  @Property
  void isExactOnAnythingThatRepeats(
      @ForAll @IntRange(min = 1, max = 20) int season,
      @ForAll @IntRange(min = 1, max = 50) int lead) {
    SeasonalNaive naive = new SeasonalNaive(season, lead);
    for (int t = 0; t < season; t++) {
      naive.observe(t, value(t % season));
    }
    for (int t = season; t < 100; t++) {
      naive.observe(t, value(t % season));
      assertThat(naive.predict()).isEqualTo(value((t + lead) % season));
    }
  }

  @Test
  void saysNothingBeforeTheSeasonIsKnown() {
    SeasonalNaive naive = new SeasonalNaive(4, 1);
    naive.observe(0, 1);
    naive.observe(1, 2);
    naive.observe(2, 3);
    assertThat(naive.predict()).isNaN();
    naive.observe(3, 4);
    assertThat(naive.predict()).isEqualTo(1);
  }

  @Test
  void persistenceExpectsNoChange() {
    SeasonalNaive naive = SeasonalNaive.persistence(5);
    naive.observe(0, 7);

    assertThat(naive.predict()).isEqualTo(7);
  }

  @Test
  void refusesALeadOfNothing() {
    assertThatThrownBy(() -> new SeasonalNaive(4, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("4 and 0");
  }

  private static double value(int phase) {
    return 10 + phase * phase;
  }
}
