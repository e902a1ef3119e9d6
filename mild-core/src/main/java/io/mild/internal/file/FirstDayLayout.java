package io.mild.internal.file;

import io.mild.data.ModelFileException;
import io.mild.moe.FirstDayModel;
import io.mild.moe.FirstDayModel.Forecast;
import io.mild.moe.FirstDayModel.Unusual;
import io.mild.moe.FirstDayShape;
import io.mild.moe.GoalBounds;
import io.mild.moe.GoalBounds.Bound;
import io.mild.moe.Mahalanobis;
import io.mild.moe.RootCauses;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A {@link FirstDayModel} in the file.
 *
 * @param shape whose KPIs its goals bound
 * @param forecast how margins become risks
 * @param worth what distances are worth, if they are
 */
public record FirstDayLayout(FirstDayShape shape, Forecast forecast, Optional<Worth> worth)
    implements RiskLayout {
  static final String FIELD = "firstDay";
  private static final String DISTANCE = "distance";
  private static final String MEAN = "first-day.mean.npy";
  private static final String WHITENING = "first-day.whitening.npy";
  private static final String MULTIPLE = "multipleRootCauses";
  private static final int FORMAT = 3;

  /** The numbers of {@link Unusual}. */
  public record Worth(double median, double spread, double weight) {}

  static FirstDayLayout of(FirstDayModel model) {
    return new FirstDayLayout(
        model.shape(),
        model.forecast(),
        model
            .unusual()
            .map(unusual -> new Worth(unusual.median(), unusual.spread(), unusual.weight())));
  }

  @Override
  public int format() {
    return FORMAT;
  }

  @Override
  public int horizons() {
    return 1;
  }

  @Override
  public boolean multipleRootCauses() {
    return shape.rootCauses() == RootCauses.MULTIPLE;
  }

  @Override
  public void toJson(Map<String, Object> json) {
    Map<String, Object> firstDay = new LinkedHashMap<>();
    firstDay.put("goals", shape.goals().stream().map(FirstDayLayout::toJson).toList());
    firstDay.put("heading", forecast.heading());
    firstDay.put("leaving", forecast.leaving());
    firstDay.put("intercept", forecast.intercept());
    firstDay.put("slope", forecast.slope());
    worth.ifPresent(
        its ->
            firstDay.put(
                DISTANCE,
                Manifest.ordered(
                    "median", its.median, "spread", its.spread, "weight", its.weight)));
    if (multipleRootCauses()) {
      firstDay.put(MULTIPLE, true);
    }
    json.put(FIELD, firstDay);
  }

  private static Map<String, Object> toJson(GoalBounds goal) {
    return Manifest.ordered(
        "all",
        goal.all(),
        "bounds",
        goal.bounds().stream()
            .map(
                bound ->
                    Manifest.ordered(
                        "kpi", bound.kpi(), "level", bound.level(), "above", bound.above()))
            .toList());
  }

  static void put(FirstDayModel model, Sink arrays) {
    int kpis = model.shape().kpis();
    model
        .unusual()
        .map(Unusual::distance)
        .ifPresent(
            distance -> {
              arrays.put(MEAN, distance.mean(), 1, kpis, false);
              arrays.put(WHITENING, distance.whitening(), kpis, kpis, false);
            });
  }

  @Override
  public FirstDayModel model(Floats arrays) throws IOException {
    Optional<Unusual> unusual = Optional.empty();
    if (worth.isPresent()) {
      Worth its = worth.get();
      int kpis = shape.kpis();
      unusual =
          Optional.of(
              new Unusual(
                  new Mahalanobis(
                      arrays.floats(MEAN, 1, kpis, false),
                      arrays.floats(WHITENING, kpis, kpis, false)),
                  its.median,
                  its.spread,
                  its.weight));
    }
    return new FirstDayModel(shape, forecast, unusual);
  }

  static FirstDayLayout of(Fields json, int features, int kpis, int intents)
      throws ModelFileException {
    Fields firstDay = json.object(FIELD);
    List<GoalBounds> goals = new ArrayList<>();
    for (Fields goal : firstDay.objects("goals")) {
      List<Bound> bounds = new ArrayList<>();
      for (Fields bound : goal.objects("bounds")) {
        bounds.add(new Bound(bound.integer("kpi"), bound.number("level"), bound.yes("above")));
      }
      goals.add(new GoalBounds(bounds, goal.yes("all")));
    }
    if (goals.size() != intents) {
      throw firstDay.problem(
          "goals", "are " + goals.size() + ", but there are " + intents + " intents");
    }
    if (kpis > Manifest.MAX_WIDTH || features != 2 * kpis) {
      throw json.problem(
          FIELD,
          "is of two averages a KPI, but there are %d features of %d KPIs"
              .formatted(features, kpis));
    }
    boolean multiple = firstDay.has(MULTIPLE) && firstDay.yes(MULTIPLE);
    return new FirstDayLayout(
        new FirstDayShape(kpis, goals, multiple ? RootCauses.MULTIPLE : RootCauses.ONE),
        new Forecast(
            firstDay.number("heading"),
            firstDay.number("leaving"),
            firstDay.number("intercept"),
            firstDay.number("slope")),
        firstDay.has(DISTANCE) ? Optional.of(worth(firstDay.object(DISTANCE))) : Optional.empty());
  }

  private static Worth worth(Fields json) throws ModelFileException {
    return new Worth(json.number("median"), json.number("spread"), json.number("weight"));
  }
}
