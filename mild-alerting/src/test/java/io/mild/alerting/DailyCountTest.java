package io.mild.alerting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class DailyCountTest {
  private static final long HOUR = 3_600_000;

  private final DailyCount count = new DailyCount();

  @Test
  void itCountsFromItsStart() {
    watchHours(30);
    count.add();
    watchHours(6);
    count.add();

    assertThat(count.count()).isEqualTo(2);
    assertThat(count.days()).isCloseTo(1.5, within(1e-9));
  }

  /** After 20 days and 6 hours: the days 7 to 19 and 6 hours. */
  @Test
  void itForgetsWhatIsOlderThanFourteenDays() {
    for (int day = 0; day < 20; day++) {
      count.add();
      watchHours(24);
    }
    watchHours(6);

    assertThat(count.count()).isEqualTo(13);
    assertThat(count.days()).isCloseTo(13.25, within(1e-9));
  }

  /** Of the latest day that has one; where none has, nothing. */
  @Test
  void oneLessIsTakenFromTheLatest() {
    count.add();
    watchHours(48);
    count.add();
    watchHours(24);
    count.takeBack();
    count.takeBack();
    count.takeBack();

    assertThat(count.count()).isZero();
    count.add();
    assertThat(count.count()).isEqualTo(1);
  }

  /** Against a list of the times. */
  @Property(tries = 50)
  void itAgreesWithAListOfTheTimes(@ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    DailyCount count = new DailyCount();
    Deque<Long> times = new ArrayDeque<>();
    long now = 0;
    for (int i = 0; i < 1_000; i++) {
      long step = random.nextLong(HOUR + 1);
      now += step;
      count.watch(step);
      if (random.nextInt(6) == 0) {
        count.add();
        times.addLast(now);
      }
      long oldest = Math.max(0, now / (24 * HOUR) - 13);
      while (!times.isEmpty() && times.getFirst() / (24 * HOUR) < oldest) {
        times.removeFirst();
      }
      assertThat(count.count()).isEqualTo(times.size());
      assertThat(count.days()).isCloseTo(now / (24.0 * HOUR) - oldest, within(1e-9));
    }
  }

  private void watchHours(int hours) {
    for (int hour = 0; hour < hours; hour++) {
      count.watch(HOUR);
    }
  }
}
