package io.mild.benchmarks.report;

import java.awt.Color;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The colours that stand for models in all pictures. */
final class ModelColors {
  private static final String MILD = "mild";

  /** Blues, after Okabe and Ito (2008): told apart by all eyes. */
  private static final List<Color> MILDS =
      List.of(new Color(0x0072b2), new Color(0x56b4e9), new Color(0x7f8fd0));

  /** Of the same palette what is left, and softer. */
  private static final List<Color> RIVALS =
      List.of(
          new Color(0xe8b04a),
          new Color(0x4fb598),
          new Color(0xdb8a50),
          new Color(0xd39bbb),
          new Color(0xa3a3a3),
          new Color(0xcfc24a),
          new Color(0x8c6d5a),
          new Color(0x6f9d6b),
          new Color(0xb58fc9));

  private ModelColors() {}

  /** A colour each, in the order of the names. */
  static Map<String, Color> of(List<String> models) {
    Map<String, Color> colors = new LinkedHashMap<>();
    int presets = 1; // the first blue is the leader's
    int rivals = 0;
    for (String model : models) {
      Color color =
          isLeader(model)
              ? MILDS.get(0)
              : isMild(model)
                  ? MILDS.get(presets++ % MILDS.size())
                  : RIVALS.get(rivals++ % RIVALS.size());
      colors.put(model, color);
    }
    return colors;
  }

  /** Whether a page with this model is about it. */
  static boolean isLeader(String model) {
    return model.equals(MILD);
  }

  /** Whether it is MILD in one of its presets, or without some of it. */
  static boolean isMild(String model) {
    return model.startsWith(MILD);
  }
}
