package io.mild.scaling.balance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class LatestCountsTest {
  /** Few values, so that most are equal to others; many, so that few are. */
  @Property(tries = 300)
  void quantilesAreThoseOfTheLatestCountsSortedAnew(
      @ForAll @IntRange(min = 1, max = 40) int capacity,
      @ForAll @IntRange(min = 1, max = 1_000_000) int values,
      @ForAll @DoubleRange(min = 0, max = 1, maxIncluded = false) double share,
      @ForAll @Size(min = 1, max = 200) List<@IntRange(min = 0) Integer> counts) {
    LatestCounts latest = new LatestCounts(capacity);
    for (int i = 0; i < counts.size(); i++) {
      latest.add(counts.get(i) % values);

      int[] sorted =
          counts.subList(Math.max(0, i + 1 - capacity), i + 1).stream()
              .mapToInt(count -> count % values)
              .sorted()
              .toArray();
      assertThat(latest.quantile(share)).isEqualTo(sorted[(int) (share * sorted.length)]);
    }
  }
}
