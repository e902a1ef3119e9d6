package io.mild.benchmarks.scaling.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.mild.AssuranceStream;
import io.mild.Mild;
import io.mild.report.Preset;
import io.mild.scaling.AssessmentSignals;
import io.mild.scaling.RiskSignal;
import io.mild.training.MildTrainer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a trained model says of the shop reaches the services that it concerns. */
class TrainedModelTest {
  private static final Instant START = Instant.parse("2026-03-02T00:00:00Z");
  private static final Instant ONSET = START.plus(Duration.ofDays(5));

  @Test
  void aSaturationIsSignalledToTheServiceBeforeItFails() {
    ShopPast past = ShopPast.of(START, 4, 42);
    Mild mild =
        MildTrainer.create()
            .preset(Preset.PAPER)
            .horizons(Duration.ofMinutes(60))
            .intents(Shop.INTENTS.toArray(String[]::new))
            .maxEpochs(5)
            .train(past.kpis(), past.failures());
    ShopFault fault =
        ShopPast.fault(Shop.CHECKOUT, ShopFault.Kind.SATURATION, ONSET, Duration.ofMinutes(90), 1);
    AssessmentSignals signals =
        new AssessmentSignals(Map.of("checkout", "checkout", "inventory", "inventory"));
    Shop shop = new Shop(7, List.of(fault));
    ShopAutoscalers autoscalers = new ShopAutoscalers(service -> 2);
    AssuranceStream stream = mild.openStream();

    List<RiskSignal> told = new ArrayList<>();
    Instant now = ONSET.minus(Duration.ofHours(2));
    for (Shop.Minute minute = shop.minute(now, autoscalers::ready);
        minute.failing().isEmpty();
        minute = shop.minute(now, autoscalers::ready)) {
      told.addAll(signals.of(stream.accept(now, minute.kpis()), stream.incidents()));
      autoscalers.look(now, minute.services());
      now = now.plusSeconds(60);
    }

    assertThat(now).isAfter(ONSET);
    assertThat(told)
        .filteredOn(signal -> signal.service().equals("checkout") && signal.raised().isAfter(ONSET))
        .isNotEmpty()
        .allSatisfy(signal -> assertThat(Shop.KPIS).containsAll(signal.topKpis()))
        .allSatisfy(
            signal -> assertThat(signal.ttfHigh()).isLessThanOrEqualTo(Duration.ofHours(1)));
  }
}
