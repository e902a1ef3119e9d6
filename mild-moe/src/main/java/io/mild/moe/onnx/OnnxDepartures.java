package io.mild.moe.onnx;

import io.mild.moe.DepartureModel;
import io.mild.moe.DepartureModel.JointDepartures;
import io.mild.moe.DepartureShape;
import io.mild.moe.Departures;
import io.mild.moe.Mahalanobis;
import io.mild.moe.RootCauses;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.tribuo.util.onnx.ONNXRef;

/** A {@link DepartureModel} as an ONNX graph, with log-odds in place of risks. */
final class OnnxDepartures implements OnnxScores {
  private static final int TOP = 3;

  private final OnnxNodes nodes;
  private final DepartureShape shape;
  private final int[][] owned;
  private final int[] owners;
  private final ONNXRef<?> logits;
  private final ONNXRef<?> rootCause;

  OnnxDepartures(OnnxNodes nodes, DepartureModel model, ONNXRef<?> features) {
    this.nodes = nodes;
    this.shape = model.shape();
    this.owned = shape.owned();
    this.owners = IntStream.range(0, owned.length).filter(i -> owned[i].length > 0).toArray();
    int averages = shape.averages();
    List<? extends ONNXRef<?>> parts = nodes.split(features, 3, 1);
    ONNXRef<?> logs = nodes.signedLog(nodes.concat(parts.subList(0, 2), 1));
    ONNXRef<?> departures = nodes.split(logs, 2, 1).get(1);
    ONNXRef<?> sizes = nodes.magnitude(departures);
    ONNXRef<?> excess = nodes.minus(sizes, parts.get(2));
    ONNXRef<?> seen = nodes.concat(List.of(distances(excess), logs), 1);
    float[] detection = model.detection();
    ONNXRef<?> alone =
        nodes.affine(
            "detection",
            seen,
            Arrays.copyOfRange(detection, 1, detection.length),
            new float[] {detection[0]},
            1);
    ONNXRef<?> any =
        model
            .joint()
            .<ONNXRef<?>>map(joint -> nodes.plus(alone, together(joint, departures, parts.get(2))))
            .orElse(alone);
    ONNXRef<?> scores = nodes.plus(own(model, logs), shared(model, sizes, averages));
    if (model.weighsExcess()) {
      scores = nodes.plus(scores, beyondUsual(model, excess));
    }
    if (model.weighsOwnExcess() && owners.length > 1) {
      scores = nodes.plus(scores, ownBeyondUsual(model, excess));
    }
    ONNXRef<?> behind =
        shape.intents() == 1
            ? nodes.minus(scores, scores)
            : nodes.minus(scores, nodes.highest(scores, 1, 1));
    this.logits = nodes.plus(behind, any);
    this.rootCause =
        shape.rootCauses() == RootCauses.ONE ? nodes.softmax(scores) : nodes.exp(behind);
  }

  @Override
  public List<ONNXRef<?>> logits() {
    return List.of(logits);
  }

  @Override
  public ONNXRef<?> rootCause() {
    return rootCause;
  }

  /** In the order of {@link io.mild.moe.Departures#distances()}. */
  private ONNXRef<?> distances(ONNXRef<?> excess) {
    int kpis = shape.kpis();
    List<ONNXRef<?>> distances = new ArrayList<>();
    for (ONNXRef<?> ofSpan : nodes.split(excess, shape.spans(), 1)) {
      distances.add(mean(ofSpan, kpis));
      int top = Math.min(TOP, kpis);
      distances.add(mean(nodes.highest(ofSpan, top, 1), top));
      distances.add(farthest(ofSpan));
    }
    return nodes.concat(distances, 1);
  }

  /** {@code Σ m_t · log(1 + d_t²)}. */
  private ONNXRef<?> together(JointDepartures joint, ONNXRef<?> departures, ONNXRef<?> usual) {
    List<ONNXRef<?>> squares = new ArrayList<>();
    ONNXRef<?> tempered = nodes.times(departures, share(joint.usual(), usual));
    for (ONNXRef<?> ofSpan : nodes.split(tempered, shape.spans(), 1)) {
      Mahalanobis its = joint.distances().get(squares.size());
      ONNXRef<?> white = nodes.whitened(ofSpan, its);
      squares.add(nodes.sum(nodes.times(white, white), 1));
    }
    ONNXRef<?> logs = nodes.log(nodes.plus(nodes.concat(squares, 1), nodes.constant("one", 1)));
    return nodes.product("joint", logs, joint.slopes(), 1);
  }

