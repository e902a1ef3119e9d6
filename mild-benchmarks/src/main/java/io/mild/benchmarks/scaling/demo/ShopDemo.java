package io.mild.benchmarks.scaling.demo;

import io.mild.Mild;
import io.mild.benchmarks.scaling.demo.ShopFault.Kind;
import io.mild.cli.page.Figures;
import io.mild.scaling.DecisionLog;
import io.mild.scaling.Mode;
import io.mild.training.MildTrainer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * Trains on nine days of the shop, then lives through the same day twice: once with advice alone,
 * once with floors on the API server. Deterministic, but for the times it takes.
 */
public final class ShopDemo {
  private static final Instant START = Instant.parse("2026-03-02T00:00:00Z");
  private static final int DAYS = 9;
  private static final long SEED = 42;
  private static final Duration WARM_UP = Duration.ofHours(3);
  private static final Instant DAY = START.plus(Duration.ofDays(DAYS + 1));

  private final Path out;
  private final Consumer<String> lines;

  /**
   * A demonstration.
   *
   * @param out folder that it writes to, which must be there
   * @param lines takes what is to be read, line by line
   */
  public ShopDemo(Path out, Consumer<String> lines) {
    this.out = out;
    this.lines = lines;
  }

  /**
   * Runs it.
   *
   * @throws IOException if a file can't be written
   */
  public void run() throws IOException {
    say("1. Recording %d days of a shop: gateway, checkout, inventory", DAYS);
    ShopPast past = ShopPast.of(START, DAYS, SEED);
    say(
        "   %d minutes of %d KPIs, %d failures",
        past.kpis().rows(), past.kpis().kpis().size(), past.failures().failures().size());

    say("2. Training MILD on them");
    long began = System.nanoTime();
    Mild mild = train(past);
    say("   done in %d s", Duration.ofNanos(System.nanoTime() - began).toSeconds());

    ShopDay advised = live(mild, Mode.ADVISE);
    ShopDay acted = live(mild, Mode.ACT);

    say("5. What the API server was told in mode ACT");
    acted.events().forEach(event -> say("   %s", event));
    say("6. The day in figures%n");
    say("   %-8s %28s %14s", "", "minutes with a goal missed", "replica-hours");
    for (ShopDay day : List.of(advised, acted)) {
      say("   %-8s %28d %14.1f", day.mode(), day.failingMinutes(), day.replicaHours());
    }
    say("%n   A decision takes %.0f µs in the mean.", acted.computeMicros());
    Path page = out.resolve("scaling-demo.html");
    boolean pictures = ShopDemoPage.write(page, advised, acted);
    say("7. The same with pictures: %s", page);
    if (!pictures) {
      say("   %s", Figures.HOW_TO_HAVE_THEM);
    }
  }

  private static Mild train(ShopPast past) {
    return MildTrainer.create()
        .intents(Shop.INTENTS.toArray(String[]::new))
        .horizons(Duration.ofMinutes(60), Duration.ofMinutes(30), Duration.ofMinutes(15))
        .maxEpochs(15) // enough to show
        .seed(SEED)
        .train(past.kpis(), past.failures())
        .withGoals(Shop.GOALS);
  }

  /** Checkout saturates in the morning and leaks at noon, inventory saturates in the evening. */
  private static List<ShopFault> faults() {
    return List.of(
        fault(Shop.CHECKOUT, Kind.SATURATION, 8, 90),
        fault(Shop.CHECKOUT, Kind.LEAK, 12, 100),
        fault(Shop.INVENTORY, Kind.SATURATION, 18, 80));
  }

  private static ShopFault fault(ShopService service, Kind kind, int hour, int growthMinutes) {
    return ShopPast.fault(
        service, kind, DAY.plus(Duration.ofHours(hour)), Duration.ofMinutes(growthMinutes), 1);
  }

  private ShopDay live(Mild mild, Mode mode) throws IOException {
    Path file = out.resolve("decisions-%s.jsonl".formatted(mode.name().toLowerCase(Locale.ROOT)));
    Files.deleteIfExists(file);
    say(
        "%d. A day that the model has not seen, in mode %s (each decision: %s)%n",
        mode == Mode.ADVISE ? 3 : 4, mode, file);
    try (DecisionLog log = DecisionLog.appendTo(file)) {
      ShopDay day = ShopDay.live(mode, mild, DAY, WARM_UP, faults(), SEED + 7, log);
      day.story().forEach(line -> say("   %s", line));
      say("");
      return day;
    }
  }

  private void say(String format, Object... values) {
    lines.accept(String.format(Locale.ROOT, format, values));
  }
}
