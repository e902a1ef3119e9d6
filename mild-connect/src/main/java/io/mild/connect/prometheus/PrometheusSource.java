package io.mild.connect.prometheus;

import io.mild.connect.KpiRow;
import io.mild.connect.KpiSource;
import io.mild.data.KpiHistory;
import io.mild.data.KpiSchema;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * KPIs of a Prometheus, a PromQL each.
 *
 * <p>A row is of a whole period of the epoch, at its end. It is asked for when the evaluation delay
 * has passed, by which all its samples are there. A KPI without a sample in the period is missing;
 * so is an infinite value, of which {@link #notes} tells. An expression that gives more than one
 * series, or native histograms, is refused by its KPI's name.
 *
 * <p>What was missed while the server, or this process, was down is asked for afterwards, {@value
 * #MOST_ROWS} rows a call. Not thread-safe.
 *
 * <pre>{@code
 * PrometheusSource source =
 *     PrometheusSource.of(
 *         prometheus,
 *         List.of(
 *             new KpiQuery("api_latency", "api_latency_seconds{job=\"shop\"}"),
 *             new KpiQuery("api_errors", "sum(rate(api_errors_total[2m]))")),
 *         Duration.ofMinutes(1));
 * }</pre>
 */
public final class PrometheusSource implements KpiSource {
  /** For scrapes that take long. */
  public static final Duration DEFAULT_DELAY = Duration.ofSeconds(15);

  private static final int MOST_ROWS = 1000;
  private static final int POLLS_UNTIL_FOUND = 10;
  private static final int MOST_POLLS = 64; // from one look at scrapes to the next

  private final KpiFetch fetch;
  private final KpiSchema schema;
  private final long periodMillis;
  private final Duration delay;
  private final SourceNotes notes;
  private final boolean isAligned;
  private volatile long phaseMillis; // of rows, since the epoch's whole periods
  private int pollsUntilLook;
  private int pollsBetweenLooks = 1;
  private boolean isPhaseKnown;
  private long latest = Long.MIN_VALUE; // epoch milliseconds of the last row that was polled

  private PrometheusSource(
      KpiFetch fetch, KpiSchema schema, Duration delay, SourceNotes notes, boolean isAligned) {
    this.fetch = fetch;
    this.schema = schema;
    this.periodMillis = schema.samplingPeriod().toMillis();
    this.delay = delay;
    this.notes = notes;
    this.isAligned = isAligned;
  }

  /**
   * A source of KPIs.
   *
   * @param prometheus may be shared by sources
   * @param kpis at least one, with different names, in the order of a row's values
   * @param period of a row, at least a second: the scrape interval, or more
   * @throws IllegalArgumentException if there is no KPI, a name is there twice, or the period is
   *     too short
   */
  public static PrometheusSource of(
      PrometheusClient prometheus, List<KpiQuery> kpis, Duration period) {
    if (period.compareTo(Duration.ofSeconds(1)) < 0) {
      throw new IllegalArgumentException("period must be at least a second, but was " + period);
    }
    KpiSchema schema = new KpiSchema(kpis.stream().map(KpiQuery::kpi).toList(), period);
    SourceNotes notes = new SourceNotes();
    return new PrometheusSource(
        new KpiFetch(prometheus, List.copyOf(kpis), period, notes),
        schema,
        DEFAULT_DELAY,
        notes,
        false);
  }

  /**
   * The same with another evaluation delay; polling begins anew.
   *
   * @param time how long after a period's end its row is asked for; not negative. As long as a
   *     scrape may take and, with remote write or rules, as these lag behind.
   * @throws IllegalArgumentException if it is negative
   */
  public PrometheusSource withDelay(Duration time) {
    if (time.isNegative()) {
      throw new IllegalArgumentException("delay must not be negative, but was " + time);
    }
    return new PrometheusSource(fetch, schema, time, notes, isAligned);
  }

  /**
   * The same with rows that end just after the scrapes, not with whole periods of the epoch: a
   * sample waits for the evaluation delay alone, and not for the rest of the period, too. Polling
   * begins anew.
   *
   * <p>When scrapes are, the samples of plain selectors tell, which are looked at again from time
   * to time. Where there is none, rows stay on whole periods.
   */
  public PrometheusSource alignedToScrapes() {
    return new PrometheusSource(fetch, schema, delay, notes, true);
  }

  @Override
  public KpiSchema schema() {
    return schema;
  }

  @Override
  public KpiHistory history(Instant from, Instant to) throws IOException {
    if (isAligned && !isPhaseKnown) {
      align(to);
    }
    long first = floor(from.toEpochMilli() - 1) + periodMillis;
    long last = floor(to.toEpochMilli());
    if (first > last) {
      throw new IllegalArgumentException(
          "no period of %s ends from %s to %s".formatted(schema.samplingPeriod(), from, to));
    }
    List<Instant> times = new ArrayList<>();
    List<double[]> rows = new ArrayList<>();
    for (KpiRow row : rows(first, fetch.history(first, last))) {
      if (!row.isEmpty()) {
        times.add(row.time());
        rows.add(row.values());
      }
    }
    if (rows.isEmpty()) {
      throw new IOException(
          "no KPI has a value from %s to %s: does the server keep that long, and do the expressions give anything?"
              .formatted(from, to));
    }
    return KpiHistory.of(schema.kpis(), times, rows.toArray(double[][]::new));
  }

  @Override
  public List<KpiRow> poll(Instant now) throws IOException {
    if (isAligned && --pollsUntilLook < 0) {
      align(isPhaseKnown ? Instant.ofEpochMilli(floor(now.minus(delay).toEpochMilli())) : now);
    }
    long complete = floor(now.minus(delay).toEpochMilli());
    long next = latest == Long.MIN_VALUE ? complete : floor(latest + nearest()) + periodMillis;
    if (next > complete) {
      return List.of();
    }
    long last = Math.min(complete, next + (MOST_ROWS - 1) * periodMillis);
    List<KpiRow> rows = rows(next, fetch.latest(next, last));
    latest = last;
    return rows;
  }

  /** The latest row's time at or before a time. */
  private long floor(long epochMillis) {
    return Math.floorDiv(epochMillis - phaseMillis, periodMillis) * periodMillis + phaseMillis;
  }

  /** Rows closer to each other than that would be taken for one; it matters after a new phase. */
  private long nearest() {
    return isAligned ? periodMillis / 2 : 0;
  }

  /**
   * Looks where scrapes are.
   *
   * @param time of a row, if there is one: of several scrapes a period the one before it stays
   */
  private void align(Instant time) throws IOException {
    List<Instant> samples = fetch.sampleTimes(time);
    long found = ScrapePhase.of(samples, schema.samplingPeriod(), phaseMillis);
    // A scrape that was late once is no other phase: the next one is looked at at once.
    pollsBetweenLooks =
        found == phaseMillis && isPhaseKnown ? Math.min(2 * pollsBetweenLooks, MOST_POLLS) : 1;
    int polls = samples.isEmpty() ? POLLS_UNTIL_FOUND : pollsBetweenLooks;
    // Systems that began together should not look together.
    pollsUntilLook = polls - ThreadLocalRandom.current().nextInt(polls / 2 + 1);
    isPhaseKnown |= !samples.isEmpty();
    phaseMillis = found;
  }

  /** When the next row after a time can be polled. */
  public Instant due(Instant now) {
    return Instant.ofEpochMilli(floor(now.minus(delay).toEpochMilli()) + periodMillis).plus(delay);
  }

  @Override
  public void resumeAfter(Instant time) {
    latest = isAligned ? time.toEpochMilli() : floor(time.toEpochMilli());
  }

  @Override
  public List<String> notes() {
    return notes.taken();
  }

  /**
   * Columns as rows.
   *
   * @param columns {@code [kpis][rows]}
   */
  private List<KpiRow> rows(long first, double[][] columns) {
    KpiRow[] rows = new KpiRow[columns[0].length];
    Arrays.setAll(
        rows,
        row -> {
          double[] values = new double[columns.length];
          Arrays.setAll(values, kpi -> columns[kpi][row]);
          return new KpiRow(Instant.ofEpochMilli(first + row * periodMillis), values);
        });
    return List.of(rows);
  }
}
