package io.mild.server.example;

import io.mild.connect.KpiRow;
import io.mild.connect.KpiSource;
import io.mild.data.KpiHistory;
import io.mild.data.KpiSchema;
import io.mild.synthetic.SyntheticFailure;
import io.mild.synthetic.SyntheticSpec;
import io.mild.synthetic.SyntheticTelemetry;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Synthetic telemetry without an end, whose minutes pass faster than ours: a week of it is the
 * past, and the present begins shortly before something fails.
 */
public final class ExampleSource implements KpiSource {
  /** As many as are learned from within seconds. */
  private static final int PAST_ROWS = 10_000;

  private static final int ROWS_A_CHAPTER = 10 * 7 * 1440; // whole weeks, so that days go on
  private static final int ROWS_BEFORE_DRIFT = 20;
  private static final int ROWS_APART = 240; // so that not all examples fail at once
  private static final int EXAMPLES = 3;
  private static final int MOST_ROWS_A_POLL = 100;
  private static final long SEEDS_APART = 1000;
  private static final double AMPLITUDE = 1.2; // what fails can be seen by eye

  private final long seed;
  private final Duration pace;
  private final KpiSchema schema;
  private int chapter = -1;
  private double[][] rows = {};
  private long present; // the row that comes next, from the first chapter's first on
  private Instant due = Instant.MIN; // when it comes

  /**
   * Telemetry of its own.
   *
   * @param seed that tells it from others
   * @param pace how long a minute takes
   */
  public ExampleSource(long seed, Duration pace) {
    this.seed = seed;
    this.pace = pace;
    SyntheticTelemetry first = turnTo(0);
    this.schema = new KpiSchema(first.kpis(), first.spec().period());
    this.present =
        first.failures().stream()
                .mapToInt(SyntheticFailure::onset)
                .filter(onset -> onset > PAST_ROWS)
                .findFirst()
                .orElse(PAST_ROWS)
            - ROWS_BEFORE_DRIFT
            - Math.floorMod(seed + 1, EXAMPLES) * ROWS_APART;
  }

  private SyntheticTelemetry turnTo(int next) {
    SyntheticTelemetry telemetry =
        SyntheticTelemetry.generate(
            SyntheticSpec.builder()
                .minutes(ROWS_A_CHAPTER)
                .seed(seed + SEEDS_APART * next)
                .amplitude(AMPLITUDE)
                .build());
    rows = telemetry.values();
    chapter = next;
    return telemetry;
  }

  @Override
  public KpiSchema schema() {
    return schema;
  }

  @Override
  public KpiHistory history(Instant from, Instant to) throws IOException {
    List<Instant> times = new ArrayList<>();
    List<double[]> past = new ArrayList<>();
    for (long row = Math.max(0, present - PAST_ROWS); row < present; row++) {
      times.add(time(row));
      past.add(row(row));
    }
    try {
      return KpiHistory.of(schema.kpis(), times, past.toArray(new double[0][]))
          .between(from, to.plusMillis(1));
    } catch (IllegalArgumentException e) {
      throw new IOException("the example has no past: " + e.getMessage(), e);
    }
  }

  @Override
  public synchronized List<KpiRow> poll(Instant now) {
    due = due.equals(Instant.MIN) ? now : due;
    List<KpiRow> came = new ArrayList<>();
    while (!due.isAfter(now) && came.size() < MOST_ROWS_A_POLL) {
      came.add(new KpiRow(time(present), row(present)));
      present++;
      due = due.plus(pace);
    }
    return came;
  }

  /** The time of the row that comes next: the example's clock. */
  public synchronized Instant now() {
    return time(present);
  }

  private static Instant time(long row) {
    return SyntheticTelemetry.START.plus(SyntheticSpec.DEFAULT_PERIOD.multipliedBy(row));
  }

  private double[] row(long row) {
    int wanted = (int) (row / ROWS_A_CHAPTER);
    if (wanted != chapter) {
      turnTo(wanted);
    }
    return rows[(int) (row % ROWS_A_CHAPTER)];
  }

  @Override
  public synchronized void resumeAfter(Instant time) {
    present =
        Duration.between(SyntheticTelemetry.START, time).dividedBy(SyntheticSpec.DEFAULT_PERIOD)
            + 1;
    due = Instant.MIN;
  }

  @Override
  public List<String> notes() {
    return List.of();
  }
}
