package io.mild.benchmarks;

import io.mild.Mild;
import io.mild.benchmarks.experiment.Generated;
import io.mild.benchmarks.sensors.BrokenSensor;
import io.mild.benchmarks.sensors.SensorTrial;
import io.mild.data.FailureLog;
import io.mild.data.KpiHistory;
import io.mild.report.Preset;
import io.mild.synthetic.SyntheticSpec;
import io.mild.synthetic.SyntheticTelemetry;
import io.mild.training.MildTrainer;
import io.mild.training.evaluation.AlertEvaluation;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What alerts are worth while a sensor is broken. */
@Command(
    name = "sensors",
    description = {
      "Trains on the first half of generated telemetry and streams the second with the sensor of"
          + " one KPI after another broken in one way after another.",
      "Says how many failures are announced, of how many that are with the same KPI missing, and"
          + " the same without what finds broken sensors."
    })
final class SensorsCommand implements Callable<Integer> {
  private static final Duration WARM_UP = Duration.ofDays(1);

  @Option(
      names = "--minutes",
      paramLabel = "N",
      description = "Rows to generate (default: ${DEFAULT-VALUE}).")
  private int minutes = 60_000;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Seed of the telemetry (default: ${DEFAULT-VALUE}).")
  private long seed = 101;

  @Option(
      names = "--preset",
      paramLabel = "NAME",
      description = "paper or recommended (default: ${DEFAULT-VALUE}).")
  private Preset preset = Preset.RECOMMENDED;

  @Option(
      names = "--kpis",
      split = ",",
      paramLabel = "NAME",
      description = "Whose sensors break (default: each in turn).")
  private List<String> kpis = new ArrayList<>();

  @Option(
      names = "--amplitude",
      paramLabel = "FACTOR",
      description =
          "What the failures of the second half move KPIs by, as a multiple of those of the first"
              + " (default: ${DEFAULT-VALUE}).")
  private double amplitude = 1;

  @Spec private CommandSpec command = CommandSpec.create();

  @Override
  public Integer call() {
    PrintWriter out = command.commandLine().getOut();
    SyntheticSpec spec = SyntheticSpec.builder().minutes(minutes).seed(seed).build();
    SyntheticTelemetry learned = SyntheticTelemetry.generate(spec);
    SyntheticTelemetry tested =
        SyntheticTelemetry.generate(spec.toBuilder().amplitude(amplitude).build());
    Instant middle = SyntheticTelemetry.START.plus(Duration.ofMinutes(minutes / 2));
    FailureLog failures = Generated.failures(tested);
    Mild mild =
        MildTrainer.create()
            .preset(preset)
            .train(Generated.history(learned).before(middle), before(middle, failures));
    KpiHistory rows = Generated.history(tested).from(middle.minus(WARM_UP));
    int breaksAt = rows.firstRow(middle);
    SensorTrial watched = new SensorTrial(mild, rows, failures, breaksAt);
    SensorTrial unwatched =
        new SensorTrial(Mild.of(mild.model().withLimits(List.of())), rows, failures, breaksAt);
    line(out, "", "", watched.whole(), unwatched.whole());
    for (String kpi : kpis.isEmpty() ? rows.kpis() : kpis) {
      for (BrokenSensor broken : BrokenSensor.values()) {
        line(
            out,
            kpi,
            broken.toString(),
            watched.broken(kpi, broken),
            unwatched.broken(kpi, broken));
      }
    }
    return 0;
  }

  private static FailureLog before(Instant time, FailureLog failures) {
    return new FailureLog(
        failures.failures().stream().filter(failure -> failure.time().isBefore(time)).toList());
  }

  private static void line(
      PrintWriter out, String kpi, String broken, AlertEvaluation now, AlertEvaluation without) {
    out.printf(
        Locale.ROOT,
        "%-16s %-20s announced %2d/%2d, %5.1f min, %5.2f false a day   unwatched %2d/%2d, %5.1f"
            + " min, %5.2f%n",
        kpi,
        broken,
        now.announced().size(),
        now.outcomes().size(),
        now.warningMinutes(now.horizon()),
        now.incidentFalsePositivesPerDay(),
        without.announced().size(),
        without.outcomes().size(),
        without.warningMinutes(now.horizon()),
        without.incidentFalsePositivesPerDay());
    out.flush();
  }
}
