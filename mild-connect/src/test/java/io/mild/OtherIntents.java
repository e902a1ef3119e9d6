package io.mild;

import io.mild.internal.model.TrainedModel;
import java.util.List;

/** The model made by hand under other intents' names. */
public final class OtherIntents {
  private OtherIntents() {}

  /** What it says of a first row. */
  public static Assessment assessment() {
    TrainedModel model = HandMade.simple().model();
    Mild other =
        Mild.of(
            new TrainedModel(
                model.schema(),
                model.features(),
                List.of("api", "payments"),
                model.standardizer(),
                model.horizonModels(),
                model.incidentModel(),
                model.explanationModel(),
                model.report()));
    return other.openStream().accept(HandMade.START, 0, 0);
  }
}
