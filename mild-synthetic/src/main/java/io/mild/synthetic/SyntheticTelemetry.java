package io.mild.synthetic;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.function.DoubleConsumer;

/**
 * A history of synthetic telemetry with its failures and benign events.
 *
 * <pre>{@code
 * SyntheticTelemetry telemetry = SyntheticTelemetry.generate(SyntheticSpec.defaults());
 * telemetry.writeTo(Path.of("data"));
 * }</pre>
 *
 * <p>Normal behaviour: each KPI is clip(base + gain·load + σ·(noise + deviations), low, high), with
 * a load that all share and AR(1) noise of unit variance. Failures and benign events add the
 * deviations. The first minute is {@link #START}, midnight UTC of a Tuesday; the load follows the
 * UTC time of day and the calendar's weekends. A minute is a row: with another {@link
 * SyntheticSpec#period()} all of this is the same row by row, and a day is 1,440 rows.
 *
 * <p>Every random source (the load, each KPI's noise, the schedule, kinds and shapes of failures,
 * each kind of benign event) draws from a stream fixed by the seed and its own name. So an option
 * changes what it is about and nothing else, and a shorter history is the beginning of a longer one
 * up to the last failure that still fits in.
 *
 * <p>Values are rounded to 4 decimals, so that what is read back from the files is what was
 * generated, bit for bit. Immutable.
 */
public final class SyntheticTelemetry {
  /** Time of the first minute, 1699920000 epoch seconds. */
  public static final Instant START = Load.START;

  private static final double DECIMALS = 1e4;

  private final SyntheticSpec spec;
  private final SyntheticService service;
  private final double[][] values;
  private final List<SyntheticFailure> failures;
  private final List<BenignEvent> benign;

  private SyntheticTelemetry(
      SyntheticSpec spec,
      SyntheticService service,
      double[][] values,
      List<SyntheticFailure> failures,
      List<BenignEvent> benign) {
    this.spec = spec;
    this.service = service;
    this.values = values;
    this.failures = List.copyOf(failures);
    this.benign = List.copyOf(benign);
  }

  /** Generates a history. */
  public static SyntheticTelemetry generate(SyntheticSpec spec) {
    return generate(spec, done -> {});
  }

  /**
   * Generates a history.
   *
   * @param progress told the share that is done, above 0 and up to 1, after each KPI
   */
  public static SyntheticTelemetry generate(SyntheticSpec spec, DoubleConsumer progress) {
    SyntheticService service = SyntheticService.of(spec);
    int minutes = spec.minutes();
    int kpis = service.kpis().size();
    Deviations deviations = new Deviations(kpis, minutes);
    List<SyntheticFailure> failures = new FailureSource(spec, service).addTo(deviations);
    List<BenignEvent> benign = new BenignSource(spec, service).addTo(deviations);

    double[] load = Load.series(minutes, new RandomStream(spec.seed(), "load"));
    double[][] values = new double[minutes][kpis];
    for (int k = 0; k < kpis; k++) {
      KpiModel kpi = service.kpis().get(k);
      double[] noise = new RandomStream(spec.seed(), "noise/" + kpi.name()).ar1(minutes, kpi.phi());
      double[] column = kpi.values(load, noise, deviations.of(k));
      for (int t = 0; t < minutes; t++) {
        values[t][k] = Math.rint(column[t] * DECIMALS) / DECIMALS;
      }
      progress.accept((k + 1.0) / kpis);
    }
    return new SyntheticTelemetry(spec, service, values, failures, benign);
  }

  /** The settings it was generated with. */
  public SyntheticSpec spec() {
    return spec;
  }

  /** Names of the KPIs, in the order of the columns. */
  public List<String> kpis() {
    return service.kpiNames();
  }

  /** Names of the intents. */
  public List<String> intents() {
    return service.intentNames();
  }

  /** Times of the rows in epoch seconds, one period apart, {@code [minutes]}; a new array. */
  public long[] epochSeconds() {
    long[] times = new long[values.length];
    for (int t = 0; t < times.length; t++) {
      times[t] = epochSecond(t);
    }
    return times;
  }

  /**
   * The time of a row in epoch seconds; rows before the first and after the last have one, too.
   *
   * @param minute rows since {@link #START}: minutes, unless the period says otherwise
   */
  public long epochSecond(int minute) {
    return START.getEpochSecond() + spec.period().toSeconds() * minute;
  }

  /**
   * The KPIs' values in their own units, rounded to 4 decimals, {@code [minutes][kpis]}; a copy.
   */
  public double[][] values() {
    double[][] copy = new double[values.length][];
    for (int t = 0; t < copy.length; t++) {
      copy[t] = values[t].clone();
    }
    return copy;
  }

  /** The failures in order of time; their windows from onset to recovery do not overlap. */
  public List<SyntheticFailure> failures() {
    return failures;
  }

  /** The benign events in order of their start; they may overlap with anything. */
  public List<BenignEvent> benign() {
    return benign;
  }

  /**
   * Writes {@code kpis.csv}, {@code failures.csv}, {@code benign.csv}, {@code moved.csv} and {@code
   * config.json}; replaces files of these names. Times are epoch seconds, values have 4 decimals,
   * the text is UTF-8 with line feeds. Each file appears under its name only when it is complete.
   *
   * <ul>
   *   <li>{@code kpis.csv}: {@code timestamp}, then one column per KPI.
   *   <li>{@code failures.csv}: {@code incident,intent,onset,failure,recovered,role,kind}; a
   *       co-drift has a root row and a victim row, both with the times of the root.
   *   <li>{@code benign.csv}: {@code kind,intent,start,end,kpis}; the end is exclusive, KPIs are
   *       separated by blanks. For diagnosis only: no learner may read it.
   *   <li>{@code moved.csv}: {@code incident,kpi,from}, the KPIs that each failure moved and since
   *       when. For diagnosis and for scoring explanations only: no learner may read it.
   *   <li>{@code config.json}: the settings and the names; the amplitude where it is not 1, and the
   *       period where it is not a minute.
   * </ul>
   *
   * @param directory where to write; created if it does not exist
   * @throws IOException if a file cannot be written
   */
  public void writeTo(Path directory) throws IOException {
    new TelemetryWriter(this, directory).write();
  }

  /** A row without copying it. */
  double[] row(int minute) {
    return values[minute];
  }
}
