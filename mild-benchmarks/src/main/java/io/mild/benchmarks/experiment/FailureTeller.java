package io.mild.benchmarks.experiment;

import io.mild.AssuranceStream;
import io.mild.data.Failure;
import io.mild.data.FailureLog;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Tells a stream of failures and recoveries when they come: of all, or as in the field, where some
 * are never logged, and some never come because somebody acted on the warning.
 */
final class FailureTeller implements Teller {
  private static final long SEED = 42;

  /** After the latest row: what is later belongs to another recording. */
  private static final Duration LATEST = Duration.ofDays(1);

  private final List<Failure> failures;
  private final Duration horizon;
  private final Deque<Event> events;
  private final Set<String> missing;
  private final Set<String> avertible;
  private final boolean tellsOfActs;
  private final Set<String> averted = new HashSet<>();
  private final List<Instant> acts = new ArrayList<>();

  /** What is told: a failure or a recovery. */
  record Event(Instant time, Failure failure, boolean isFailure) {}

  /**
   * Tells of all failures, at their times.
   *
   * @param horizon how long a drift is taken to be where nobody noted its onset
   */
  FailureTeller(FailureLog failures, Duration horizon) {
    this(failures.failures(), horizon, Set.of(), Set.of(), false);
  }

  private FailureTeller(
      List<Failure> failures,
      Duration horizon,
      Set<String> missing,
      Set<String> avertible,
      boolean tellsOfActs) {
    this.failures = failures;
    this.horizon = horizon;
    this.missing = missing;
    this.avertible = avertible;
    this.tellsOfActs = tellsOfActs;
    this.events =
        failures.stream()
            .flatMap(FailureTeller::events)
            .sorted(Comparator.comparing(Event::time))
            .collect(Collectors.toCollection(ArrayDeque::new));
  }

  private static Stream<Event> events(Failure failure) {
    return Stream.concat(
        Stream.of(new Event(failure.time(), failure, true)),
        failure.recovered().stream().map(time -> new Event(time, failure, false)));
  }

  /** The same, but this share of the incidents is told by nobody. */
  FailureTeller missing(double share) {
    return new FailureTeller(failures, horizon, drawn(share), avertible, tellsOfActs);
  }

  /**
   * The same, but this share of the incidents does not come if it was warned of.
   *
   * @param told whether the stream is told that somebody acted
   */
  FailureTeller averting(double share, boolean told) {
    return new FailureTeller(failures, horizon, missing, drawn(share), told);
  }

  private Set<String> drawn(double share) {
    SplittableRandom random = new SplittableRandom(SEED);
    return failures.stream()
        .map(Failure::incident)
        .distinct()
        .filter(incident -> random.nextDouble() < share)
        .collect(Collectors.toSet());
  }

  @Override
  public void tell(AssuranceStream stream, Instant row) {
    List<Event> due = due(row);
    Optional<Instant> last = stream.lastRow();
    if (last.isEmpty()) { // what came before its rows is over
      stream.mild().intents().forEach(intent -> stream.recovered(intent, row));
      return;
    }
    acts().forEach(stream::acted);
    Instant latest = last.get().plus(LATEST);
    due.stream().filter(event -> !event.time.isAfter(latest)).forEach(event -> tell(stream, event));
  }

  /** What is told of the time up to a row, each event once. */
  List<Event> due(Instant row) {
    List<Event> due = new ArrayList<>();
    while (!events.isEmpty() && !events.getFirst().time.isAfter(row)) {
      Event event = events.removeFirst();
      if (isLogged(event.failure)) {
        due.add(event);
      }
    }
    return due;
  }

  /** The notifications that somebody acted on, each once. */
  List<Instant> acts() {
    List<Instant> told = List.copyOf(acts);
    acts.clear();
    return told;
  }

  private boolean isLogged(Failure failure) {
    return !missing.contains(failure.incident()) && !averted.contains(failure.incident());
  }

  private static void tell(AssuranceStream stream, Event event) {
    if (event.isFailure) {
      stream.failed(event.failure.intent(), event.time);
    } else {
      stream.recovered(event.failure.intent(), event.time);
    }
  }

  /** Who is warned of an incident that can be averted averts it. */
  @Override
  public void notified(Instant row, boolean falseAlarm) {
    List<String> warnedOf =
        failures.stream()
            .filter(failure -> avertible.contains(failure.incident()))
            .filter(failure -> !onset(failure).isAfter(row) && failure.time().isAfter(row))
            .map(Failure::incident)
            .toList();
    averted.addAll(warnedOf);
    if (tellsOfActs && !warnedOf.isEmpty()) {
      acts.add(row);
    }
  }

  private Instant onset(Failure failure) {
    return failure.onset().orElse(failure.time().minus(horizon));
  }
}
