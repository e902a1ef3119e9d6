package io.mild.cli.demo;

import io.mild.Assessment;
import io.mild.Mild;
import io.mild.cli.replay.AlertEpisode;
import io.mild.cli.replay.AlertLog;
import io.mild.cli.replay.Replay;
import io.mild.data.Failure;
import io.mild.data.FailureLog;
import io.mild.data.KpiHistory;
import io.mild.internal.io.TimeScale;
import io.mild.training.evaluation.AlertEvaluation;
import io.mild.training.evaluation.FailureOutcome;
import io.mild.training.evaluation.FigureText;
import io.mild.training.evaluation.StreamedRows;
import io.mild.training.evaluation.VerdictTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A model's watch over rows that it had not seen, and what came of it.
 *
 * @param mild the model
 * @param history the rows, those watched and those before
 * @param failures what failed
 * @param assessments what was said of each watched row
 * @param episodes the alerts
 * @param evaluation the alerts held against the failures
 */
public record DemoRun(
    Mild mild,
    KpiHistory history,
    FailureLog failures,
    List<Assessment> assessments,
    List<AlertEpisode> episodes,
    AlertEvaluation evaluation) {
  /**
   * Watches the rows from a time on.
   *
   * @param onRow told after each of them
   * @throws IllegalArgumentException if there are fewer than two
   */
  public static DemoRun watch(
      Mild mild, KpiHistory history, FailureLog failures, Instant from, Runnable onRow) {
    List<Assessment> assessments = new ArrayList<>();
    AlertLog log = new AlertLog();
    StreamedRows rows = new StreamedRows();
    Replay.of(mild, history)
        .from(from)
        .forEach(
            assessment -> {
              assessments.add(assessment);
              log.accept(assessment);
              rows.accept(assessment);
              onRow.run();
            });
    return new DemoRun(
        mild,
        history,
        failures,
        assessments,
        log.episodes(),
        AlertEvaluation.of(mild, rows, failures));
  }

  /**
   * The alerts, those together that follow one another within the model's quiet gap, with the
   * failures that they foretold.
   */
  public List<IncidentOutcome> incidents() {
    Duration quietGap = mild.policy(horizon()).quietGap();
    List<IncidentOutcome> incidents = new ArrayList<>();
    List<AlertEpisode> together = new ArrayList<>();
    Instant quietSince = Instant.MIN;
    for (AlertEpisode episode : episodes) {
      if (!together.isEmpty() && episode.time().isAfter(quietSince.plus(quietGap))) {
        incidents.add(incident(together, quietSince));
        together = new ArrayList<>();
      }
      together.add(episode);
      Instant end = endOf(episode);
      quietSince = end.isAfter(quietSince) ? end : quietSince;
    }
    if (!together.isEmpty()) {
      incidents.add(incident(together, quietSince));
    }
    return incidents;
  }

  /**
   * The failure that the page shows: among co-drifts that were foreseen, first those whose root
   * cause was named right at once, then those in which most intents alerted, then the earliest; if
   * there is none, any failure by the same order.
   */
  public Optional<FailureOutcome> shown() {
    return evaluation.announced().stream()
        .min(
            Comparator.comparing((FailureOutcome outcome) -> !outcome.codrift())
                .thenComparing(outcome -> !outcome.isRight(VerdictTime.INCIDENT))
                .thenComparing(outcome -> -alertsWithin(outcome).size())
                .thenComparing(outcome -> outcome.failure().time()));
  }

  /** The alerts that began between a failure's onset and the failure. */
  List<AlertEpisode> alertsWithin(FailureOutcome outcome) {
    Instant onset = onset(outcome);
    return episodes.stream()
        .filter(episode -> !episode.time().isBefore(onset))
        .filter(episode -> episode.time().isBefore(outcome.failure().time()))
        .toList();
  }

  /** When the drift towards a failure began; a horizon before it where nobody noted that. */
  Instant onset(FailureOutcome outcome) {
    return outcome.failure().onset().orElse(outcome.failure().time().minus(horizon()));
  }

  /** The longest time that the model looks ahead. */
  Duration horizon() {
    return mild.horizons().get(0);
  }

  /** The mean warning before a failure, 0 where it was missed, the horizon at most. */
  String warning() {
    double minutes = evaluation.warningMinutes(horizon());
    return Double.isNaN(minutes) ? FigureText.NONE : scale().format(minutes);
  }

  /** The unit in which times up to the horizon are told. */
  TimeScale scale() {
    return TimeScale.of(horizon());
  }

  /** How many announced failures' root causes were named right at the first alert. */
  long namedRight() {
    return evaluation.announced().stream()
        .filter(outcome -> outcome.isRight(VerdictTime.INCIDENT))
        .count();
  }

  /** The failures of other intents in the same incident. */
  List<Failure> victims(Failure root) {
    return failures.failures().stream()
        .filter(failure -> failure.incident().equals(root.incident()))
        .filter(failure -> !failure.intent().equals(root.intent()))
        .toList();
  }

  private IncidentOutcome incident(List<AlertEpisode> alerts, Instant end) {
    Instant start = alerts.get(0).time();
    return new IncidentOutcome(
        alerts,
        evaluation.announced().stream()
            .filter(outcome -> !onset(outcome).isAfter(end))
            .filter(outcome -> outcome.failure().time().isAfter(start))
            .toList(),
        evaluation.falseAlarms().stream()
            .anyMatch(time -> !time.isBefore(start) && !time.isAfter(end)));
  }

  private Instant endOf(AlertEpisode episode) {
    Instant end = episode.end();
    return end == null ? assessments.get(assessments.size() - 1).time() : end;
  }
}
