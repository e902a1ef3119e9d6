package io.mild.internal.file;

import io.mild.data.ModelFileException;
import io.mild.moe.Blend;
import io.mild.moe.BlendedModel;
import io.mild.moe.IntentViews;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Who shares a mixture, and with whom it shares its say, as the manifest has it. Both are left out
 * where nothing is shared: they were not there before something could be.
 *
 * @param views what each intent sees of a row, if they share the mixture
 * @param blend the teacher's shares
 */
public record Sharing(Optional<IntentViews> views, Blend blend) {

  public static Sharing of(BlendedModel model) {
    return new Sharing(model.views(), model.blend());
  }

  /** The number of values of a view, if there are views. */
  public OptionalInt width() {
    return views.isPresent() ? OptionalInt.of(views.get().width()) : OptionalInt.empty();
  }

  public void toJson(Map<String, Object> json) {
    views.ifPresent(
        seen ->
            json.put(
                "views",
                Arrays.stream(seen.own())
                    .map(own -> Map.<String, Object>of("own", Arrays.stream(own).boxed().toList()))
                    .toList()));
    if (!blend.equals(Blend.MIXTURE)) {
      Map<String, Object> shares = new LinkedHashMap<>();
      shares.put("risk", blend.risk());
      shares.put("gate", blend.gate());
      json.put("teacherShare", shares);
    }
  }

  /**
   * @throws ModelFileException if a field is of another type or out of range
   */
  public static Sharing of(Fields json, int features, int intents) throws ModelFileException {
    Blend blend = Blend.MIXTURE;
    if (json.has("teacherShare")) {
      Fields shares = json.object("teacherShare");
      blend = new Blend(shares.number("risk"), shares.number("gate"));
    }
    return new Sharing(views(json, features, intents), blend);
  }

  private static Optional<IntentViews> views(Fields json, int features, int intents)
      throws ModelFileException {
    if (!json.has("views")) {
      return Optional.empty();
    }
    List<int[]> own = new ArrayList<>();
    for (Fields view : json.objects("views")) {
      int[] its = view.integers("own").stream().mapToInt(Integer::intValue).toArray();
      for (int feature : its) {
        if (feature >= features) {
          throw view.problem("own", "holds " + feature + ", but there are " + features);
        }
      }
      own.add(its);
    }
    if (own.size() != intents) {
      throw json.problem("views", "are " + own.size() + ", but there are " + intents + " intents");
    }
    return Optional.of(new IntentViews(own.toArray(int[][]::new)));
  }
}
