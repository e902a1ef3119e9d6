package io.mild.cli.console;

import io.mild.training.MildTrainer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options that name the KPIs of intents. */
public final class OwnedKpiOptions {
  private static final String AUTO = "auto";
  private static final String NONE = "none";

  @Option(
      names = "--own",
      paramLabel = "INTENT=PATTERN|auto|none",
      description =
          "KPIs that are an intent's own, such as cart=cart.*; repeated. Where intents own KPIs of"
              + " the same kinds, what is learned of one serves all. auto (default): they are found"
              + " by their names; none: nobody owns any.")
  private List<String> own = new ArrayList<>();

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command = CommandSpec.create();

  /** Whether any is named. */
  public boolean areGiven() {
    return !own.isEmpty() && !own.equals(List.of(AUTO)) && !own.equals(List.of(NONE));
  }

  /**
   * Tells a trainer.
   *
   * @throws ParameterException if an option is not of the form
   */
  public void applyTo(MildTrainer trainer) {
    trainer.findOwners(!own.equals(List.of(NONE)));
    patterns().forEach((intent, its) -> trainer.intent(intent).kpis(its.toArray(String[]::new)));
  }

  /**
   * The patterns of each intent that was named, in the order given.
   *
   * @throws ParameterException if an option is not of the form
   */
  public Map<String, List<String>> patterns() {
    if (!areGiven()) {
      return Map.of();
    }
    Map<String, List<String>> patterns = new LinkedHashMap<>();
    for (String option : own) {
      int equals = option.indexOf('=');
      if (equals < 1 || equals == option.length() - 1) {
        throw new ParameterException(
            command.commandLine(),
            "--own must be like cart=cart.*, or alone auto or none, but was " + option);
      }
      patterns
          .computeIfAbsent(option.substring(0, equals), intent -> new ArrayList<>())
          .add(option.substring(equals + 1));
    }
    return patterns;
  }
}
