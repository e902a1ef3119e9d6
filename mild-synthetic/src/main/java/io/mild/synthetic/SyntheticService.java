package io.mild.synthetic;

import static io.mild.synthetic.LoadResponse.FILLING;
import static io.mild.synthetic.LoadResponse.IMMEDIATE;
import static io.mild.synthetic.LoadResponse.LAGGED;
import static java.lang.Double.POSITIVE_INFINITY;

import io.mild.synthetic.IntentModel.PairSignature;
import java.util.ArrayList;
import java.util.List;

/**
 * The monitored service: its KPIs and intents. It depends on the sizes asked for, not on the seed:
 * two seeds are two histories of one service.
 *
 * <p>Eight KPIs and three intents are the benchmark's own. Beyond them:
 *
 * <ul>
 *   <li>{@code kpi_9}, {@code kpi_10}, … have a base of 50–1,000, σ of 2–5 % of the base, a gain of
 *       0–9 σ, φ of 0.60–0.93 and a floor of 0; each is drawn from a stream of its own name.
 *   <li>{@code intent_4}, {@code intent_5}, … take {@code kpi_9}, {@code kpi_10}, … as their overt
 *       KPI, rising and falling by turns. The pair is one of cpu, ram, storage and snet in turn,
 *       and the overt KPI; failing products + and − by turns. The second pair is the next of those
 *       four and the overt KPI, with the opposite product.
 * </ul>
 *
 * @param kpis the KPIs in the order of the columns
 * @param intents the intents
 */
record SyntheticService(List<KpiModel> kpis, List<IntentModel> intents) {
  static final int CPU = 0;
  static final int RAM = 1;
  static final int STORAGE = 2;
  static final int SNET = 3;
  static final int SRI = 4;
  static final int API_LATENCY = 5;
  static final int TELEMETRY_QUEUE = 6;
  static final int ANALYTICS_TPUT = 7;

  private static final List<KpiModel> BASE_KPIS =
      List.of(
          new KpiModel("cpu", 38, 22, 3.0, 0.80, 0, 100, IMMEDIATE),
          new KpiModel("ram", 55, 8, 1.6, 0.93, 0, 100, LAGGED),
          new KpiModel("storage", 45, 0, 0.9, 0.90, 0, 100, FILLING),
          new KpiModel("snet", 420, 260, 28, 0.75, 0, POSITIVE_INFINITY, IMMEDIATE),
          new KpiModel("sri", 99.6, -0.25, 0.10, 0.60, 0, 100, IMMEDIATE),
          new KpiModel("api_latency", 80, 30, 6.5, 0.75, 1, POSITIVE_INFINITY, IMMEDIATE),
          new KpiModel("telemetry_queue", 320, 180, 32, 0.85, 0, POSITIVE_INFINITY, IMMEDIATE),
          new KpiModel("analytics_tput", 900, 260, 48, 0.80, 0, POSITIVE_INFINITY, IMMEDIATE));

  private static final List<IntentModel> BASE_INTENTS =
      List.of(
          new IntentModel(
              "api",
              API_LATENCY,
              +1,
              List.of(new PairSignature(CPU, SNET, -1), new PairSignature(RAM, API_LATENCY, +1))),
          new IntentModel(
              "telemetry",
              TELEMETRY_QUEUE,
              +1,
              List.of(
                  new PairSignature(RAM, TELEMETRY_QUEUE, +1),
                  new PairSignature(SNET, STORAGE, -1))),
          new IntentModel(
              "analytics",
              ANALYTICS_TPUT,
              -1,
              List.of(
                  new PairSignature(CPU, ANALYTICS_TPUT, -1),
                  new PairSignature(STORAGE, RAM, +1))));

  private static final int[] RESOURCES = {CPU, RAM, STORAGE, SNET};

  /** Fixed, as the service is the same under every seed of a history. */
  private static final long SERVICE_SEED = 0;

  static SyntheticService of(SyntheticSpec spec) {
    List<KpiModel> kpis = new ArrayList<>(BASE_KPIS);
    while (kpis.size() < spec.kpis()) {
      kpis.add(furtherKpi("kpi_" + (kpis.size() + 1)));
    }
    List<IntentModel> intents = new ArrayList<>();
    for (int i = 0; i < spec.intents(); i++) {
      IntentModel intent =
          i < BASE_INTENTS.size() ? BASE_INTENTS.get(i) : furtherIntent(i - BASE_INTENTS.size());
      intents.add(withPairs(spec.pairs(), intent));
    }
    return new SyntheticService(List.copyOf(kpis), List.copyOf(intents));
  }

  List<String> kpiNames() {
    return kpis.stream().map(KpiModel::name).toList();
  }

  List<String> intentNames() {
    return intents.stream().map(IntentModel::name).toList();
  }

  private static KpiModel furtherKpi(String name) {
    RandomStream random = new RandomStream(SERVICE_SEED, name);
    double base = random.uniform(50, 1000);
    // the deepest fall, a victim's 8.4 σ under an overt phase of 9 σ, stays above the floor
    double sigma = base * random.uniform(0.02, 0.05);
    double gain = sigma * random.uniform(0, 9);
    double phi = random.uniform(0.60, 0.93);
    return new KpiModel(name, base, gain, sigma, phi, 0, POSITIVE_INFINITY, IMMEDIATE);
  }

  private static IntentModel furtherIntent(int further) {
    int overt = BASE_KPIS.size() + further;
    int sign = further % 2 == 0 ? +1 : -1;
    int resource = RESOURCES[further % RESOURCES.length];
    int nextResource = RESOURCES[(further + 1) % RESOURCES.length];
    return new IntentModel(
        "intent_" + (BASE_INTENTS.size() + further + 1),
        overt,
        sign,
        List.of(
            new PairSignature(resource, overt, sign),
            new PairSignature(nextResource, overt, -sign)));
  }

  private static IntentModel withPairs(int pairs, IntentModel intent) {
    return new IntentModel(
        intent.name(), intent.overtKpi(), intent.overtSign(), intent.pairs().subList(0, pairs));
  }
}
