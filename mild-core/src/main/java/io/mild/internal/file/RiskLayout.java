package io.mild.internal.file;

import io.mild.data.ModelFileException;
import io.mild.moe.BlendedModel;
import io.mild.moe.DepartureModel;
import io.mild.moe.FirstDayModel;
import io.mild.moe.RiskModel;
import java.io.IOException;
import java.util.Map;

/** What the manifest says of a risk model, and how its weights lie in arrays. */
public sealed interface RiskLayout permits BlendedLayout, DepartureLayout, FirstDayLayout {
  /** The first format of the file that has it. */
  int format();

  /** How many horizons the model tells of. */
  int horizons();

  /** Whether several intents may be root causes. */
  boolean multipleRootCauses();

  void toJson(Map<String, Object> json);

  /** The model of what {@link #put} wrote. */
  RiskModel model(Floats arrays) throws IOException;

  /** Reads an array. */
  interface Floats {
    float[] floats(String name, int rows, int columns, boolean fortran) throws IOException;
  }

  /** Takes an array. */
  interface Sink {
    void put(String name, float[] values, int rows, int columns, boolean fortran);
  }

  static RiskLayout of(RiskModel model) {
    if (model instanceof FirstDayModel firstDay) {
      return FirstDayLayout.of(firstDay);
    }
    return model instanceof DepartureModel departures
        ? DepartureLayout.of(departures)
        : BlendedLayout.of((BlendedModel) model);
  }

  /** Writes a model's weights. */
  static void put(RiskModel model, Sink arrays) {
    if (model instanceof DepartureModel departures) {
      DepartureLayout.put(departures, arrays);
    } else if (model instanceof FirstDayModel firstDay) {
      FirstDayLayout.put(firstDay, arrays);
    } else {
      BlendedLayout.put((BlendedModel) model, arrays);
    }
  }

  /**
   * Reads what {@link #toJson} wrote.
   *
   * @param features in a row
   * @param kpis that they are of
   * @throws ModelFileException if a field is missing, of another type or out of range
   */
  static RiskLayout of(Fields json, int features, int kpis, int intents) throws ModelFileException {
    if (json.has(FirstDayLayout.FIELD)) {
      return FirstDayLayout.of(json, features, kpis, intents);
    }
    return json.has(DepartureLayout.FIELD)
        ? DepartureLayout.of(json, features, kpis, intents)
        : BlendedLayout.of(json, features, intents);
  }
}
