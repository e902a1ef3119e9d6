package io.mild;

import io.mild.data.KpiHistory;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** All that an assessment says but explanations, as a value: equal where it is so bit for bit. */
public record StreamedAssessment(
    Instant time,
    Quality quality,
    List<List<IntentRisk>> risks,
    String rootCause,
    List<StreamedAlert> alerts) {

  public record StreamedAlert(
      String intent,
      Alert.Phase phase,
      Instant onset,
      Optional<Instant> end,
      boolean notification,
      TimeToFailure timeToFailure,
      Map<String, Double> rootCauses) {}

  public static StreamedAssessment of(Assessment assessment, List<Duration> horizons) {
    return new StreamedAssessment(
        assessment.time(),
        assessment.quality(),
        horizons.stream().map(assessment::intents).toList(),
        assessment.rootCause(),
        Stream.concat(assessment.alerts().stream(), assessment.endedAlerts().stream())
            .map(
                alert ->
                    new StreamedAlert(
                        alert.intent(),
                        alert.phase(),
                        alert.onset(),
                        alert.end(),
                        alert.isNotification(),
                        alert.timeToFailure(),
                        alert.rootCauseProbabilities()))
            .toList());
  }

  /** Gives a stream the rows of a history, from one row until another. */
  public static List<StreamedAssessment> stream(
      AssuranceStream stream, KpiHistory history, int from, int until) {
    return IntStream.range(from, until)
        .mapToObj(
            row ->
                of(stream.accept(history.time(row), history.values(row)), stream.mild().horizons()))
        .toList();
  }
}
