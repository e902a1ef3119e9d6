package io.mild.benchmarks.few;

import static org.assertj.core.api.Assertions.assertThat;

import io.mild.data.Failure;
import io.mild.data.FailureLog;
import io.mild.data.KpiHistory;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class PieceTest {
  private static final Instant MONDAY = Instant.parse("2026-01-05T00:00:00Z");

  @Test
  void piecesStayAtTheirTimesAsFarAsTheseRise() {
    Piece both = Piece.inOrder(List.of(piece(0, "a"), piece(2, "b")));

    assertThat(both.rows().time(0)).isEqualTo(MONDAY);
    assertThat(both.rows().time(2)).isEqualTo(MONDAY.plus(Duration.ofMinutes(2)));
    assertThat(both.failures().failures()).extracting(Failure::incident).containsExactly("a", "b");
  }

  @Test
  void whatIsToComeLaterMovesByWholeWeeksWithItsFailures() {
    Piece all = Piece.inOrder(List.of(piece(60, "b"), piece(0, "a"), piece(30, "c")));

    Duration week = Duration.ofDays(7);
    assertThat(all.rows().time(2)).isEqualTo(MONDAY.plus(week));
    assertThat(all.rows().time(4)).isEqualTo(MONDAY.plus(week).plus(Duration.ofMinutes(30)));
    assertThat(all.failures().failures())
        .extracting(Failure::incident)
        .containsExactly("b", "a", "c");
    Failure moved = all.failures().failures().get(1);
    assertThat(moved.time()).isEqualTo(all.rows().time(3).plus(Duration.ofMinutes(1)));
    assertThat(moved.onset()).contains(all.rows().time(3));
    assertThat(moved.recovered()).contains(moved.time());
    assertThat(moved.role()).isEqualTo(Failure.Role.ROOT);
    assertThat(all.rows().values(2)).containsExactly(0);
  }

  /** Two minutes; it fails after them. */
  private static Piece piece(int minute, String incident) {
    Instant first = MONDAY.plus(Duration.ofMinutes(minute));
    Instant second = first.plus(Duration.ofMinutes(1));
    Instant failure = second.plus(Duration.ofMinutes(1));
    return new Piece(
        KpiHistory.of(
            List.of("cpu"), List.of(first, second), new double[][] {{minute}, {minute + 1}}),
        new FailureLog(
            List.of(
                Failure.of(incident, "api", failure)
                    .withOnset(second)
                    .withRecovery(failure)
                    .withRole(Failure.Role.ROOT))));
  }
}
