package io.mild.training.firstday;

import static org.assertj.core.api.Assertions.assertThat;

import io.mild.data.KpiHistory;
import io.mild.features.SeasonalProfile;
import io.mild.moe.GoalBounds;
import io.mild.moe.GoalBounds.Bound;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** KPIs of median 10 and scale 2; "at most 14" is a level of 2 scales, "at least 6" of −2. */
class ActualMarginsTest {
  private static final Bound AT_MOST = new Bound(0, 2, true);
  private static final Bound AT_LEAST = new Bound(1, -2, false);
  private static final double NONE = Double.NaN;

  @Test
  void aGoalIsBrokenOnceRowsAgainstItHaveLasted() {
    ActualMargins margins =
        margins(new GoalBounds(List.of(AT_MOST), false), 2, row(10, 10), row(16, 10), row(18, 10));

    assertThat(margins.isBroken(0, 1)).isFalse();
    assertThat(margins.isBroken(0, 2)).isTrue();
  }

  @Test
  void whatComesIsTheGreatestMarginThatLastsWithinTheHorizon() {
    ActualMargins margins =
        margins(
            new GoalBounds(List.of(AT_MOST), false),
            2,
            row(10, 10),
            row(16, 10),
            row(12, 10),
            row(13, 10),
            row(20, 10),
            row(20, 10));

    assertThat(margins.greatestAhead(0, 0, Duration.ofMinutes(2))).isEqualTo(-1);
    assertThat(margins.greatestAhead(0, 0, Duration.ofMinutes(3))).isEqualTo(-1);
    assertThat(margins.greatestAhead(0, 1, Duration.ofMinutes(4))).isEqualTo(3);
  }

  @Test
  void pastTheEndOfTheHistoryNothingIsKnown() {
    ActualMargins margins =
        margins(new GoalBounds(List.of(AT_MOST), false), 1, row(10, 10), row(16, 10));

    assertThat(margins.greatestAhead(0, 0, Duration.ofMinutes(1))).isEqualTo(1);
    assertThat(margins.greatestAhead(0, 0, Duration.ofMinutes(2))).isNaN();
  }

  @Test
  void ofAllBoundsTheLeastTellsOfAnyTheGreatest() {
    double[][] rows = {row(16, 5), row(16, 7)};
    ActualMargins all = margins(new GoalBounds(List.of(AT_MOST, AT_LEAST), true), 1, rows);
    ActualMargins any = margins(new GoalBounds(List.of(AT_MOST, AT_LEAST), false), 1, rows);

    assertThat(all.isBroken(0, 0)).isTrue();
    assertThat(all.isBroken(0, 1)).isFalse();
    assertThat(any.isBroken(0, 1)).isTrue();
  }

  @Test
  void aMissingValueIsTakenForTheOneBefore() {
    ActualMargins margins =
        margins(
            new GoalBounds(List.of(AT_MOST), false), 1, row(NONE, 10), row(16, 10), row(NONE, 10));

    assertThat(margins.isBroken(0, 0)).isFalse();
    assertThat(margins.isBroken(0, 2)).isTrue();
  }

  private static ActualMargins margins(GoalBounds goal, int brokenAfter, double[]... rows) {
    KpiHistory history =
        KpiHistory.of(
            List.of("latency", "throughput"),
            IntStream.range(0, rows.length)
                .mapToObj(minute -> Instant.EPOCH.plus(Duration.ofMinutes(minute)))
                .toList(),
            rows);
    SeasonalProfile profile =
        new SeasonalProfile(
            ZoneOffset.UTC,
            new double[] {10, 10},
            new double[] {2, 2},
            new double[2][SeasonalProfile.COEFFICIENTS]);
    return new ActualMargins(history, profile, List.of(goal), new int[] {brokenAfter});
  }

  private static double[] row(double... values) {
    return values;
  }
}
