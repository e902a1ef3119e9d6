package io.mild.connect.sink;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * An alert as an Alertmanager knows it, of one revision of an incident.
 *
 * @param incident system and id
 * @param revision from 1 up
 * @param labels that tell it from all others
 * @param annotations for people
 * @param startsAt when it began
 * @param told the time of the latest step that it tells
 * @param ended when it ended, if it has
 */
record FiringAlert(
    String incident,
    int revision,
    Map<String, String> labels,
    Map<String, String> annotations,
    Instant startsAt,
    Instant told,
    Optional<Instant> ended) {
  FiringAlert end(Instant now, Instant with) {
    return new FiringAlert(
        incident, revision, labels, annotations, startsAt, with, Optional.of(now));
  }

  FiringAlert annotated(Map<String, String> other, Instant with) {
    return new FiringAlert(incident, revision, labels, other, startsAt, with, ended);
  }
}
