package io.mild.internal.model;

import io.mild.alerting.RiskCalibration;
import io.mild.explain.Attribution;
import io.mild.explain.LayeredRisk;
import io.mild.explain.Precision;
import io.mild.explain.RiskFunction;
import io.mild.explain.ShapleyExplainer;
import io.mild.explanation.Explanation;
import io.mild.explanation.Explanation.Contribution;
import io.mild.explanation.ExplanationTarget;
import io.mild.explanation.Faithfulness;
import io.mild.explanation.SimilarIncident;
import io.mild.features.FeatureSet;
import io.mild.moe.RiskModel;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** Explains what a model says of rows. */
public final class Explainer {
  private final TrainedModel model;
  private final FeatureSet features;
  private final ZoneOffset zone;
  private final int[][] kpis; // the features of each
  private final Predicate<String> missing;

  /** One of rows that are complete. */
  public Explainer(TrainedModel model) {
    this(model, kpi -> false);
  }

  /**
   * One that calls KPIs missing.
   *
   * @param missing whether a KPI has no value that counts
   */
  public Explainer(TrainedModel model, Predicate<String> missing) {
    this.model = model;
    this.missing = missing;
    this.features = model.features();
    this.zone = model.zone();
    this.kpis =
        IntStream.range(0, features.kpiCount())
            .mapToObj(
                kpi ->
                    IntStream.range(0, features.featureCount())
                        .filter(feature -> features.kpiOf(feature) == kpi)
                        .toArray())
            .toArray(int[][]::new);
  }

  /**
   * KPI by KPI.
   *
   * @param row standardised
   */
  public Explanation explainKpis(
      int intent, ExplanationTarget explained, Instant time, float[] row) {
    float[][] usual = usual(time);
    Levels levels = levels(time, usual);
    return explanation(
        intent,
        explained,
        time,
        explainer(intent, explained, usual).explain(row),
        kpi -> new Named(features.kpis().get(kpi), level(levels, representative(kpi), row)));
  }

  /**
   * Feature by feature.
   *
   * @param ofKpis the same row's explanation
   */
  public Explanation explainFeatures(int intent, Explanation ofKpis, float[] row) {
    float[][] usual = usual(ofKpis.time());
    Levels levels = levels(ofKpis.time(), usual);
    Attribution attribution =
        explainer(intent, ofKpis.explained(), usual)
            .explainFeatures(
                row,
                new Attribution(
                    ofKpis.usual(), ofKpis.value(), inOrder(ofKpis), new double[kpis.length]),
                Precision.DEFAULT);
    return explanation(
        intent,
        ofKpis.explained(),
        ofKpis.time(),
        attribution,
        feature -> new Named(features.featureNames().get(feature), level(levels, feature, row)));
  }

  private Explanation.Level level(Levels levels, int feature, float[] row) {
    Explanation.Level level = levels.of(feature, row);
    return missing.test(features.kpis().get(features.kpiOf(feature))) ? level.asMissing() : level;
  }

  /** What becomes of the risk as KPIs are put in and taken out in an order. */
  public Faithfulness faithfulness(int intent, Instant time, float[] row, int[] order) {
    ShapleyExplainer explainer = explainer(intent, ExplanationTarget.RISK, usual(time));
    return new Faithfulness(
        DoubleStream.of(explainer.insertion(row, order)).boxed().toList(),
        DoubleStream.of(explainer.deletion(row, order)).boxed().toList());
  }

  /** The past incidents that were most like this, at most {@code count}, the most alike first. */
  public List<SimilarIncident> similarIncidents(Explanation explanation, float[] row, int count) {
    double[] contributions = inOrder(explanation);
    double[] deviations = deviations(row);
    return model.explanationModel().past().stream()
        .map(
            past ->
                new SimilarIncident(
                    past.incident(),
                    past.intent(),
                    past.kind(),
                    past.time(),
                    past.similarity(contributions, deviations)))
        .sorted(
            Comparator.comparingDouble(SimilarIncident::similarity)
                .thenComparing(SimilarIncident::time)
                .reversed())
        .limit(count)
        .toList();
  }

  /** How far each KPI is out, in standard deviations. */
  public double[] deviations(float[] row) {
    return IntStream.range(0, kpis.length).mapToDouble(kpi -> row[representative(kpi)]).toArray();
  }

  private int representative(int kpi) {
    return Levels.representative(features, model.horizons().get(0), kpi);
  }

  /**
   * The contribution of each KPI, roughly: against fewer rows, and sampled where there are many
   * KPIs.
   */
  public double[] roughContributions(int intent, float[] row, int healthyRows, int maxEvaluations) {
    float[][] usual = model.explanationModel().healthy().some(healthyRows);
    ShapleyExplainer explainer = explainer(intent, ExplanationTarget.RISK, usual);
    boolean exact = Math.pow(2, kpis.length) * usual.length <= maxEvaluations;
    Attribution attribution =
        exact
            ? explainer.exact(row)
            : explainer.sampled(row, Precision.DEFAULT.withMaxEvaluations(maxEvaluations));
    return attribution.contributions();
  }

  private float[][] usual(Instant time) {
    return model.explanationModel().healthy().comparedWith(time, zone);
  }

