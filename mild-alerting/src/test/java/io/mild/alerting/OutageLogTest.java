package io.mild.alerting;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class OutageLogTest {
  private static final int API = 0;
  private static final int ORDERS = 1;

  private final OutageLog log = new OutageLog(2);

  @Test
  void anIntentIsBrokenFromItsFailureToItsRecovery() {
    log.failed(API, 100);
    log.recovered(API, 200);

    assertThat(log.anyBroken(0, 99)).isFalse();
    assertThat(log.anyBroken(0, 100)).isTrue();
    assertThat(log.anyBroken(150, 150)).isTrue();
    assertThat(log.anyBroken(200, 300)).isTrue();
    assertThat(log.anyBroken(201, 300)).isFalse();
  }

  @Test
  void anOutageOfAnyIntentCounts() {
    log.failed(ORDERS, 100);
    log.recovered(API, 110);

    assertThat(log.anyBroken(150, 150)).isTrue();
  }

  @Test
  void whereRecoveriesAreToldAFailureLastsUntilItsOwn() {
    log.recovered(API, 0);
    log.failed(API, 100);

    assertThat(log.anyBroken(1_000, 1_000)).isTrue();
  }

  @Test
  void whereNobodyTellsOfRecoveriesAFailureIsOverAtOnce() {
    log.failed(API, 100);

    assertThat(log.anyBroken(100, 100)).isTrue();
    assertThat(log.anyBroken(101, 1_000)).isFalse();
  }

  @Test
  void aFailureBeforeAnotherWithoutARecoveryBetweenIsOverAtOnce() {
    log.failed(API, 100);
    log.failed(API, 200);
    log.recovered(API, 210);

    assertThat(log.anyBroken(101, 199)).isFalse();
    assertThat(log.anyBroken(205, 205)).isTrue();
  }

  @Test
  void whatWasToldBeforeIsNoNews() {
    assertThat(log.isTold()).isFalse();
    assertThat(log.failed(API, 100)).isTrue();
    assertThat(log.failed(API, 100)).isFalse();
    assertThat(log.failed(ORDERS, 100)).isTrue();
    assertThat(log.recovered(API, 100)).isTrue();
    assertThat(log.recovered(API, 100)).isFalse();
    assertThat(log.isTold()).isTrue();
  }

  @Test
  void theLatestTimesAreKeptAndOlderOnesAreTakenForKnown() {
    for (int i = 1; i <= OutageLog.MOST + 1; i++) {
      assertThat(log.failed(API, 100L * i)).isTrue();
    }
    assertThat(log.failed(API, 100)).isFalse();
    assertThat(log.anyBroken(0, 199)).isFalse();
    assertThat(log.anyBroken(200, 200)).isTrue();
  }

  @Test
  void whatIsForgottenIsOver() {
    log.recovered(API, 0);
    log.failed(API, 100);
    log.forgetBefore(101);

    assertThat(log.anyBroken(150, 150)).isFalse();
    assertThat(log.isTold()).isTrue();
  }

  @Property
  void theOrderOfTellingDoesNotMatter(
      @ForAll @Size(max = 10) List<@IntRange(max = 40) Integer> told, @ForAll Random random) {
    List<Integer> shuffled = new ArrayList<>(told);
    Collections.shuffle(shuffled, random);
    OutageLog one = new OutageLog(2);
    OutageLog other = new OutageLog(2);
    told.forEach(event -> tell(one, event));
    shuffled.forEach(event -> tell(other, event));

    for (int from = 0; from < 12; from++) {
      for (int until = from; until < 12; until++) {
        assertThat(other.anyBroken(from, until)).isEqualTo(one.anyBroken(from, until));
      }
    }
  }

  /** Intent, kind and time in one number. */
  private static void tell(OutageLog log, int event) {
    int intent = event % 2;
    int time = event / 4;
    if (event / 2 % 2 == 0) {
      log.failed(intent, time);
    } else {
      log.recovered(intent, time);
    }
  }
}
