package io.mild.synthetic;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Causes the benign hard negatives: each kind a Poisson process with a stream of its own,
 * independent of the failures and free to overlap with them.
 *
 * <p>Transients, benign pairs and aborted failures pick an intent, each equally likely, and have
 * the γ of failures, 0.8–1.6; load spikes and sri dips are linear. A benign pair's first KPI goes
 * up as often as down; an aborted failure is drawn as the true one it begins like (drift of
 * 120–240, amplitude 4–8). Events that the history's end cuts are kept.
 *
 * <p>Every event takes the same number of draws, whatever the options.
 */
final class BenignSource {
  private static final double GAMMA_LOW = 0.8;
  private static final double GAMMA_HIGH = 1.6;

  private final SyntheticSpec spec;
  private final SyntheticService service;

  BenignSource(SyntheticSpec spec, SyntheticService service) {
    this.spec = spec;
    this.service = service;
  }

  /** Adds all benign events to the deviations; they are returned in order of their start. */
  List<BenignEvent> addTo(Deviations deviations) {
    List<BenignEvent> events = new ArrayList<>();
    for (BenignKind kind : BenignKind.values()) {
      RandomStream random = new RandomStream(spec.seed(), "benign/" + kind.label());
      double meanGap = Load.MINUTES_A_DAY / kind.perDay();
      double time = random.exponential(meanGap);
      while (time < spec.minutes()) {
        events.add(cause(kind, (int) time, deviations, random));
        time += random.exponential(meanGap);
      }
    }
    events.sort(Comparator.comparingInt(BenignEvent::start));
    return events;
  }

  private BenignEvent cause(
      BenignKind kind, int start, Deviations deviations, RandomStream random) {
    return switch (kind) {
      case TRANSIENT -> causeTransient(start, deviations, random);
      case LOAD_SPIKE -> causeLoadSpike(start, deviations, random);
      case BENIGN_PAIR -> causeBenignPair(start, deviations, random);
      case ABORTED_FAILURE -> abortFailure(start, deviations, random);
      case SRI_DIP -> dipSri(start, deviations, random);
    };
  }

  private BenignEvent causeTransient(int start, Deviations deviations, RandomStream random) {
    IntentModel intent = drawIntent(random);
    double[] profile =
        Ramp.profile(
            random.integer(25, 100), random.integer(0, 15), random.integer(10, 40), gamma(random));
    double amplitude = random.uniform(4, 8) * random.uniform(0.3, 0.8);
    deviations.add(intent.overtKpi(), start, intent.overtSign() * amplitude, profile);
    return event(BenignKind.TRANSIENT, intent.name(), start, profile, intent.overtKpi());
  }

  private BenignEvent causeLoadSpike(int start, Deviations deviations, RandomStream random) {
    double[] profile =
        Ramp.profile(
            random.integer(8, 40), random.integer(10, 60), random.integer(10, 30), /* gamma= */ 1);
    double cpu = random.uniform(3, 7);
    deviations.add(SyntheticService.CPU, start, cpu, profile);
    deviations.add(SyntheticService.RAM, start, cpu * random.uniform(0.5, 1), profile);
    deviations.add(SyntheticService.SNET, start, cpu * random.uniform(0.3, 1), profile);
    deviations.add(SyntheticService.API_LATENCY, start, cpu * random.uniform(0, 0.5), profile);
    return event(
        BenignKind.LOAD_SPIKE,
        "",
        start,
        profile,
        SyntheticService.CPU,
        SyntheticService.RAM,
        SyntheticService.SNET,
        SyntheticService.API_LATENCY);
  }

  private BenignEvent causeBenignPair(int start, Deviations deviations, RandomStream random) {
    IntentModel intent = drawIntent(random);
    PairMovement pair = PairMovement.draw(intent, PairMovement.FIRST_UP_IN_BENIGN, random);
    double[] profile =
        Ramp.profile(
            random.integer(60, 240), random.integer(0, 30), random.integer(25, 60), gamma(random));
    double amplitude = random.uniform(4, 8);
    deviations.add(pair.pair().first(), start, pair.first(amplitude), profile);
    deviations.add(pair.pair().second(), start, pair.secondBenign(amplitude), profile);
    return pairEvent(BenignKind.BENIGN_PAIR, intent, start, profile, pair);
  }

  private BenignEvent abortFailure(int start, Deviations deviations, RandomStream random) {
    IntentModel intent = drawIntent(random);
    PairMovement pair = PairMovement.draw(intent, PairMovement.FIRST_UP_IN_FAILURES, random);
    int drift = random.integer(120, 240);
    int stop = (int) Math.rint(drift * random.uniform(0.25, 0.60));
    double[] profile =
        Ramp.aborted(drift, stop, /* hold= */ 0, random.integer(15, 45), gamma(random));
    double amplitude = random.uniform(4, 8);
    deviations.add(pair.pair().first(), start, pair.first(amplitude), profile);
    deviations.add(pair.pair().second(), start, pair.secondFailing(amplitude), profile);
    return pairEvent(BenignKind.ABORTED_FAILURE, intent, start, profile, pair);
  }

  private BenignEvent dipSri(int start, Deviations deviations, RandomStream random) {
    double[] profile =
        Ramp.profile(
            random.integer(8, 30), random.integer(0, 10), random.integer(8, 25), /* gamma= */ 1);
    deviations.add(SyntheticService.SRI, start, -random.uniform(2, 5), profile);
    return event(BenignKind.SRI_DIP, "", start, profile, SyntheticService.SRI);
  }

  private BenignEvent pairEvent(
      BenignKind kind, IntentModel intent, int start, double[] profile, PairMovement movement) {
    return event(
        kind, intent.name(), start, profile, movement.pair().first(), movement.pair().second());
  }

  private BenignEvent event(
      BenignKind kind, String intent, int start, double[] profile, int... kpis) {
    return new BenignEvent(
        kind,
        intent,
        start,
        Math.min(start + profile.length, spec.minutes()),
        IntStream.of(kpis).mapToObj(kpi -> service.kpis().get(kpi).name()).toList());
  }

  private IntentModel drawIntent(RandomStream random) {
    return service.intents().get(random.index(service.intents().size()));
  }

  private static double gamma(RandomStream random) {
    return random.uniform(GAMMA_LOW, GAMMA_HIGH);
  }
}
