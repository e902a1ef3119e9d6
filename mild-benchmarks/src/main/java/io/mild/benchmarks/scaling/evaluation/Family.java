package io.mild.benchmarks.scaling.evaluation;

import java.awt.Color;
import java.util.ArrayList;
import java.util.List;

/**
 * Contenders that differ in their target alone, and so make a front of cost against violations.
 *
 * @param title for people
 * @param color in all pictures
 * @param members by falling cost
 */
record Family(String title, Color color, List<String> members) {
  /** All fronts that are drawn. */
  static List<Family> all() {
    List<Family> all = new ArrayList<>();
    all.add(of("HPA + round robin", new Color(0xb0763a), Contenders.front(Routings.ROUND_ROBIN)));
    all.add(p2c());
    all.add(peakEwma());
    all.add(own());
    all.add(recommended());
    return all;
  }

  static Family p2c() {
    return of("HPA + P2C", new Color(0x2f6fb3), Contenders.front(Routings.P2C));
  }

  static Family peakEwma() {
    return of("HPA + peak EWMA", new Color(0x7d4fb0), Contenders.front(Routings.PEAK_EWMA));
  }

  /** Kubernetes' autoscaler with the balancer that is recommended. */
  static Family own() {
    return of(
        "HPA + " + Contenders.RECOMMENDED.label().replace('-', ' '),
        new Color(0x3b9a8f),
        Contenders.front(Contenders.RECOMMENDED));
  }

  static Family recommended() {
    return of("MILD", new Color(0xc8324b), Contenders.recommended());
  }

  private static Family of(String title, Color color, List<Contender> members) {
    return new Family(title, color, members.stream().map(Contender::name).toList());
  }
}
