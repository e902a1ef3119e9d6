package io.mild.synthetic;

import io.mild.synthetic.FailureDeck.Card;
import io.mild.synthetic.SyntheticFailure.MovedKpi;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Causes the failures.
 *
 * <p>The signature (of the overt KPI or of a pair) ramps from the onset with γ of 0.8–1.6, is full
 * in the last minute before the failure, and recovers after the hold. In a pair both KPIs share
 * amplitude and γ, and each draws its own factor of 0.8–1.2.
 *
 * <p>The overt phase is linear (γ = 1) over its q minutes; overt KPI and sri draw their amplitudes
 * apart. A victim recovers with the root. Its own overt phase, where asked for, has a q and an
 * amplitude of its own and moves its overt KPI; sri, which all intents share, degrades once.
 *
 * <p>Every failure takes the same number of draws from each stream, whatever its kind and whatever
 * the options.
 */
final class FailureSource {
  private final SyntheticService service;
  private final boolean victimOvert;
  private final double amplitude; // of all that moves
  private final List<DriftWindow> schedule;
  private final FailureDeck deck;
  private final RandomStream signatures;
  private final RandomStream overtPhases;
  private final RandomStream victims;
  private final RandomStream victimOvertPhases;

  FailureSource(SyntheticSpec spec, SyntheticService service) {
    long seed = spec.seed();
    this.service = service;
    this.victimOvert = spec.victimOvert();
    this.amplitude = spec.amplitude();
    this.schedule =
        DriftWindow.schedule(spec.minutes(), new RandomStream(seed, "failures/schedule"));
    this.deck = new FailureDeck(spec.intents(), new RandomStream(seed, "failures/deck"));
    this.signatures = new RandomStream(seed, "failures/signatures");
    this.overtPhases = new RandomStream(seed, "failures/overt phases");
    this.victims = new RandomStream(seed, "failures/victims");
    this.victimOvertPhases = new RandomStream(seed, "failures/victims' overt phases");
  }

  /** Adds all failures to the deviations. */
  List<SyntheticFailure> addTo(Deviations deviations) {
    List<SyntheticFailure> failures = new ArrayList<>();
    for (DriftWindow window : schedule) {
      failures.add(new Incident(window, deviations).unfold(failures.size()));
    }
    return failures;
  }

  /** One failure in the making. */
  private final class Incident {
    private final DriftWindow window;
    private final Deviations deviations;
    private final Card card = deck.deal();
    private final IntentModel root = service.intents().get(card.root());
    private final IntentModel victim = drawVictim();
    private final Map<Integer, Integer> movedFrom = new TreeMap<>();

    Incident(DriftWindow window, Deviations deviations) {
      this.window = window;
      this.deviations = deviations;
    }

    SyntheticFailure unfold(int number) {
      int overtMinutes = overtPhases.integer(30, 60);
      double depth = signatures.uniform();
      double gamma = signatures.uniform(0.8, 1.6);
      PairMovement pair = PairMovement.draw(root, PairMovement.FIRST_UP_IN_FAILURES, signatures);
      boolean codrift = card.kind() == FailureKind.CODRIFT;
      double height = codrift ? 3 + 3 * depth : 4 + 4 * depth;

      double[] ramp = window.rampFrom(window.onset(), gamma);
      if (card.kind() == FailureKind.SIMPLE) {
        move(root.overtKpi(), window.onset(), root.overtSign() * height, ramp);
      } else {
        movePair(pair, height, ramp, overtMinutes);
      }
      enterOvertPhase(overtMinutes);
      driftVictim(codrift, height);
      return new SyntheticFailure(
          number,
          card.kind(),
          root.name(),
          codrift ? victim.name() : "",
          window.onset(),
          window.failure(),
          window.recovered(),
          moved());
    }

    private void movePair(PairMovement pair, double height, double[] ramp, int overtMinutes) {
      int first = pair.pair().first();
      int second = pair.pair().second();
      move(first, window.onset(), pair.first(height), unlessOvert(first, ramp, overtMinutes));
      move(
          second,
          window.onset(),
          pair.secondFailing(height),
          unlessOvert(second, ramp, overtMinutes));
    }

    /** On the root's own overt KPI the pair's part makes way for the overt phase. */
    private double[] unlessOvert(int kpi, double[] ramp, int overtMinutes) {
      int drift = window.failure() - window.onset();
      return kpi == root.overtKpi()
          ? Ramp.fadedOut(ramp, drift - overtMinutes, overtMinutes)
          : ramp;
    }

    private void enterOvertPhase(int minutes) {
      int start = window.failure() - minutes;
      double[] ramp = window.rampFrom(start, 1);
      move(root.overtKpi(), start, root.overtSign() * overtPhases.uniform(5, 9), ramp);
      move(SyntheticService.SRI, start, -overtPhases.uniform(5, 9), ramp);
    }

    private void driftVictim(boolean codrift, double rootHeight) {
      int start = window.onset() + victims.integer(-60, 60);
      double height = rootHeight * victims.uniform(0.7, 1.4);
      double gamma = victims.uniform(0.7, 1.2);
      int overtStart = window.failure() - victimOvertPhases.integer(30, 60);
      double overtAmplitude = victimOvertPhases.uniform(5, 9);
      if (codrift) {
        int kpi = victim.overtKpi();
        move(kpi, start, victim.overtSign() * height, window.rampFrom(start, gamma));
        if (victimOvert) {
          move(
              kpi, overtStart, victim.overtSign() * overtAmplitude, window.rampFrom(overtStart, 1));
        }
      }
    }

    /** Any other intent, equally likely; the root itself where it is the only one. */
    private IntentModel drawVictim() {
      int intents = service.intents().size();
      int steps = intents > 1 ? victims.integer(1, intents - 1) : victims.index(intents);
      return service.intents().get((card.root() + steps) % intents);
    }

    private void move(int kpi, int start, double deviation, double[] profile) {
      deviations.add(kpi, start, amplitude * deviation, profile);
      movedFrom.merge(kpi, start, Math::min);
    }

    private List<MovedKpi> moved() {
      return movedFrom.entrySet().stream()
          .map(entry -> new MovedKpi(service.kpis().get(entry.getKey()).name(), entry.getValue()))
          .toList();
    }
  }
}
