package io.mild.alerting.incident;

import static io.mild.alerting.incident.IncidentEvent.Kind.CLOSED;
import static io.mild.alerting.incident.IncidentEvent.Kind.REVISED;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * What befalls a system, minute by minute, and what the life of its incidents makes of it.
 *
 * <pre>{@code
 * Story story = Story.of("api", "orders").withOutcomes();
 * story.on("api").pass(40);          // minutes 0 to 39
 * story.off("api").failed("api").pass(60);
 * assertThat(story.told()).containsExactly("0 OPENED! api", "40 REVISED FAILURES", …);
 * }</pre>
 *
 * <p>An alert that goes off runs for a quiet gap of 30 minutes, after an hour an incident is told
 * anew, and after two hours again. The longest horizon is 120 minutes and the smoothing span 10, so
 * the deadline is 140 minutes after the latest alerting row.
 */
final class Story {
  static final Instant START = Instant.parse("2026-03-02T00:00:00Z"); // a Monday
  static final int QUIET_GAP = 30;
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final LifeSettings settings;
  private final IncidentLife life;
  private final List<IncidentEvent> events = new ArrayList<>();
  private final Set<String> on = new HashSet<>();
  private final Map<String, Integer> lastOn = new HashMap<>();
  private final Map<String, Double> values = new HashMap<>();
  private double risk = 0.6;
  private int mostLeft = 120;
  private String root;
  private double rootProbability = 0.9;
  private double confidence = 1;
  private boolean isDark;
  private int darkMinutes;
  private int minute;

  private Story(LifeSettings settings, IncidentLife life) {
    this.settings = settings;
    this.life = life;
    this.root = settings.intents().get(0);
  }

  static Story of(String... intents) {
    return of(
        new LifeSettings(
            List.of(intents),
            Arrays.stream(intents).map(intent -> intent + "_kpi").toList(),
            MINUTE,
            Duration.ofMinutes(120),
            Duration.ofMinutes(10),
            Duration.ofMinutes(60),
            Duration.ofMinutes(120),
            Duration.ofMinutes(30),
            false,
            CauseRelation.NONE));
  }

  private static Story of(LifeSettings settings) {
    return new Story(settings, new IncidentLife(settings));
  }

  /** The same from the start on, where goals tell what fails. */
  Story withOutcomes() {
    return of(with(settings, true, settings.causes()));
  }

  /** The same from the start on, where an intent depends on others. */
  Story where(String intent, String... dependsOn) {
    Map<String, Set<String>> relation = new HashMap<>(settings.causes().dependsOn());
    relation.put(intent, Set.of(dependsOn));
    return of(with(settings, settings.outcomesKnown(), new CauseRelation(relation)));
  }

  private static LifeSettings with(LifeSettings old, boolean outcomes, CauseRelation causes) {
    return new LifeSettings(
        old.intents(),
        old.kpis(),
        old.period(),
        old.horizon(),
        old.span(),
        old.quietGap(),
        old.renotifyAfter(),
        old.reopenWithin(),
        outcomes,
        causes);
  }

  IncidentLife life() {
    return life;
  }

  Story rules(String... lines) {
    life.rules(NoiseRules.parse(String.join("\n", lines)));
    return this;
  }

  Story rules(UnaryOperator<NoiseRules.Builder> rules) {
    life.rules(rules.apply(NoiseRules.builder()).build());
    return this;
  }

  /** From now on these intents' risks are above their thresholds. */
  Story on(String... intents) {
    on.addAll(List.of(intents));
    return this;
  }

  /** From now on they are not. */
  Story off(String... intents) {
    List.of(intents).forEach(on::remove);
    return this;
  }

  /** From now on the verdict names that root cause. */
  Story root(String intent, double probability) {
    root = intent;
    rootProbability = probability;
    return this;
  }

  /** From now on risks that alert are that high. */
  Story risk(double smoothed) {
    risk = smoothed;
    return this;
  }

  /** From now on at most that many minutes are left. */
  Story left(int minutes) {
    mostLeft = minutes;
    return this;
  }

  /** From now on an intent's KPI has a value. */
  Story value(String intent, double value) {
    values.put(intent, value);
    return this;
  }

  Story confidence(double share) {
    confidence = share;
    return this;
  }

  /** From now on no value comes. */
  Story dark() {
    isDark = true;
    return this;
  }

  /** From now on values come again. */
  Story light() {
    isDark = false;
    return this;
  }

