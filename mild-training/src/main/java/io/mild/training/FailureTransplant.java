package io.mild.training;

import io.mild.data.Failure;
import io.mild.data.FailureLog;
import io.mild.data.KpiHistory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * Makes more failures of the few that a history has: data augmentation by transplanting them.
 *
 * <p>What an incident did to the KPIs is taken to be the centred mean of the residuals over {@value
 * #SMOOTHED_ROWS} rows, from onset to recovery, tapered at both ends. A copy of the history is its
 * residuals without any of these deviations, rolled by a random shift, into which the incidents are
 * put again: in shuffled order, with gaps between them as they were seen, stretched in time,
 * amplified, and each KPI a little more or less. The failures move along.
 *
 * <p>Where nobody noted the onset, the drift is taken to begin one horizon before the failure, and
 * where nobody noted the recovery, it is taken to last as long as alerts are forgiven after one.
 * Copies depend on the seed and their number alone. Immutable.
 */
final class FailureTransplant {
  private static final int SMOOTHED_ROWS = 21;
  private static final int TAPERED_ROWS = 10;
  private static final double SHORTEST = 0.85;
  private static final double LONGEST = 1.2;
  private static final double WEAKEST = 0.7;
  private static final double STRONGEST = 1.4;
  private static final double KPI_SPREAD = 0.15;

  private final KpiHistory history;
  private final int[] kept;
  private final int kpis;
  private final double[] residuals; // [row of the history × kpi]
  private final List<Incident> incidents = new ArrayList<>();
  private final int[] onsets; // of the incidents
  private final int[] gaps;
  private final long seed;

  /**
   * @param history some of whose rows are augmented
   * @param kept which of them, ascending
   * @param residuals of all rows of the history, {@code [rows × kpis]}; NaN where missing
   * @param failures those that begin before the kept rows or end after them are left alone
   * @param horizon how long a drift is taken to be where nobody noted its onset
   * @param unknownRecovery how long an incident goes on after its failure, if nobody noted that
   */
  FailureTransplant(
      KpiHistory history,
      int[] kept,
      double[] residuals,
      FailureLog failures,
      Duration horizon,
      Duration unknownRecovery,
      long seed) {
    this.history = history;
    this.kept = kept;
    this.kpis = history.kpis().size();
    this.residuals = residuals;
    this.seed = seed;
    for (Span span : spans(failures, horizon, unknownRecovery)) {
      incidents.add(new Incident(span, deviations(span)));
    }
    this.onsets = incidents.stream().mapToInt(incident -> incident.span.from).toArray();
    this.gaps = gaps();
  }

  /** The kept rows from an incident's onset to its recovery, and its failures. */
  private record Span(int from, int until, List<Failure> failures) {
    int rows() {
      return until - from;
    }

    Span with(Span other) {
      List<Failure> both = new ArrayList<>(failures);
      both.addAll(other.failures);
      return new Span(Math.min(from, other.from), Math.max(until, other.until), both);
    }
  }

  /** An incident and what it did, {@code [row × kpi]}. */
  private record Incident(Span span, double[] deviations) {}

  /** An incident in a place of a copy: how long it is there, and how strong in each KPI. */
  private record Planted(Incident incident, int length, double[] factors) {}

  /** A history that could have been, of as many rows as are kept and at their times. */
  final class Copy {
    private final int shift;
    private final FailureLog failures;
    private final int[] places; // ascending
    private final List<Planted> planted;

    private Copy(int shift, NavigableMap<Integer, Planted> planted, List<Failure> failures) {
      this.shift = shift;
      this.failures = new FailureLog(failures);
      this.places = planted.keySet().stream().mapToInt(Integer::intValue).toArray();
      this.planted = List.copyOf(planted.values());
    }

    /** At the times of the kept rows. */
    FailureLog failures() {
      return failures;
    }

    /**
     * Writes the residuals of a row.
     *
     * @param to {@code [kpis]}
     */
    void copyRow(int row, double[] to) {
      background(row < kept.length - shift ? row + shift : row + shift - kept.length, to);
      int latest = latest(places, row);
      if (latest >= 0 && row - places[latest] < planted.get(latest).length) {
        add(planted.get(latest), row - places[latest], to);
      }
    }

    private void add(Planted planted, int row, double[] to) {
      double[] deviations = planted.incident.deviations;
      int last = planted.incident.span.rows() - 1;
      double position = planted.length == 1 ? 0 : row * (double) last / (planted.length - 1);
      int below = (int) position;
      int above = Math.min(below + 1, last);
      double share = position - below;
      for (int j = 0; j < kpis; j++) {
        double deviation =
            (1 - share) * deviations[below * kpis + j] + share * deviations[above * kpis + j];
        to[j] += planted.factors[j] * deviation;
      }
    }
  }

  /** Whether there is anything to transplant. */
  boolean isEmpty() {
    return incidents.isEmpty();
  }

  /** A copy; the same number gives the same copy. */
  Copy copy(int number) {
    SplittableRandom random = new SplittableRandom(seed + number);
    int shift = random.nextInt(kept.length);
    NavigableMap<Integer, Planted> planted = new TreeMap<>();
    List<Failure> failures = new ArrayList<>();
    List<Incident> deck = new ArrayList<>();
    int at = gaps[random.nextInt(gaps.length)];
    while (true) {
      if (deck.isEmpty()) {
        deck.addAll(incidents);
      }
      Incident incident = deck.remove(random.nextInt(deck.size()));
      double stretch = random.nextDouble(SHORTEST, LONGEST);
      int length = Math.max(1, (int) Math.round(incident.span.rows() * stretch));
      if (at + length > kept.length) {
        return new Copy(shift, planted, failures);
      }
      for (Failure failure : incident.span.failures) {
        failures.add(moved(failure, incident.span, at, stretch, planted.size()));
      }
      planted.put(at, new Planted(incident, length, factors(random)));
      at += length + gaps[random.nextInt(gaps.length)];
    }
  }

  private double[] factors(SplittableRandom random) {
    double amplitude = random.nextDouble(WEAKEST, STRONGEST);
    double[] factors = new double[kpis];
    for (int j = 0; j < kpis; j++) {
      factors[j] = amplitude * random.nextDouble(1 - KPI_SPREAD, 1 + KPI_SPREAD);
    }
    return factors;
  }

  /** The residuals of a kept row without what an incident did to them. */
  private void background(int row, double[] to) {
    System.arraycopy(residuals, kept[row] * kpis, to, 0, kpis);
    int latest = latest(onsets, row);
    if (latest >= 0 && row < incidents.get(latest).span.until) {
      Incident incident = incidents.get(latest);
      for (int j = 0; j < kpis; j++) {
        to[j] -= incident.deviations[(row - incident.span.from) * kpis + j];
      }
    }
  }

  /** The last place up to a row, or −1. */
  private static int latest(int[] places, int row) {
    int found = Arrays.binarySearch(places, row);
    return found >= 0 ? found : -found - 2;
  }

  /** The failure where its incident is now, with an incident's name of its own. */
  private Failure moved(Failure failure, Span span, int at, double stretch, int number) {
    int before = firstRow(failure.time()) - span.from;
    int row = Math.min(kept.length - 1, at + (int) Math.round(before * stretch));
    return Failure.of(failure.incident() + "/" + number, failure.intent(), time(row))
        .withRole(failure.role())
        .withKind(failure.kind());
  }

  /** The incidents whose rows are all there; those that overlap are one. */
  private List<Span> spans(FailureLog failures, Duration horizon, Duration unknownRecovery) {
    Map<String, Span> byIncident = new LinkedHashMap<>();
    for (Failure failure : failures.failures()) {
      Instant onset = failure.onset().orElse(failure.time().minus(horizon));
      Instant recovered = failure.recovered().orElse(failure.time().plus(unknownRecovery));
      if (onset.isBefore(time(0)) || recovered.isAfter(time(kept.length - 1))) {
        continue; // it isn't seen whole
      }
      Span span = new Span(firstRow(onset), firstRow(recovered), List.of(failure));
      String incident = failure.incident().isBlank() ? "at " + failure.time() : failure.incident();
      byIncident.merge(incident, span, Span::with);
    }
    List<Span> merged = new ArrayList<>();
    for (Span span :
        byIncident.values().stream().sorted(Comparator.comparingInt(Span::from)).toList()) {
      int last = merged.size() - 1;
      if (last >= 0 && span.from < merged.get(last).until) {
        merged.set(last, merged.get(last).with(span));
      } else {
        merged.add(span);
      }
    }
    return merged.stream().filter(span -> span.rows() > 0).toList();
  }

  private Instant time(int row) {
    return history.time(kept[row]);
  }

  /** The first kept row at or after a time; their number if there is none. */
  private int firstRow(Instant time) {
    int found = Arrays.binarySearch(kept, history.firstRow(time));
    return found >= 0 ? found : -found - 1;
  }

  private double[] deviations(Span span) {
    double[] deviations = new double[span.rows() * kpis];
    for (int row = 0; row < span.rows(); row++) {
      double taper =
          Math.min(1.0, (Math.min(row, span.rows() - 1 - row) + 1) / (double) (TAPERED_ROWS + 1));
      for (int j = 0; j < kpis; j++) {
        deviations[row * kpis + j] = taper * mean(span.from + row, j);
      }
    }
    return deviations;
  }

  /** The centred mean of what is there; 0 where nothing is. */
  private double mean(int row, int kpi) {
    double sum = 0;
    int count = 0;
    int first = Math.max(0, row - SMOOTHED_ROWS / 2);
    int last = Math.min(kept.length - 1, row + SMOOTHED_ROWS / 2);
    for (int r = first; r <= last; r++) {
      double residual = residuals[kept[r] * kpis + kpi];
      if (!Double.isNaN(residual)) {
        sum += residual;
        count++;
      }
    }
    return count == 0 ? 0 : sum / count;
  }

  /** The rows from one incident to the next; with one incident alone, those around it. */
  private int[] gaps() {
    List<Integer> seen = new ArrayList<>();
    for (int i = 1; i < incidents.size(); i++) {
      seen.add(incidents.get(i).span.from - incidents.get(i - 1).span.until);
    }
    if (seen.isEmpty()) {
      int own = incidents.isEmpty() ? 0 : incidents.get(0).span.rows();
      seen.add((kept.length - own) / 2);
    }
    return seen.stream().mapToInt(Integer::intValue).toArray();
  }
}
