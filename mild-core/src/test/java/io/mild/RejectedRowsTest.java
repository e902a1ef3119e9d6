package io.mild;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/**
 * The contract of a stream: a row is taken in whole, or refused and as if it had never been; and a
 * snapshot is the whole stream, wherever it is taken.
 */
class RejectedRowsTest {
  private static final List<Mild> MODELS = AnyModel.all();
  private static final long PERIOD = 60_000;

  /** What comes next of a stream's data. */
  enum Event {
    ROW,
    MISSING_VALUES,
    SHORT_GAP,
    LONG_GAP,
    /** Later or earlier than it is due, by less than half a period. */
    JITTER,
    INFINITE_VALUE,
    TOO_FEW_VALUES,
    TOO_MANY_VALUES,
    SAME_TIME,
    PAST_TIME,
    /** Less than half a period after the row before: folded, or refused if that is asked for. */
    EARLY,
    TIME_OUT_OF_RANGE,
    /** The stream dies, and goes on from its snapshot. */
    RESUME,
    /** The operator's verdict on the latest row, if there are verdicts. */
    JUDGE,
    /** A failure or a recovery, or somebody acted on the latest row, if outcomes are told. */
    TELL,
    /** Of an intent that there is not, or too long ago. */
    TELL_NONSENSE
  }

  @Property(tries = 150)
  void rejectedRowsAndSnapshotsLeaveNoTrace(
      @ForAll("streams") List<Event> events, @ForAll long seed) {
    for (Mild model : MODELS) {
      for (RowPolicy policy : RowPolicy.values()) {
        Mild mild = model.withRowPolicy(policy);
        new Twins(mild, policy, false, seed).live(events);
        if (mild.takesFeedback()) {
          new Twins(mild, policy, true, seed).live(events);
        }
      }
    }
  }

  @Provide
  static Arbitrary<List<Event>> streams() {
    return Arbitraries.frequencyOf(
            Tuple.of(3, Arbitraries.just(Event.ROW)), Tuple.of(2, Arbitraries.of(Event.class)))
        .list()
        .ofMinSize(5)
        .ofMaxSize(80);
  }

  /** Two streams of the same rows, of which only the second is given those that are refused. */
  private static final class Twins {
    private final Mild mild;
    private final RowPolicy policy;
    private final boolean feedback;
    private final SplittableRandom random;
    private final AssuranceStream undisturbed;
    private AssuranceStream disturbed;
    private long last = HandMade.START.toEpochMilli();
    private boolean begun;

    Twins(Mild mild, RowPolicy policy, boolean feedback, long seed) {
      this.mild = mild;
      this.policy = policy;
      this.feedback = feedback;
      this.random = new SplittableRandom(seed);
      this.undisturbed = open();
      this.disturbed = open();
    }

    private AssuranceStream open() {
      return feedback ? mild.openFeedbackStream() : mild.openStream();
    }

    void live(List<Event> events) {
      events.forEach(this::next);
      assertThat(disturbed.snapshot()).isEqualTo(undisturbed.snapshot());
    }

    private void next(Event event) {
      switch (event) {
        case ROW -> accept(last + PERIOD, row());
        case MISSING_VALUES -> accept(last + PERIOD, with(Double.NaN));
        case SHORT_GAP -> accept(last + PERIOD * random.nextInt(2, 9), row());
        case LONG_GAP -> accept(last + PERIOD * random.nextInt(9, 10_000), row());
        case JITTER -> jitter();
        case INFINITE_VALUE -> refuse(last + PERIOD, with(Double.POSITIVE_INFINITY));
        case TOO_FEW_VALUES -> refuse(last + PERIOD, new double[row().length - 1]);
        case TOO_MANY_VALUES -> refuse(last + PERIOD, new double[row().length + 1]);
        case SAME_TIME -> refuseLate(last);
        case PAST_TIME -> refuseLate(last - random.nextLong(1, 1L << random.nextInt(1, 62)));
        case EARLY -> early();
        case TIME_OUT_OF_RANGE -> refuse(random.nextBoolean() ? Instant.MAX : Instant.MIN, row());
        case RESUME -> disturbed = mild.resumeStream(disturbed.snapshot());
        case JUDGE -> judge();
        case TELL -> tell();
        case TELL_NONSENSE -> tellNonsense();
      }
    }

    private void accept(long epochMillis, double[] row) {
      Instant time = Instant.ofEpochMilli(epochMillis);
      assertThat(StreamedAssessment.of(disturbed.accept(time, row), mild.horizons()))
          .isEqualTo(StreamedAssessment.of(undisturbed.accept(time, row), mild.horizons()));
      last = epochMillis;
      begun = true;
    }

    private void refuse(long epochMillis, double[] row) {
      refuse(Instant.ofEpochMilli(epochMillis), row);
    }

    private void refuse(Instant time, double[] row) {
      assertThatIllegalArgumentException().isThrownBy(() -> disturbed.accept(time, row));
    }

    /** Of the first row any time is right. */
    private void refuseLate(long epochMillis) {
      if (begun) {
        refuse(epochMillis, row());
      }
    }

    /** Taken or folded, or refused where it would be folded: by both. */
    private void jitter() {
      Instant time = Instant.ofEpochMilli(last + PERIOD + random.nextLong(-PERIOD / 2, PERIOD / 2));
      double[] row = row();
      AssuranceStream foreseen =
          mild.withRowPolicy(RowPolicy.FOLD).resumeStream(undisturbed.snapshot());
      if (policy == RowPolicy.REFUSE && foreseen.accept(time, row).quality().folded()) {
        refuse(time, row);
      } else {
        accept(time.toEpochMilli(), row);
      }
    }

    /** Within half a period of a row that was in the middle of its slot. */
    private void early() {
      accept(last + 20 * PERIOD, row()); // a restart
      long early = last + random.nextLong(1, PERIOD / 2);
      if (policy == RowPolicy.FOLD) {
        accept(early, row());
      } else {
        refuse(early, row());
      }
    }

    private void judge() {
      if (feedback) {
        boolean falseAlarm = random.nextBoolean();
        Instant time = Instant.ofEpochMilli(last);
        assertThat(disturbed.judge(time, falseAlarm))
            .isEqualTo(undisturbed.judge(time, falseAlarm));
      }
    }

    private void tell() {
      if (feedback) {
        String intent = mild.intents().get(random.nextInt(mild.intents().size()));
        Instant row = Instant.ofEpochMilli(last);
        Instant time = row.plusSeconds(random.nextInt(-20_000, 20_000));
        switch (random.nextInt(3)) {
          case 0 ->
              assertThat(disturbed.failed(intent, time))
                  .isEqualTo(undisturbed.failed(intent, time));
          case 1 ->
              assertThat(disturbed.recovered(intent, time))
                  .isEqualTo(undisturbed.recovered(intent, time));
          default -> assertThat(disturbed.acted(row)).isEqualTo(undisturbed.acted(row));
        }
      }
    }

    private void tellNonsense() {
      if (feedback && begun) {
        Instant longAgo = Instant.ofEpochMilli(last).minusSeconds(10 * 86_400);
        String intent = mild.intents().get(0);
        assertThatIllegalArgumentException().isThrownBy(() -> disturbed.failed(intent, longAgo));
        assertThatIllegalArgumentException().isThrownBy(() -> disturbed.failed("no", longAgo));
      }
    }

    private double[] row() {
      return random.doubles(mild.schema().kpis().size(), -4, 4).toArray();
    }

    private double[] with(double value) {
      double[] row = row();
      row[random.nextInt(row.length)] = value;
      return row;
    }
  }
}