  /** Rows come, one a minute. */
  Story pass(int minutes) {
    for (int i = 0; i < minutes; i++) {
      events.addAll(life.accept(row()));
      minute++;
    }
    return this;
  }

  /** No rows come. */
  Story miss(int minutes) {
    minute += minutes;
    return this;
  }

  Story failed(String intent) {
    return failed(intent, minute);
  }

  Story failed(String intent, int minute) {
    life.failed(intent, time(minute).toEpochMilli());
    return this;
  }

  Story recovered(String intent) {
    life.recovered(intent, time(minute).toEpochMilli());
    return this;
  }

  Story acknowledged() {
    life.acknowledged(latest().id());
    return this;
  }

  Story acted() {
    life.acted(latest().id());
    return this;
  }

  Story judged(boolean falseAlarm) {
    life.judgedAt(latest().lastAlerting().toEpochMilli(), falseAlarm);
    return this;
  }

  /** Goes on by a life that was resumed from this one's bytes. */
  Story resumed() {
    IncidentLife resumed = new IncidentLife(settings);
    resumed.rules(life.rules());
    try {
      resumed.resume(new DataInputStream(new ByteArrayInputStream(bytes())));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Story story = new Story(settings, resumed);
    story.copy(this);
    return story;
  }

  private void copy(Story other) {
    events.addAll(other.events);
    on.addAll(other.on);
    lastOn.putAll(other.lastOn);
    values.putAll(other.values);
    risk = other.risk;
    mostLeft = other.mostLeft;
    root = other.root;
    rootProbability = other.rootProbability;
    confidence = other.confidence;
    isDark = other.isDark;
    darkMinutes = other.darkMinutes;
    minute = other.minute;
  }

  byte[] bytes() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      life.writeTo(new DataOutputStream(bytes));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private IncidentRow row() {
    long now = time(minute).toEpochMilli();
    darkMinutes = isDark ? darkMinutes + 1 : 0;
    if (!isDark) {
      on.forEach(intent -> lastOn.put(intent, minute));
    }
    if (lastOn.isEmpty()) {
      return IncidentRow.quiet(now, isDark);
    }
    List<IntentAlert> alerts = settings.intents().stream().map(this::alert).toList();
    lastOn.values().removeIf(last -> minute - last >= QUIET_GAP);
    double[] kpis =
        settings.intents().stream()
            .mapToDouble(intent -> values.getOrDefault(intent, Double.NaN))
            .toArray();
    int named = settings.intents().indexOf(root);
    TimeLeft left = new TimeLeft(Duration.ZERO, Duration.ofMinutes(mostLeft));
    return new IncidentRow(
        now, alerts, named, isDark, intent -> left, isDark ? 0 : confidence, kpis);
  }

  private IntentAlert alert(String intent) {
    int off = minute - lastOn.getOrDefault(intent, minute - QUIET_GAP);
    boolean isRunning = off < QUIET_GAP;
    double rest = (1 - rootProbability) / Math.max(1, settings.intents().size() - 1);
    return new IntentAlert(
        isRunning,
        isRunning && off == 0,
        !isRunning && darkMinutes * 2 > off,
        off == 0 ? risk : 0.1,
        0.5,
        intent.equals(root),
        intent.equals(root) ? rootProbability : rest);
  }

  static Instant time(int minute) {
    return START.plus(Duration.ofMinutes(minute));
  }

  List<IncidentEvent> events() {
    return events;
  }

  /** The incident of the latest event. */
  TrackedIncident latest() {
    return events.get(events.size() - 1).incident();
  }

  /** How many minutes after the start the operator was told something. */
  List<Integer> notices() {
    return events.stream()
        .filter(IncidentEvent::isNotification)
        .map(event -> (int) Duration.between(START, event.time()).toMinutes())
        .toList();
  }

  /**
   * The events as text: minute, kind, {@code !} if the operator is told, and what a closing is for,
   * what was revised, or else the root cause.
   */
  List<String> told() {
    return events.stream().map(Story::text).toList();
  }

  private static String text(IncidentEvent event) {
    String what = event.incident().rootCause();
    if (event.kind() == CLOSED) {
      what = event.incident().closing().orElseThrow().name();
    } else if (event.kind() == REVISED) {
      what =
          event.changes().stream()
              .map(change -> change.aspect().name())
              .collect(Collectors.joining("+"));
    }
    return "%d %s%s %s"
        .formatted(
            Duration.between(START, event.time()).toMinutes(),
            event.kind(),
            event.isNotification() ? "!" : "",
            what);
  }
}