  private Levels levels(Instant time, float[][] usual) {
    return new Levels(features, model.standardizer(), time, usual);
  }

  private ShapleyExplainer explainer(int intent, ExplanationTarget explained, float[][] usual) {
    return new ShapleyExplainer(function(intent, explained), usual, kpis);
  }

  /**
   * For one explanation: its scorer belongs to one thread at a time. Calibrates what is explained
   * and nothing else, for that takes as long as scoring.
   */
  private RiskFunction function(int intent, ExplanationTarget explained) {
    HorizonModel longest = model.longestHorizon();
    RiskModel whole = longest.risk().model();
    RiskModel asked = explained == ExplanationTarget.ROOT_CAUSE ? whole : whole.ofIntent(intent);
    int output = asked.intents() == 1 ? 0 : longest.indexOf(intent);
    RiskCalibration calibration = longest.risk().calibration().steps().get(longest.indexOf(intent));
    Value value =
        (scored, row) -> {
          double risk = scored.risks[row * asked.risks() + output];
          return switch (explained) {
            case RISK -> calibration.apply(risk);
            case LOG_ODDS -> LogOdds.of(calibration.apply(risk));
            case ROOT_CAUSE ->
                model.incidentModel().verdict().probabilitiesOfGates(scored.gate(row))[intent];
          };
        };
    return asked
        .newSumScorer()
        .<RiskFunction>map(sums -> new OfSums(features.featureCount(), asked, sums, value))
        .orElseGet(() -> new OfRows(features.featureCount(), asked, value));
  }

  /** What is explained of a row that was scored. */
  private interface Value {
    double of(Scored scored, int row);
  }

  /** By what a model says of rows. */
  private static class OfRows implements RiskFunction {
    final Scored scored;
    final Value value;
    private final int width;
    private final RiskModel.Scorer scorer;

    OfRows(int width, RiskModel asked, Value value) {
      this.width = width;
      this.scorer = asked.newBatchScorer();
      this.scored = new Scored(asked.risks(), asked.intents());
      this.value = value;
    }

    @Override
    public void score(float[] rows, int n, double[] values) {
      scored.fit(n);
      scorer.score(rows, 0, width, n, scored.risks, scored.gates);
      values(n, values);
    }

    final void values(int n, double[] values) {
      for (int row = 0; row < n; row++) {
        values[row] = value.of(scored, row);
      }
    }
  }

  /** And by what it says of the sums of its first layer. */
  private static final class OfSums extends OfRows implements LayeredRisk {
    private final RiskModel.SumScorer scorer;

    OfSums(int width, RiskModel asked, RiskModel.SumScorer scorer, Value value) {
      super(width, asked, value);
      this.scorer = scorer;
    }

    @Override
    public float[][] weights() {
      return scorer.weights();
    }

    @Override
    public void scoreSums(float[][] sums, int n, double[] values) {
      scored.fit(n);
      scorer.score(sums, n, scored.risks, scored.gates);
      values(n, values);
    }
  }

  /** What a scorer writes into, as large as its largest batch. */
  private static final class Scored {
    private final int risksPerRow;
    private final int intents;
    private double[] risks = {};
    private double[] gates = {};

    Scored(int risksPerRow, int intents) {
      this.risksPerRow = risksPerRow;
      this.intents = intents;
    }

    void fit(int rows) {
      if (risks.length < rows * risksPerRow) {
        risks = new double[rows * risksPerRow];
        gates = new double[rows * intents];
      }
    }

    double[] gate(int row) {
      return Arrays.copyOfRange(gates, row * intents, (row + 1) * intents);
    }
  }

  private record Named(String name, Explanation.Level level) {}

  private Explanation explanation(
      int intent,
      ExplanationTarget explained,
      Instant time,
      Attribution attribution,
      IntFunction<Named> named) {
    double[] values = attribution.contributions();
    double[] errors = attribution.standardErrors();
    List<Contribution> contributions = new ArrayList<>();
    for (int i = 0; i < values.length; i++) {
      Named of = named.apply(i);
      contributions.add(new Contribution(of.name, values[i], errors[i], of.level));
    }
    contributions.sort(Comparator.comparing(c -> -Math.abs(c.contribution())));
    return new Explanation(
        model.intents().get(intent),
        model.horizons().get(0),
        explained,
        time,
        attribution.baseline(),
        attribution.value(),
        contributions);
  }

  /** The contributions in the order of the KPIs. */
  private double[] inOrder(Explanation ofKpis) {
    Map<String, Double> byName = new HashMap<>();
    ofKpis.contributions().forEach(c -> byName.put(c.name(), c.contribution()));
    return features.kpis().stream().mapToDouble(byName::get).toArray();
  }

  /**
   * The KPIs of these names.
   *
   * @throws IllegalArgumentException if they are not the model's, each once
   */
  public int[] order(List<String> names) {
    int[] order = names.stream().mapToInt(features.kpis()::indexOf).toArray();
    if (Arrays.stream(order).anyMatch(kpi -> kpi < 0)
        || Arrays.stream(order).distinct().count() != kpis.length) {
      throw new IllegalArgumentException(
          "kpis must be those of the model, each once, " + features.kpis() + ", but were " + names);
    }
    return order;
  }
}