  /** {@code min(1, q) = 1 − max(0, 1 − q), q = (u₀ + ε)^¼ · e^(−¼ log(max(0, u) + ε))}. */
  private ONNXRef<?> share(float[] once, ONNXRef<?> usual) {
    for (int i = 0; i < once.length; i++) {
      once[i] = (float) Math.sqrt(Math.sqrt(once[i] + Departures.NEGLIGIBLE));
    }
    ONNXRef<?> one = nodes.constant("one", 1);
    ONNXRef<?> now =
        nodes.plus(nodes.relu(usual), nodes.constant("negligible", (float) Departures.NEGLIGIBLE));
    ONNXRef<?> inverse =
        nodes.exp(nodes.times(nodes.log(now), nodes.constant("minus.quarter", -0.25f)));
    ONNXRef<?> share = nodes.times(inverse, nodes.constant("once", once, once.length));
    return nodes.minus(one, nodes.relu(nodes.minus(one, share)));
  }

  private ONNXRef<?> mean(ONNXRef<?> x, int columns) {
    return nodes.times(nodes.sum(x, 1), nodes.constant("share", 1f / columns));
  }

  private ONNXRef<?> farthest(ONNXRef<?> excess) {
    if (owners.length < 2) {
      return nodes.times(nodes.sum(excess, 1), nodes.constant("nobody", 0));
    }
    float[] shares = new float[owners.length * shape.kpis()];
    for (int owner = 0; owner < owners.length; owner++) {
      int[] its = owned[owners[owner]];
      for (int kpi : its) {
        shares[owner * shape.kpis() + kpi] += 1f / its.length;
      }
    }
    return nodes.highest(nodes.product("own", excess, shares, owners.length), 1, 1);
  }

  private ONNXRef<?> own(DepartureModel model, ONNXRef<?> logs) {
    float[] naming = model.naming();
    int length = DepartureModel.namingLength(shape);
    float[] weights = new float[shape.intents() * (length - 1)];
    float[] bias = new float[shape.intents()];
    for (int i = 0; i < bias.length; i++) {
      bias[i] = naming[i * length];
      System.arraycopy(naming, i * length + 1, weights, i * (length - 1), length - 1);
    }
    return nodes.affine("naming", logs, weights, bias, 1);
  }

  private ONNXRef<?> beyondUsual(DepartureModel model, ONNXRef<?> excess) {
    return nodes.product("excess-naming", excess, model.excessNaming(), shape.intents());
  }

  /** Of the second half of the shared weights; of who owns nothing, the owners' on average. */
  private ONNXRef<?> ownBeyondUsual(DepartureModel model, ONNXRef<?> excess) {
    float[] shared = model.sharedNaming();
    int spans = shape.spans();
    int groups = spans * owners.length;
    float[] ofMeans = new float[shape.intents() * shape.averages()];
    float[] ofGreatest = new float[shape.intents() * groups];
    for (int span = 0; span < spans; span++) {
      for (int i = 0; i < shape.intents(); i++) {
        for (int owner = 0; owner < owners.length; owner++) {
          int[] its = owned[owners[owner]];
          double share = owned[i].length == 0 ? 1.0 / owners.length : owners[owner] == i ? 1 : 0;
          for (int kpi : its) {
            ofMeans[i * shape.averages() + span * shape.kpis() + kpi] +=
                (float) (share * shared[2 * spans + span] / its.length);
          }
          ofGreatest[i * groups + span * owners.length + owner] =
              (float) (share * shared[3 * spans + span]);
        }
      }
    }
    return nodes.plus(
        nodes.product("own-excess-naming", excess, ofMeans, shape.intents()),
        nodes.product("farthest-naming", greatest(excess), ofGreatest, shape.intents()));
  }

  /** The greatest of each owner's KPIs, span after span; who owns fewer has his first repeated. */
  private ONNXRef<?> greatest(ONNXRef<?> excess) {
    int most = Arrays.stream(owned).mapToInt(its -> its.length).max().orElseThrow();
    int groups = shape.spans() * owners.length;
    int[] indices = new int[groups * most];
    for (int i = 0; i < indices.length; i++) {
      int group = i / most;
      int[] its = owned[owners[group % owners.length]];
      int at = i % most;
      indices[i] = group / owners.length * shape.kpis() + its[at < its.length ? at : 0];
    }
    ONNXRef<?> grouped = nodes.reshape(nodes.columns(excess, indices), -1, groups, most);
    return nodes.reshape(nodes.highest(grouped, 1, 2), -1, groups);
  }

  /** Means of one's own KPIs, and of the others', are sums of what departs. */
  private ONNXRef<?> shared(DepartureModel model, ONNXRef<?> sizes, int averages) {
    float[] shared = model.sharedNaming();
    int spans = shape.spans();
    int intents = shape.intents();
    float[] weights = new float[intents * averages];
    for (int span = 0; span < spans; span++) {
      for (int i = 0; i < intents; i++) {
        boolean compared = owned[i].length > 0 && owners.length > 1;
        for (int j = 0; j < intents; j++) {
          double share =
              i == j
                  ? shared[span] + (compared ? shared[spans + span] : 0)
                  : compared ? -shared[spans + span] / (double) (owners.length - 1) : 0;
          for (int kpi : owned[j]) {
            weights[i * averages + span * shape.kpis() + kpi] += (float) (share / owned[j].length);
          }
        }
      }
    }
    return nodes.product("shared-naming", sizes, weights, intents);
  }
}
