package io.mild.moe.onnx;

import io.mild.moe.BlendedModel;
import io.mild.moe.DepartureModel;
import io.mild.moe.FirstDayModel;
import io.mild.moe.RiskModel;
import java.util.List;
import org.tribuo.util.onnx.ONNXRef;

/** What a risk model says, as an ONNX graph. */
interface OnnxScores {
  /**
   * The log-odds of the longest horizon's risk, and of each step {@code P(Hj) / P(Hj−1)} to the
   * next shorter one: {@code [rows, K]} each.
   */
  List<ONNXRef<?>> logits();

  /** The gate, {@code [rows, K]}. */
  ONNXRef<?> rootCause();

  static OnnxScores of(OnnxNodes nodes, RiskModel model, ONNXRef<?> features) {
    if (model instanceof FirstDayModel firstDay) {
      return new OnnxFirstDay(nodes, firstDay, features);
    }
    return model instanceof DepartureModel departures
        ? new OnnxDepartures(nodes, departures, features)
        : new OnnxForward(nodes, (BlendedModel) model, features);
  }
}
