package io.mild.server.system;

import io.mild.Assessment;
import io.mild.AssuranceStream;
import io.mild.Mild;
import io.mild.alerting.incident.NoiseRules;
import io.mild.alerting.incident.TrackedIncident;
import io.mild.connect.IncidentMessage;
import io.mild.connect.KpiRow;
import io.mild.server.state.Command;
import io.mild.server.state.Snapshot;
import io.mild.server.state.StateFolder;
import io.mild.server.state.Step;
import io.mild.shadow.Advice;
import io.mild.shadow.ShadowTrial;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A system that is watched: its stream, the book of its incidents, and its journal.
 *
 * <p>Each row and each command is noted before it counts. So a process that was killed goes on by
 * repeating what is noted since the snapshot: the same rows and commands in the same order give the
 * same incidents under the same ids, and what was not handed to those who are told yet is handed to
 * them then.
 *
 * <p>Thread-safe: one row or command at a time.
 */
public final class MonitoredSystem {
  private static final Logger LOG = LoggerFactory.getLogger(MonitoredSystem.class);

  private final String key;
  private final StateFolder state;
  private final Audience audience;
  private final Map<String, IncidentMessage> untold = new LinkedHashMap<>(); // by id
  private final IncidentBook book;
  private AssuranceStream stream;
  private @Nullable Mild candidate;
  private @Nullable ShadowTrial trial; // of the candidate, where one can be had
  private @Nullable Mild previous;
  private @Nullable Assessment latest;
  private @Nullable String problem;

  private MonitoredSystem(
      String key, StateFolder state, Audience audience, AssuranceStream stream, IncidentBook book) {
    this.key = key;
    this.state = state;
    this.audience = audience;
    this.stream = stream;
    this.book = book;
  }

  /**
   * A system that was never watched before.
   *
   * @param rules to begin with
   * @param warmUp rows of the latest time, the oldest first; nobody is told what they bring about
   * @throws IOException if the disk refuses
   */
  public static MonitoredSystem begin(
      String key,
      Mild mild,
      NoiseRules rules,
      List<KpiRow> warmUp,
      StateFolder state,
      Audience audience)
      throws IOException {
    AssuranceStream stream = open(state.keep(mild));
    stream.rules(rules);
    MonitoredSystem system = new MonitoredSystem(key, state, audience, stream, new IncidentBook());
    warmUp.forEach(system::score);
    system.untold.clear();
    system.book.forgetWhatIsOver();
    system.snapshot();
    return system;
  }

  /**
   * A system that goes on where a process was when it ended, or was killed.
   *
   * @throws IOException if what is on disk can't be read
   */
  public static MonitoredSystem resume(
      String key, Snapshot snapshot, StateFolder state, Audience audience) throws IOException {
    Snapshot.Memory memory = snapshot.memory();
    Mild mild = state.load(memory.model());
    AssuranceStream stream;
    try {
      stream = mild.resumeStream(memory.stream());
    } catch (IllegalArgumentException e) {
      throw new IOException("the stream of " + key + " can't go on: " + e.getMessage(), e);
    }
    MonitoredSystem system =
        new MonitoredSystem(key, state, audience, stream, BookJson.read(memory.book()));
    if (!memory.previous().isEmpty()) {
      system.previous = state.load(memory.previous());
    }
    if (!memory.candidate().isEmpty()) {
      system.candidate = state.load(memory.candidate());
      system.resumeTrial(memory.trial());
    }
    system.repeat(state.steps());
    return system;
  }

  private void resumeTrial(byte[] bytes) throws IOException {
    if (candidate == null || bytes.length == 0) {
      return;
    }
    try {
      trial = ShadowTrial.resume(stream, candidate, bytes);
    } catch (IllegalArgumentException e) {
      throw new IOException("the trial of " + key + " can't go on: " + e.getMessage(), e);
    }
  }

  /** Operators may say what was right where a model can learn from it, goals or no goals. */
  private static AssuranceStream open(Mild mild) {
    return mild.takesFeedback() ? mild.openFeedbackStream() : mild.openStream();
  }

  private void repeat(List<Step> steps) {
    for (Step step : steps) {
      if (step instanceof Step.Row row) {
        score(row.row());
      } else if (step instanceof Step.Said said) {
        obey(said.command());
      } else if (step instanceof Step.Told handed) {
        handed.ids().forEach(untold::remove);
      }
    }
    LOG.info("{} goes on after {} steps, {} to be told", key, steps.size(), untold.size());
    hand();
  }

