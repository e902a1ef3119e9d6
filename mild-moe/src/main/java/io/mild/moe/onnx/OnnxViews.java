package io.mild.moe.onnx;

import io.mild.moe.IntentViews;
import java.util.ArrayList;
import java.util.List;
import org.tribuo.util.onnx.ONNXRef;

/** {@link IntentViews#write} as an ONNX graph. */
final class OnnxViews {
  /** Below everything that is compared. */
  private static final float NOTHING = -1e30f;

  private final OnnxNodes nodes;
  private final int[][] own;
  private final int count;
  private final int kinds;

  OnnxViews(OnnxNodes nodes, IntentViews views) {
    this.nodes = nodes;
    this.own = views.own();
    this.count = own.length;
    this.kinds = own[0].length;
  }

  /** The views of all rows, {@code [rows · views, width]}, view after view of each row. */
  ONNXRef<?> of(ONNXRef<?> rows) {
    int[] indices = new int[count * kinds];
    float[] isOwned = new float[indices.length];
    float[] nothing = new float[indices.length];
    float[] isCompared = new float[indices.length];
    float[] perOther = new float[kinds];
    for (int kind = 0; kind < kinds; kind++) {
      int owners = 0;
      for (int[] features : own) {
        owners += features[kind] == IntentViews.NONE ? 0 : 1;
      }
      perOther[kind] = owners > 1 ? 1f / (owners - 1) : 0;
      for (int view = 0; view < count; view++) {
        int at = view * kinds + kind;
        boolean owned = own[view][kind] != IntentViews.NONE;
        indices[at] = owned ? own[view][kind] : 0;
        isOwned[at] = owned ? 1 : 0;
        nothing[at] = owned ? 0 : NOTHING;
        isCompared[at] = owned && owners > 1 ? 1 : 0;
      }
    }
    ONNXRef<?> values = // [rows, views, kinds]
        nodes.times(
            nodes.reshape(nodes.columns(rows, indices), -1, count, kinds),
            nodes.constant("owned", isOwned, count, kinds));
    values = nodes.signedLog(values);
    ONNXRef<?> compared = nodes.constant("compared", isCompared, count, kinds);
    ONNXRef<?> meanOfOthers =
        nodes.times(
            nodes.minus(nodes.sum(values, 1), values),
            nodes.constant("per.other", perOther, 1, kinds));
    ONNXRef<?> highestOfOthers =
        highestOfOthers(nodes.plus(values, nodes.constant("nothing", nothing, count, kinds)));

    List<ONNXRef<?>> kindByKind = new ArrayList<>();
    kindByKind.add(asColumn(values));
    kindByKind.add(asColumn(nodes.times(nodes.minus(values, meanOfOthers), compared)));
    kindByKind.add(asColumn(nodes.times(nodes.minus(values, highestOfOthers), compared)));
    return nodes.reshape(nodes.concat(kindByKind, 2), -1, (long) kinds * kindByKind.size());
  }

  private ONNXRef<?> highestOfOthers(ONNXRef<?> owned) {
    if (count == 1) {
      return owned; // there are no others, and nothing is compared
    }
    List<? extends ONNXRef<?>> highest = nodes.split(nodes.highest(owned, 2, 1), 2, 1);
    return nodes.whereBelow(owned, highest.get(0), highest.get(0), highest.get(1));
  }

  private ONNXRef<?> asColumn(ONNXRef<?> values) {
    return nodes.reshape(values, -1, (long) count * kinds, 1);
  }
}
