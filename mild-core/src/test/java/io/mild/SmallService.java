package io.mild;

import io.mild.data.Failure;
import io.mild.data.FailureLog;
import io.mild.data.KpiHistory;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.SplittableRandom;

/**
 * A small service for tests: a row a minute, two intents, and before each failure a ramp of 40
 * minutes in one KPI. One value in two hundred is missing, and the recording has a gap.
 */
public final class SmallService {
  public static final Instant START = Instant.parse("2026-03-02T00:00:00Z");
  public static final int MINUTES = 4_000;

  /** These minutes were not recorded; longer than the longest window. */
  public static final int GAP_FROM = 1_500;

  public static final int GAP_UNTIL = 1_560;

  public static final List<String> KPIS = List.of("cpu", "latency", "queue", "errors");
  public static final List<String> INTENTS = List.of("api", "orders");
  public static final Duration LONG = Duration.ofMinutes(30);
  public static final Duration SHORT = Duration.ofMinutes(15);

  private static final int LATENCY = 1;
  private static final int QUEUE = 2;
  private static final int ERRORS = 3;
  private static final int RAMP = 40;
  private static final int RECOVERY = 10;

  private static final SmallService INSTANCE = new SmallService();

  private final double[][] values = new double[MINUTES][KPIS.size()];
  private final List<Failure> failures = new ArrayList<>();
  private final KpiHistory history;

  private SmallService() {
    SplittableRandom random = new SplittableRandom(1);
    for (int minute = 0; minute < MINUTES; minute++) {
      double load = Math.sin(2 * Math.PI * minute / 1_440);
      values[minute][0] = 40 + 10 * load + noise(random, 2);
      values[minute][LATENCY] = 80 + 5 * load + noise(random, 6);
      values[minute][QUEUE] = 300 + noise(random, 30);
      values[minute][ERRORS] = 0.5 + noise(random, 0.1);
    }
    for (int failure = 150, n = 0; failure < MINUTES - 60; failure += 120, n++) {
      fail(n, failure + random.nextInt(40));
    }
    for (double[] row : values) {
      for (int kpi = 0; kpi < row.length; kpi++) {
        row[kpi] = random.nextInt(200) == 0 ? Double.NaN : row[kpi];
      }
    }
    history = recorded();
  }

  /** Each fourth failure takes the other intent with it; of each sixth nobody named the cause. */
  private void fail(int n, int minute) {
    int root = n % 2;
    ramp(root == 0 ? LATENCY : QUEUE, root == 0 ? 60 : 300, minute);
    ramp(ERRORS, 1, minute);
    Failure.Role role = n % 6 == 5 ? Failure.Role.UNKNOWN : Failure.Role.ROOT;
    failures.add(failure(n, INTENTS.get(root), minute).withRole(role));
    if (n % 4 == 3) {
      ramp(root == 0 ? QUEUE : LATENCY, root == 0 ? 150 : 30, minute);
      failures.add(failure(n, INTENTS.get(1 - root), minute).withRole(Failure.Role.VICTIM));
    }
  }

  private static Failure failure(int n, String intent, int minute) {
    return Failure.of("INC-" + n, intent, time(minute))
        .withOnset(time(minute - RAMP))
        .withRecovery(time(minute + RECOVERY));
  }

  private void ramp(int kpi, double height, int failure) {
    for (int minute = failure - RAMP; minute < failure + RECOVERY; minute++) {
      values[minute][kpi] += height * Math.min(1, (minute - failure + RAMP) / (double) RAMP);
    }
  }

  private static double noise(SplittableRandom random, double width) {
    return width * (random.nextDouble() + random.nextDouble() - 1);
  }

  private KpiHistory recorded() {
    List<Instant> times = new ArrayList<>();
    List<double[]> rows = new ArrayList<>();
    for (int minute = 0; minute < MINUTES; minute++) {
      if (minute < GAP_FROM || minute >= GAP_UNTIL) {
        times.add(time(minute));
        rows.add(values[minute]);
      }
    }
    return KpiHistory.of(KPIS, times, rows.toArray(double[][]::new));
  }

  public static Instant time(int minute) {
    return START.plus(Duration.ofMinutes(minute));
  }

  public static KpiHistory history() {
    return INSTANCE.history;
  }

  public static FailureLog failures() {
    return new FailureLog(INSTANCE.failures);
  }

  /** A model of this service, which was trained with the other module's SmallTraining. */
  public static Mild mild() {
    return Trained.MILD;
  }

  private static final class Trained {
    static final Mild MILD = load();

    /** Of a resource that may lie in a jar. */
    private static Mild load() {
      try (InputStream bytes = SmallService.class.getResourceAsStream("small-service.mild")) {
        Path file = Files.createTempFile("small-service", ".mild");
        try {
          Files.copy(Objects.requireNonNull(bytes), file, StandardCopyOption.REPLACE_EXISTING);
          return Mild.load(file);
        } finally {
          Files.delete(file);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  public static void writeKpis(KpiHistory history, Path file) throws IOException {
    StringBuilder csv = new StringBuilder("timestamp," + String.join(",", history.kpis()) + "\n");
    for (int row = 0; row < history.rows(); row++) {
      csv.append(history.time(row));
      for (double value : history.values(row)) {
        csv.append(',').append(Double.isNaN(value) ? "" : value);
      }
      csv.append('\n');
    }
    Files.writeString(file, csv);
  }

  public static void writeFailures(FailureLog log, Path file) throws IOException {
    StringBuilder csv = new StringBuilder("incident,intent,onset,failure,recovered,role,kind\n");
    for (Failure failure : log.failures()) {
      String role = failure.role() == Failure.Role.UNKNOWN ? "" : failure.role().name();
      csv.append(
          "%s,%s,%s,%s,%s,%s,%s\n"
              .formatted(
                  failure.incident(),
                  failure.intent(),
                  failure.onset().map(Instant::toString).orElse(""),
                  failure.time(),
                  failure.recovered().map(Instant::toString).orElse(""),
                  role.toLowerCase(Locale.ROOT),
                  failure.kind()));
    }
    Files.writeString(file, csv);
  }
}