  /**
   * Takes the next row. One that is not after the row before, as after a start from another place,
   * is left out.
   *
   * @return whether it was taken
   */
  public synchronized boolean accept(KpiRow row) {
    if (stream.lastRow().filter(last -> !row.time().isAfter(last)).isPresent()) {
      return false;
    }
    note(new Step.Row(row));
    boolean isTaken = score(row);
    if (isTaken && latest != null) {
      audience.scored(stream.mild(), latest, stream.incidents().size());
    }
    if (!untold.isEmpty()) {
      hand();
    }
    if (state.isFull()) {
      trySnapshot();
    }
    return isTaken;
  }

  /** What a row leads to, the same each time. */
  private boolean score(KpiRow row) {
    Assessment assessment;
    try {
      assessment =
          trial == null
              ? stream.accept(row.time(), row.values())
              : trial.accept(row.time(), row.values());
    } catch (IllegalArgumentException e) {
      LOG.warn("{} leaves out a row: {}", key, LogText.of(e.getMessage()));
      return false;
    }
    List<IncidentMessage> messages = IncidentMessage.allOf(key, assessment);
    book.accept(assessment, messages);
    messages.forEach(message -> untold.put(message.id(), message));
    latest = assessment;
    return true;
  }

  /** Hands over what was not yet: at least once, and again only where the process was killed. */
  private void hand() {
    if (untold.isEmpty()) {
      return;
    }
    List<IncidentMessage> messages = new ArrayList<>(untold.values());
    try {
      state.force(); // what is told must not be forgotten
      audience.tell(messages);
      state.append(new Step.Told(List.copyOf(untold.keySet())));
      untold.clear();
      problem = null;
    } catch (IOException e) {
      failed(e);
    }
  }

  /**
   * Does what an operator says.
   *
   * @return whether it counted: false if the incident is not known, or was told the same before
   * @throws IllegalArgumentException if a rule is of an intent or KPI that the model does not have
   */
  public synchronized boolean obeyAndNote(Command command) {
    boolean counts = obey(command); // or refuses, and nothing is noted
    note(new Step.Said(command)); // in any case: part of it may have counted
    try {
      state.force();
    } catch (IOException e) {
      failed(e);
    }
    return counts;
  }

  private boolean obey(Command command) {
    if (command instanceof Command.Rule rule) {
      if (trial == null) {
        stream.rules(rule.rules());
      } else {
        trial.rules(rule.rules());
      }
      return true;
    }
    if (command instanceof Command.Judge judge) {
      return book.story(judge.incident()).map(story -> judge(story, judge.right())).orElse(false);
    }
    if (command instanceof Command.Act act) {
      return book.story(act.incident()).map(this::act).orElse(false);
    }
    if (command instanceof Command.Know know) {
      return stream.health().stream()
          .filter(it -> it.kind().name().equals(know.kind()))
          .filter(it -> it.subject().equals(know.subject()))
          .findFirst()
          .map(stream::acknowledge)
          .orElse(false);
    }
    return command instanceof Command.Acknowledge acknowledge
        && stream.acknowledge(acknowledge.incident());
  }

  private boolean judge(IncidentStory story, boolean right) {
    boolean counts = !story.right().equals(Optional.of(right));
    story.right = right;
    for (Instant notification : story.told) { // what was judged before stays so
      counts |=
          trial == null ? stream.judge(notification, !right) : trial.judge(notification, !right);
    }
    return counts;
  }

  private boolean act(IncidentStory story) {
    Instant time =
        story.told.isEmpty() ? story.incident().opened() : story.told.get(story.told.size() - 1);
    return trial == null ? stream.acted(time) : trial.acted(time);
  }

  private void note(Step step) {
    try {
      state.append(step);
      problem = untold.isEmpty() ? null : problem;
    } catch (IOException e) {
      failed(e);
    }
  }

  /** Watching goes on without a disk; that it would not survive a restart is told. */
  private void failed(IOException e) {
    if (problem == null) {
      LOG.error("the state of {} can't be written: {}", key, LogText.of(e.toString()));
    }
    problem = "the state can't be written: " + e.getMessage();
  }

  private void trySnapshot() {
    try {
      snapshot();
    } catch (IOException e) {
      failed(e);
    }
  }

  private void snapshot() throws IOException {
    hand();
    if (!untold.isEmpty()) {
      throw new IOException("messages wait that could not be handed over");
    }
    state.snapshot(
        new Snapshot.Memory(
            stream.mild().id(),
            stream.snapshot(),
            BookJson.write(book),
            candidate == null ? "" : candidate.id(),
            trial == null ? new byte[0] : trial.snapshot(),
            previous == null ? "" : previous.id()));
  }

  /**
   * Deletes what is older than the past that is learned from, and models that are of no more use.
   *
   * @throws IOException if the disk refuses
   */
  public synchronized void forget(Duration age) throws IOException {
    state.forget(age);
    state.forgetModelsBut(
        Stream.of(stream.mild(), candidate, previous)
            .filter(Objects::nonNull)
            .map(Mild::id)
            .toList());
  }

