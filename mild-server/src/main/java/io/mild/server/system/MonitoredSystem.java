package io.mild.server.system;

import io.mild.Assessment;
import io.mild.AssuranceStream;
import io.mild.Mild;
import io.mild.alerting.incident.NoiseRules;
import io.mild.connect.IncidentMessage;
import io.mild.connect.KpiRow;
import io.mild.server.state.Command;
import io.mild.server.state.Snapshot;
import io.mild.server.state.StateFolder;
import io.mild.server.state.Step;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
  private static final int ROWS_A_SEGMENT = 2000;

  private final String key;
  private final StateFolder state;
  private final Told told;
  private final Map<String, IncidentMessage> untold = new LinkedHashMap<>(); // by id
  private AssuranceStream stream;
  private IncidentBook book;
  private @Nullable Assessment latest;
  private int rowsOfSegment;
  private @Nullable String problem;

  /** Who is handed the messages of incidents. */
  public interface Told {
    /**
     * Takes messages, which are on disk when this returns.
     *
     * @throws IOException if they could not be taken; they are handed over again later
     */
    void append(List<IncidentMessage> messages) throws IOException;
  }

  private MonitoredSystem(
      String key, StateFolder state, Told told, AssuranceStream stream, IncidentBook book) {
    this.key = key;
    this.state = state;
    this.told = told;
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
      Told told)
      throws IOException {
    AssuranceStream stream = open(mild);
    stream.rules(rules);
    MonitoredSystem system = new MonitoredSystem(key, state, told, stream, new IncidentBook());
    state.keep(mild);
    warmUp.forEach(system::score);
    system.untold.clear();
    system.snapshot();
    return system;
  }

  /**
   * A system that goes on where a process was when it ended, or was killed.
   *
   * @throws IOException if what is on disk can't be read
   */
  public static MonitoredSystem resume(
      String key, Snapshot snapshot, StateFolder state, Told told) throws IOException {
    Mild mild = state.load(snapshot.model());
    AssuranceStream stream;
    try {
      stream = mild.resumeStream(snapshot.stream());
    } catch (IllegalArgumentException e) {
      throw new IOException("the stream of " + key + " can't go on: " + e.getMessage(), e);
    }
    MonitoredSystem system =
        new MonitoredSystem(key, state, told, stream, BookJson.read(snapshot.book()));
    system.repeat(state.steps());
    return system;
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
    if (!untold.isEmpty()) {
      hand();
    }
    if (++rowsOfSegment >= ROWS_A_SEGMENT) {
      trySnapshot();
    }
    return isTaken;
  }

  /** What a row leads to, the same each time. */
  private boolean score(KpiRow row) {
    Assessment assessment;
    try {
      assessment = stream.accept(row.time(), row.values());
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
      told.append(messages);
      state.append(new Step.Told(List.copyOf(untold.keySet())));
      untold.clear();
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
    if (counts) {
      note(new Step.Said(command));
      try {
        state.force();
      } catch (IOException e) {
        failed(e);
      }
    }
    return counts;
  }

  private boolean obey(Command command) {
    if (command instanceof Command.Rule rule) {
      stream.rules(rule.rules());
      return true;
    }
    if (command instanceof Command.Judge judge) {
      return book.story(judge.incident()).map(story -> judge(story, judge.right())).orElse(false);
    }
    if (command instanceof Command.Act act) {
      return book.story(act.incident()).map(this::act).orElse(false);
    }
    return command instanceof Command.Acknowledge acknowledge
        && stream.acknowledge(acknowledge.incident());
  }

  private boolean judge(IncidentStory story, boolean right) {
    boolean isNews = !story.right().equals(Optional.of(right));
    story.right = right;
    if (stream.mild().takesFeedback()) {
      for (int i = story.told.size() - 1; i >= 0; i--) {
        if (stream.judge(story.told.get(i), !right)) {
          break;
        }
      }
    }
    return isNews;
  }

  private boolean act(IncidentStory story) {
    Instant time =
        story.told.isEmpty() ? story.incident().opened() : story.told.get(story.told.size() - 1);
    return stream.acted(time);
  }

  private void note(Step step) {
    try {
      state.append(step);
      problem = null;
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
    state.snapshot(stream.mild().id(), stream.snapshot(), BookJson.write(book));
    rowsOfSegment = 0;
  }

  /** Notes all that it remembers, and closes its files. */
  public synchronized void close() throws IOException {
    snapshot();
    state.close();
  }

  /**
   * Goes on with another model: what is remembered of KPIs and open incidents is kept as far as the
   * models are alike.
   *
   * @param warmUp rows of the latest time, the oldest first, to begin with
   */
  public synchronized void promote(Mild mild, List<KpiRow> warmUp) throws IOException {
    AssuranceStream next = open(mild);
    next.rules(stream.rules());
    for (KpiRow row : warmUp) {
      next.accept(row.time(), row.values());
    }
    state.keep(mild);
    stream = next;
    snapshot();
  }

  /** Its name. */
  public String key() {
    return key;
  }

  /** The model in force. */
  public synchronized Mild mild() {
    return stream.mild();
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
        book.latest.points(),
        book.latestFirst().stream().map(StoryView::summaryOf).toList(),
        book.falseAlarmsPerDay(stream.lastRow().orElse(Instant.EPOCH), SystemView.BUDGET_WINDOW),
        stream.mild().takesFeedback() && stream.isFallenBack(),
        Optional.ofNullable(problem));
  }

  /** What is to be seen of one of its incidents. */
  public synchronized Optional<StoryView> story(String id) {
    return book.story(id).map(StoryView::of);
  }
}
