package io.mild;

import io.mild.alerting.health.HealthFinding;
import io.mild.alerting.incident.NoiseRules;
import io.mild.alerting.incident.TrackedIncident;
import io.mild.internal.io.StateBytes;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Any number of independent streams by key, which share a model: for a service that watches many
 * systems.
 *
 * <pre>{@code
 * AssuranceFleet fleet = mild.openFleet();
 * Assessment now = fleet.accept("shop-eu-1", time, values); // from any thread
 * fleet.save(Path.of("fleet.state"));                       // now and then, while it runs
 * AssuranceFleet same = mild.resumeFleet(Path.of("fleet.state"));
 * }</pre>
 *
 * <p>A stream begins with the first row of its key, and is to the bit what an {@link
 * AssuranceStream} of its own would be. Between two rows it is at rest, as the bytes of its state:
 * some 0.8 KiB for eight KPIs and three horizons. What is needed to score is kept once a thread
 * that scores at the same time.
 *
 * <p><b>Threads.</b> All methods may be called by any thread at any time. The calls for one key are
 * made one after another, in some order that agrees with that of each thread, and what a thread did
 * before a call for a key happens-before what another does after a later call for it. Rows of a key
 * must come in the order of their times all the same, so let one thread at a time feed a key. Keys
 * are spread over {@value #STRIPES} locks; no call waits for another longer than a row takes, but
 * while {@link #save}, {@link #replaceModel} or {@link #overdue} has the lock, some milliseconds
 * with a million streams.
 */
public final class AssuranceFleet {
  /** The longest key, in characters. */
  public static final int LONGEST_KEY = 1024;

  private static final int STRIPES = 256;
  private static final byte[] NONE = {};

  /** What is shared by all streams of a model. */
  private static final class Generation {
    private final Mild mild;
    private final boolean feedback;
    private final ArrayDeque<StreamWorker> idle = new ArrayDeque<>();

    Generation(Mild mild, boolean feedback) {
      this.mild = mild;
      this.feedback = feedback;
      giveBack(newWorker()); // or refused
    }

    StreamWorker take() {
      synchronized (idle) {
        StreamWorker worker = idle.pollLast(); // the latest, whose memory is still in the caches
        if (worker != null) {
          return worker;
        }
      }
      return newWorker();
    }

    void giveBack(StreamWorker worker) {
      synchronized (idle) {
        idle.addLast(worker);
      }
    }

    private StreamWorker newWorker() {
      return new StreamWorker(mild, feedback);
    }
  }

  /** The streams of some keys, guarded by its monitor. */
  private static final class Stripe {
    private final Map<String, byte[]> states = new HashMap<>();
    private Generation generation;

    Stripe(Generation generation) {
      this.generation = generation;
    }
  }

  private final Stripe[] stripes = new Stripe[STRIPES];
  private final Object walk = new Object(); // held by who goes over all stripes
  private volatile Generation generation;
  private volatile NoiseRules rules = NoiseRules.NONE;

  AssuranceFleet(Mild mild, boolean feedback) {
    generation = new Generation(mild, feedback);
    Arrays.setAll(stripes, i -> new Stripe(generation));
  }

  /** The model. */
  public Mild mild() {
    return generation.mild;
  }

  /** Whether its streams take outcomes and operators' verdicts. */
  public boolean takesFeedback() {
    return generation.feedback;
  }

  /**
   * Takes the next row of a stream, as {@link AssuranceStream#accept(Instant, double...)} does.
   *
   * @param key tells the stream from the others; a new one begins it
   * @throws IllegalArgumentException as there, or if the key is empty or longer than {@value
   *     #LONGEST_KEY} characters; the fleet is as it was
   */
  public Assessment accept(String key, Instant time, double... values) {
    Stripe stripe = stripe(key);
    synchronized (stripe) {
      byte[] state = stripe.states.getOrDefault(key, NONE);
      StreamWorker worker = stripe.generation.take();
      try {
        worker.rules(rules);
        Assessment assessment = seated(worker, state).accept(time, values);
        keep(stripe, key, state, worker);
        return assessment;
      } finally {
        stripe.generation.giveBack(worker);
      }
    }
  }

  /**
   * Takes the next row of a stream by the KPIs' names, as {@link AssuranceStream#accept(Instant,
   * Map)} does.
   *
   * @param key tells the stream from the others; a new one begins it
   * @throws IllegalArgumentException as there, or if the key is empty or longer than {@value
   *     #LONGEST_KEY} characters; the fleet is as it was
   */
  public Assessment accept(
      String key, Instant time, Map<String, ? extends @Nullable Double> values) {
    return accept(key, time, mild().schema().row(values)); // which no other model may change
  }

  private static AssuranceStream seated(StreamWorker worker, byte[] state) {
    return state == NONE ? worker.atBeginning() : worker.checked(state);
  }

  private static void keep(Stripe stripe, String key, byte[] before, StreamWorker worker) {
    byte[] state = worker.state(before);
    if (state != before) {
      stripe.states.put(key, state);
    }
  }

  /**
   * An intent of a stream failed, as {@link AssuranceStream#failed}.
   *
   * @return whether that is news; false also if there is no such stream
   * @throws IllegalArgumentException as there
   */
  public boolean failed(String key, String intent, Instant time) {
    return tell(key, stream -> stream.failed(intent, time));
  }

  /**
   * An intent of a stream recovered, as {@link AssuranceStream#recovered}.
   *
   * @return whether that is news; false also if there is no such stream
   * @throws IllegalArgumentException as there
   */
  public boolean recovered(String key, String intent, Instant time) {
    return tell(key, stream -> stream.recovered(intent, time));
  }

  /**
   * Somebody acted on a notification of a stream, as {@link AssuranceStream#acted}.
   *
   * @return whether that counts; false also if there is no such stream
   */
  public boolean acted(String key, Instant notification) {
    return tell(key, stream -> stream.acted(notification));
  }

  /**
   * The operator's verdict on a notification of a stream, as {@link AssuranceStream#judge}.
   *
   * @return whether it counted; false also if there is no such stream
   */
  public boolean judge(String key, Instant notification, boolean falseAlarm) {
    return tell(key, stream -> stream.judge(notification, falseAlarm));
  }

  /** Tells a stream something beside its rows; one that is not there answers and is not kept. */
  private boolean tell(String key, Predicate<AssuranceStream> message) {
    return change(key, message::test) && isKnown(key);
  }

  private boolean isKnown(String key) {
    Stripe stripe = stripe(key);
    synchronized (stripe) {
      return stripe.states.containsKey(key);
    }
  }

  /** Does something to a stream; where there is none, to one that nothing is kept of. */
  private <T> T change(String key, Function<AssuranceStream, T> change) {
    Stripe stripe = stripe(key);
    synchronized (stripe) {
      byte[] state = stripe.states.getOrDefault(key, NONE);
      StreamWorker worker = stripe.generation.take();
      try {
        worker.rules(rules);
        T result = change.apply(seated(worker, state));
        if (state != NONE) {
          keep(stripe, key, state, worker);
        }
        return result;
      } finally {
        stripe.generation.giveBack(worker);
      }
    }
  }

  /** What no operator wants to be told of any stream; {@link NoiseRules#NONE} unless said. */
  public NoiseRules rules() {
    return rules;
  }

  /**
   * Puts rules in force for all streams, each from its next row on, as {@link
   * AssuranceStream#rules(NoiseRules)} does. A {@link #save saved} fleet has them.
   *
   * @throws IllegalArgumentException if a rule is of an intent or a KPI that the model does not
   *     have; the rules stay as they are
   */
  public void rules(NoiseRules others) {
    synchronized (walk) { // so that no other model comes meanwhile
      StreamWorker worker = generation.take();
      try {
        worker.rules(others); // or refused
      } finally {
        generation.giveBack(worker);
      }
      rules = others;
    }
  }

  /** A stream's open incidents, as {@link AssuranceStream#incidents}; none if there is none. */
  public List<TrackedIncident> incidents(String key) {
    return change(key, AssuranceStream::incidents);
  }

  /**
   * An operator knows of an incident of a stream, as {@link AssuranceStream#acknowledge}.
   *
   * @return whether that is news; false also if there is no such stream
   */
  public boolean acknowledge(String key, String id) {
    return tell(key, stream -> stream.acknowledge(id));
  }

  /** What is wrong with a stream, as {@link AssuranceStream#health}; none if there is none. */
  public List<HealthFinding> health(String key) {
    return change(key, AssuranceStream::health);
  }

  /**
   * An operator knows of a finding of a stream, as {@link
   * AssuranceStream#acknowledge(HealthFinding)}.
   *
   * @return whether that is news; false also if there is no such stream
   */
  public boolean acknowledge(String key, HealthFinding finding) {
    return tell(key, stream -> stream.acknowledge(finding));
  }

  /** The time of a stream's latest row, also if it was folded, if there is such a stream. */
  public Optional<Instant> lastRow(String key) {
    Stripe stripe = stripe(key);
    synchronized (stripe) {
      byte[] state = stripe.states.get(key);
      if (state == null) {
        return Optional.empty();
      }
      StreamWorker worker = stripe.generation.take();
      try {
        return worker.checked(state).lastRow();
      } finally {
        stripe.generation.giveBack(worker);
      }
    }
  }

  /**
   * The keys of the streams for which no row has come for two sampling periods, in no order.
   *
   * @param now the current time, by the clock that rows are stamped with
   */
  public List<String> overdue(Instant now) {
    List<String> keys = new ArrayList<>();
    for (Stripe stripe : stripes) {
      synchronized (stripe) {
        StreamWorker worker = stripe.generation.take();
        stripe.states.forEach(
            (key, state) -> {
              if (worker.checked(state).overdue(now)) {
                keys.add(key);
              }
            });
        stripe.generation.giveBack(worker);
      }
    }
    return keys;
  }

  /** The keys of all streams, in no order. */
  public List<String> keys() {
    List<String> keys = new ArrayList<>();
    for (Stripe stripe : stripes) {
      synchronized (stripe) {
        keys.addAll(stripe.states.keySet());
      }
    }
    return keys;
  }

  /** How many streams there are. */
  public int size() {
    int size = 0;
    for (Stripe stripe : stripes) {
      synchronized (stripe) {
        size += stripe.states.size();
      }
    }
    return size;
  }

  /**
   * Forgets a stream.
   *
   * @return whether there was one
   */
  public boolean remove(String key) {
    Stripe stripe = stripe(key);
    synchronized (stripe) {
      return stripe.states.remove(key) != null;
    }
  }

  /**
   * Moves all streams to another model, as after a new training, while they run. What becomes of
   * rows that come too soon is as with {@link Mild#withRowPolicy that model}.
   *
   * <p>They keep what they remember of their KPIs, so that none warms up anew (averages of the old
   * model's residuals pass into the new one's within the longest span). Where both models have the
   * same intents and horizons, and either both or neither are of multiple root causes, averages of
   * risks, running alerts, incidents, outcomes and operators' verdicts go on, under the new
   * thresholds; else these begin anew, and an alert that ran is not told to have ended. What was
   * {@link #health found} about the model before is over; what was found about the data goes on.
   *
   * @throws IllegalArgumentException if the KPIs, the sampling period or the kind of features
   *     differ, or the {@link #rules} name an intent that it does not have; the fleet is as it was
   * @throws IllegalStateException if the fleet takes verdicts and the model's thresholds can't be
   *     moved
   */
  public void replaceModel(Mild next) {
    synchronized (walk) {
      Generation from = generation;
      Generation to = new Generation(next, from.feedback);
      StreamWorker worker = to.take();
      StreamWorker before = from.take();
      worker.requireGoesOnFrom(before);
      from.giveBack(before);
      worker.rules(rules); // or refused
      boolean alertsGoOn = AssuranceStream.alertsGoOn(from.mild, next);
      for (Stripe stripe : stripes) {
        synchronized (stripe) {
          for (Map.Entry<String, byte[]> entry : stripe.states.entrySet()) {
            entry.setValue(moved(worker, entry.getValue(), alertsGoOn));
          }
          stripe.generation = to;
        }
      }
      to.giveBack(worker);
      generation = to;
    }
  }

  private static byte[] moved(StreamWorker worker, byte[] state, boolean alertsGoOn) {
    try {
      worker.movedFrom(state, alertsGoOn);
    } catch (IOException e) {
      throw new AssertionError("a state that was checked is refused", e);
    }
    return worker.state(state);
  }

  /**
   * Writes all streams to a file, for {@link Mild#resumeFleet}, while they run. Each is written as
   * it stands between two of its rows, but not all of the same instant. The file is written beside
   * its place, forced to disk and then renamed: whenever the process is killed, the last complete
   * one is there.
   *
   * @throws IOException if it can't be written
   */
  public void save(Path file) throws IOException {
    synchronized (walk) {
      Generation saved = generation;
      FleetFile.write(
          file,
          saved.mild,
          saved.feedback,
          rules,
          out -> {
            StateBytes copy = new StateBytes();
            for (Stripe stripe : stripes) {
              copy.clear();
              synchronized (stripe) {
                for (Map.Entry<String, byte[]> entry : stripe.states.entrySet()) {
                  FleetFile.writeStream(copy.out, entry.getKey(), entry.getValue());
                }
              }
              copy.writeTo(out);
            }
          });
    }
  }

  /** As {@link Mild#resumeFleet}. */
  static AssuranceFleet resume(Mild mild, Path file) throws IOException {
    return FleetFile.read(
        file,
        mild,
        (feedback, rules) -> open(mild, feedback, rules),
        (fleet, key, state) -> {
          StreamWorker worker = fleet.generation.take();
          worker.at(state);
          fleet.generation.giveBack(worker);
          return fleet.stripe(key).states.put(key, state) == null;
        });
  }

  private static AssuranceFleet open(Mild mild, boolean feedback, NoiseRules rules) {
    AssuranceFleet fleet = new AssuranceFleet(mild, feedback);
    fleet.rules(rules);
    return fleet;
  }

  private Stripe stripe(String key) {
    if (key.isEmpty() || key.length() > LONGEST_KEY) {
      throw new IllegalArgumentException(
          "a key must have 1 to %d characters, but had %d".formatted(LONGEST_KEY, key.length()));
    }
    int hash = key.hashCode();
    return stripes[(hash ^ hash >>> 16) & STRIPES - 1];
  }
}