  /** Notes all that it remembers, and closes its files. */
  public synchronized void close() throws IOException {
    snapshot();
    state.close();
  }

  /**
   * Tries a model beside the one in force, on the same rows and without telling anybody. Where the
   * two remember too different things of the rows to be tried so, it only waits.
   *
   * @throws IOException if the disk refuses
   */
  public synchronized void tryBeside(Mild next) throws IOException {
    state.keep(next);
    candidate = next;
    trial = null;
    try {
      trial = ShadowTrial.begin(stream, next);
    } catch (IllegalArgumentException | IllegalStateException e) {
      LOG.info(
          "{} has a candidate that can't be tried beside: {}", key, LogText.of(e.getMessage()));
    }
    snapshot();
  }

  /** Whether the trial speaks for the candidate by now. */
  public synchronized boolean isCandidateBetter() {
    return trial != null && trial.comparison().advice() == Advice.PROMOTE;
  }

  /**
   * Puts the candidate in force.
   *
   * @param warmUp rows of the latest time, the oldest first, for a model that can't go on from what
   *     the one before remembers
   * @return false if there is none
   * @throws IOException if the disk refuses
   */
  public synchronized boolean promote(List<KpiRow> warmUp) throws IOException {
    if (candidate == null) {
      return false;
    }
    Mild next = trial == null ? candidate : trial.candidate(); // with the goals of the trial
    goOnWith(next, warmUp);
    return true;
  }

  /**
   * Puts the model before the latest promotion in force again.
   *
   * @return false if there is none
   * @throws IOException as {@link #promote}
   */
  public synchronized boolean rollBack(List<KpiRow> warmUp) throws IOException {
    if (previous == null) {
      return false;
    }
    goOnWith(previous, warmUp);
    return true;
  }

  private void goOnWith(Mild next, List<KpiRow> warmUp) throws IOException {
    state.keep(next);
    previous = stream.mild();
    if (next.takesFeedback() && !stream.takesFeedback()) {
      LOG.info("{} begins anew with its model, whose threshold learns from outcomes", key);
      beginAnew(next, warmUp);
    } else {
      moveTo(next, warmUp);
    }
    candidate = null;
    trial = null;
    snapshot();
  }

  private void moveTo(Mild next, List<KpiRow> warmUp) {
    try {
      stream = stream.moveTo(next);
    } catch (IllegalArgumentException | IllegalStateException e) {
      LOG.info("{} begins anew with its model: {}", key, LogText.of(e.getMessage()));
      beginAnew(next, warmUp);
    }
  }

  /** The incidents that are open are closed, since the other model will know nothing of them. */
  private void beginAnew(Mild next, List<KpiRow> warmUp) {
    Instant now = stream.lastRow().orElse(Instant.EPOCH);
    AssuranceStream begun = open(next);
    begun.rules(stream.rules());
    for (TrackedIncident incident : stream.incidents()) {
      IncidentMessage message = Handover.closing(key, incident, now);
      book.add(message);
      untold.put(message.id(), message);
    }
    for (KpiRow row : warmUp) {
      Assessment assessment = begun.accept(row.time(), row.values());
      latest = assessment;
    }
    for (TrackedIncident incident : begun.incidents()) {
      book.add(Handover.opening(key, incident, now));
    }
    stream = begun;
  }

  /** Its name. */
  public String key() {
    return key;
  }

  /** The model in force. */
  public synchronized Mild mild() {
    return stream.mild();
  }

  /** The model that waits to be promoted. */
  public synchronized Optional<Mild> candidate() {
    return Optional.ofNullable(candidate);
  }

  /** The model that was in force before. */
  public synchronized Optional<Mild> previous() {
    return Optional.ofNullable(previous);
  }

  /** The time of its latest row. */
  public synchronized Optional<Instant> lastRow() {
    return stream.lastRow();
  }

  /** Whether a row is missing by now. */
  public synchronized boolean isOverdue(Instant now) {
    return stream.overdue(now);
  }

  /** What is to be seen of it now. */
  public synchronized SystemView view() {
    return new SystemView(
        key,
        stream.mild(),
        Optional.ofNullable(latest),
        stream.rules(),
        stream.health(),
        book.latest.points(),
        book.latestFirst().stream().map(StoryView::summaryOf).toList(),
        book.falseAlarmsPerDay(stream.lastRow().orElse(Instant.EPOCH), SystemView.BUDGET_WINDOW),
        stream.takesFeedback() && stream.isFallenBack(),
        Optional.ofNullable(trial).map(ShadowTrial::comparison),
        Optional.ofNullable(problem));
  }

  /** What is to be seen of one of its incidents. */
  public synchronized Optional<StoryView> story(String id) {
    return book.story(id).map(StoryView::of);
  }
}
