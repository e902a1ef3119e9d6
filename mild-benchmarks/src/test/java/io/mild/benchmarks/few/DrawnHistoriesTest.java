package io.mild.benchmarks.few;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mild.data.Failure;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DrawnHistoriesTest {
  private static final int ROWS = 2_000;

  private final DrawnHistories histories =
      new DrawnHistories(
          GeneratedRows.HISTORY, GeneratedRows.FAILURES, GeneratedRows.HORIZON, ROWS);

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5})
  void aHistoryHoldsExactlySoManyIncidentsAndNoRowOfAnother(int incidents) {
    for (int draw = 1; draw <= 20; draw++) {
      Piece history = Piece.inOrder(histories.history(incidents, draw));
      Set<String> known = incidents(history);

      assertThat(known).hasSize(incidents);
      Set<Instant> rows = times(history);
      for (Failure failure : GeneratedRows.FAILURES.failures()) {
        Instant from = failure.time().minus(GeneratedRows.HORIZON);
        Instant onset = failure.onset().orElseThrow();
        Instant drift = onset.isBefore(from) ? onset : from;
        boolean holds =
            rows.stream()
                .anyMatch(
                    row -> !row.isBefore(drift) && row.isBefore(failure.recovered().orElseThrow()));
        assertThat(holds).as("%s in draw %d", failure, draw).isEqualTo(isIn(known, failure));
      }
    }
  }

  @Test
  void drawnIncidentsAreThereFromOnsetToRecoveryWithVictims() {
    Piece history = Piece.inOrder(histories.history(3, 1));
    Set<Instant> rows = times(history);
    Set<String> known = incidents(history);

    List<Failure> theirs =
        GeneratedRows.FAILURES.failures().stream().filter(f -> isIn(known, f)).toList();
    assertThat(history.failures().failures()).containsExactlyElementsOf(theirs);
    for (Failure failure : theirs) {
      for (Instant time = failure.onset().orElseThrow();
          time.isBefore(failure.recovered().orElseThrow());
          time = time.plusSeconds(60)) {
        assertThat(rows).contains(time);
      }
    }
  }

  @Test
  void aHistoryIsAsLongAsWantedAndNotMuchLonger() {
    for (int draw = 1; draw <= 10; draw++) {
      assertThat(Piece.inOrder(histories.history(1, draw)).rows().rows())
          .isBetween(ROWS, ROWS + 1_500);
    }
  }

  @Test
  void aDrawsHistoriesAreNested() {
    Set<String> three = incidents(Piece.inOrder(histories.history(3, 7)));
    Set<String> five = incidents(Piece.inOrder(histories.history(5, 7)));

    assertThat(five).containsAll(three);
  }

  @Test
  void equalDrawsAreEqualAndOthersDiffer() {
    Set<Instant> first = times(Piece.inOrder(histories.history(2, 1)));

    assertThat(times(Piece.inOrder(histories.history(2, 1)))).isEqualTo(first);
    assertThat(times(Piece.inOrder(histories.history(2, 2)))).isNotEqualTo(first);
  }

  @Test
  void whatIsTestedWasInNoHistory() {
    Piece test = Piece.inOrder(histories.test());
    Set<String> tested = incidents(test);
    Set<Instant> rows = times(test);

    assertThat(tested).hasSizeGreaterThan(5);
    for (int draw = 1; draw <= 10; draw++) {
      Piece history = Piece.inOrder(histories.history(5, draw));
      assertThat(incidents(history)).doesNotContainAnyElementsOf(tested);
      Set<Instant> inBoth = times(history);
      inBoth.retainAll(rows);
      assertThat(inBoth).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5})
  void aConsecutiveHistoryHasAllRowsToTheEndOfItsLastIncident(int incidents) {
    for (int draw = 1; draw <= 20; draw++) {
      Piece history = Piece.inOrder(histories.consecutive(incidents, 5, draw));

      assertThat(incidents(history)).hasSizeGreaterThanOrEqualTo(incidents);
      assertThat(history.rows().end())
          .isEqualTo(history.rows().start().plusSeconds(60L * (history.rows().rows() - 1)));
      Instant last =
          history.failures().failures().stream()
              .map(failure -> failure.recovered().orElseThrow())
              .max(Instant::compareTo)
              .orElseThrow();
      assertThat(history.rows().end()).isBetween(last, last.plus(Duration.ofMinutes(30)));
    }
  }

  @Test
  void consecutiveHistoriesOfADrawBeginAtTheSameRow() {
    assertThat(histories.consecutive(1, 5, 7).get(0).rows().start())
        .isEqualTo(histories.consecutive(5, 5, 7).get(0).rows().start());
    assertThat(
            IntStream.range(0, 20)
                .mapToObj(draw -> histories.consecutive(1, 5, draw).get(0).rows().start())
                .distinct())
        .hasSizeGreaterThan(5);
  }

  @Test
  void whatIsTestedIsInNoConsecutiveHistory() {
    Set<Instant> rows = times(Piece.inOrder(histories.test()));
    for (int draw = 1; draw <= 10; draw++) {
      assertThat(times(Piece.inOrder(histories.consecutive(5, 5, draw))))
          .doesNotContainAnyElementsOf(rows);
    }
    assertThatThrownBy(() -> histories.consecutive(1, 100, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("too few for a history of 100");
  }

  @Test
  void moreThanThereAreIsRefused() {
    assertThatThrownBy(() -> histories.history(100, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("100")
        .hasMessageContaining("" + histories.incidents());
  }

  private static boolean isIn(Set<String> incidents, Failure failure) {
    return incidents.contains(failure.incident());
  }

  private static Set<String> incidents(Piece piece) {
    return piece.failures().failures().stream().map(Failure::incident).collect(Collectors.toSet());
  }

  private static Set<Instant> times(Piece piece) {
    return IntStream.range(0, piece.rows().rows())
        .mapToObj(piece.rows()::time)
        .collect(Collectors.toCollection(HashSet::new));
  }
}
