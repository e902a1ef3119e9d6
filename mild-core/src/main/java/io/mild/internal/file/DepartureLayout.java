package io.mild.internal.file;

import io.mild.data.ModelFileException;
import io.mild.moe.DepartureModel;
import io.mild.moe.DepartureModel.JointDepartures;
import io.mild.moe.DepartureShape;
import io.mild.moe.Mahalanobis;
import io.mild.moe.RootCauses;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A {@link DepartureModel} in the file.
 *
 * @param shape its sizes, and whose the KPIs are
 * @param weighsExcess whether root causes are named by what is beyond its usual, too
 * @param weighsOwnExcess whether by how far an intent's own KPIs are beyond theirs
 * @param joint whether Mahalanobis distances have a say
 */
public record DepartureLayout(
    DepartureShape shape, boolean weighsExcess, boolean weighsOwnExcess, boolean joint)
    implements RiskLayout {
  static final String FIELD = "departures";
  private static final String DETECTION = "departures.detection.npy";
  private static final String NAMING = "departures.naming.npy";
  private static final String EXCESS = "departures.excess-naming.npy";
  private static final String SHARED = "departures.shared-naming.npy";
  private static final String OWN_EXCESS = "departures.own-excess-naming.npy";
  private static final String SLOPES = "departures.joint-slopes.npy";
  private static final String USUAL = "departures.usual.npy";
  private static final String MEAN = "departures.mean.npy";
  private static final String WHITENING = "departures.whitening.npy";
  private static final String MULTIPLE = "multipleRootCauses";
  private static final String WEIGHS_EXCESS = "excessNaming";
  private static final String WEIGHS_OWN_EXCESS = "ownExcessNaming";
  private static final String JOINT = "joint";
  private static final int FORMAT = 2;
  private static final int FORMAT_OF_EXCESS = 4;
  private static final int FORMAT_OF_JOINT = 5;
  private static final int FORMAT_OF_OWN_EXCESS = 6;

  @Override
  public int format() {
    if (weighsOwnExcess) {
      return FORMAT_OF_OWN_EXCESS;
    }
    return joint ? FORMAT_OF_JOINT : weighsExcess ? FORMAT_OF_EXCESS : FORMAT;
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
    Map<String, Object> departures = new LinkedHashMap<>();
    departures.put(
        "intents",
        Arrays.stream(shape.owned())
            .map(own -> Map.<String, Object>of("own", Arrays.stream(own).boxed().toList()))
            .toList());
    if (multipleRootCauses()) {
      departures.put(MULTIPLE, true);
    }
    if (weighsExcess) {
      departures.put(WEIGHS_EXCESS, true);
    }
    if (weighsOwnExcess) {
      departures.put(WEIGHS_OWN_EXCESS, true);
    }
    if (joint) {
      departures.put(JOINT, true);
    }
    json.put(FIELD, departures);
  }

  static DepartureLayout of(DepartureModel model) {
    return new DepartureLayout(
        model.shape(), model.weighsExcess(), model.weighsOwnExcess(), model.joint().isPresent());
  }

  static void put(DepartureModel model, Sink arrays) {
    DepartureShape shape = model.shape();
    arrays.put(DETECTION, model.detection(), 1, DepartureModel.detectionLength(shape), false);
    arrays.put(NAMING, model.naming(), shape.intents(), DepartureModel.namingLength(shape), false);
    if (model.weighsExcess()) {
      arrays.put(EXCESS, model.excessNaming(), shape.intents(), shape.averages(), false);
    }
    float[] shared = model.sharedNaming();
    int half = 2 * shape.spans();
    arrays.put(SHARED, Arrays.copyOf(shared, half), 1, half, false);
    if (model.weighsOwnExcess()) {
      arrays.put(OWN_EXCESS, Arrays.copyOfRange(shared, half, shared.length), 1, half, false);
    }
    model.joint().ifPresent(joint -> put(joint, shape, arrays));
  }

  private static void put(JointDepartures joint, DepartureShape shape, Sink arrays) {
    int kpis = shape.kpis();
    float[] means = new float[shape.averages()];
    float[] whitening = new float[Math.multiplyExact(shape.averages(), kpis)];
    for (int span = 0; span < shape.spans(); span++) {
      Mahalanobis its = joint.distances().get(span);
      System.arraycopy(its.mean(), 0, means, span * kpis, kpis);
      System.arraycopy(its.whitening(), 0, whitening, span * kpis * kpis, kpis * kpis);
    }
    arrays.put(SLOPES, joint.slopes(), 1, shape.spans(), false);
    arrays.put(USUAL, joint.usual(), shape.spans(), kpis, false);
    arrays.put(MEAN, means, shape.spans(), kpis, false);
    arrays.put(WHITENING, whitening, shape.averages(), kpis, false);
  }

  @Override
  public DepartureModel model(Floats arrays) throws IOException {
    return new DepartureModel(
        shape,
        arrays.floats(DETECTION, 1, DepartureModel.detectionLength(shape), false),
        arrays.floats(NAMING, shape.intents(), DepartureModel.namingLength(shape), false),
        weighsExcess
            ? arrays.floats(EXCESS, shape.intents(), shape.averages(), false)
            : new float[DepartureModel.excessNamingLength(shape)],
        sharedNaming(arrays),
        joint ? Optional.of(jointDepartures(arrays)) : Optional.empty());
  }

  /** Two halves, the second 0 where the file has none. */
  private float[] sharedNaming(Floats arrays) throws IOException {
    int half = 2 * shape.spans();
    float[] shared =
        Arrays.copyOf(
            arrays.floats(SHARED, 1, half, false), DepartureModel.sharedNamingLength(shape));
    if (weighsOwnExcess) {
      System.arraycopy(arrays.floats(OWN_EXCESS, 1, half, false), 0, shared, half, half);
    }
    return shared;
  }

  private JointDepartures jointDepartures(Floats arrays) throws IOException {
    int kpis = shape.kpis();
    float[] means = arrays.floats(MEAN, shape.spans(), kpis, false);
    float[] whitening = arrays.floats(WHITENING, shape.averages(), kpis, false);
    List<Mahalanobis> distances = new ArrayList<>();
    for (int span = 0; span < shape.spans(); span++) {
      distances.add(
          new Mahalanobis(
              Arrays.copyOfRange(means, span * kpis, (span + 1) * kpis),
              Arrays.copyOfRange(whitening, span * kpis * kpis, (span + 1) * kpis * kpis)));
    }
    return new JointDepartures(
        distances,
        arrays.floats(USUAL, shape.spans(), kpis, false),
        arrays.floats(SLOPES, 1, shape.spans(), false));
  }

  static DepartureLayout of(Fields json, int features, int kpis, int intents)
      throws ModelFileException {
    Fields departures = json.object(FIELD);
    List<int[]> owned = new ArrayList<>();
    for (Fields intent : departures.objects("intents")) {
      int[] own = intent.integers("own").stream().mapToInt(Integer::intValue).toArray();
      if (Arrays.stream(own).anyMatch(kpi -> kpi < 0 || kpi >= kpis)) {
        throw intent.problem(
            "own", "holds " + Arrays.toString(own) + ", but there are " + kpis + " KPIs");
      }
      owned.add(own);
    }
    if (owned.size() != intents) {
      throw departures.problem(
          "intents", "are " + owned.size() + ", but there are " + intents + " intents");
    }
    if (features % (3 * kpis) != 0) {
      throw json.problem(
          FIELD, "are of a reference, but the %d features have none".formatted(features));
    }
    boolean multiple = departures.has(MULTIPLE) && departures.yes(MULTIPLE);
    boolean joint = departures.has(JOINT) && departures.yes(JOINT);
    if (joint && (long) features * kpis > Integer.MAX_VALUE) {
      throw departures.problem(JOINT, "can't be of as many as %d KPIs".formatted(kpis));
    }
    return new DepartureLayout(
        new DepartureShape(
            kpis,
            features / (3 * kpis),
            intents,
            owned.toArray(int[][]::new),
            multiple ? RootCauses.MULTIPLE : RootCauses.ONE),
        departures.has(WEIGHS_EXCESS) && departures.yes(WEIGHS_EXCESS),
        departures.has(WEIGHS_OWN_EXCESS) && departures.yes(WEIGHS_OWN_EXCESS),
        joint);
  }
}
