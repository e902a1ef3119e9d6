package io.mild.server.config;

import io.mild.alerting.incident.NoiseRules;
import io.mild.goals.Goals;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A system to watch.
 *
 * @param key its name, of letters, digits and {@code ._-}: that of a folder, too
 * @param source of its KPIs
 * @param goals its intents, if they are said as goals
 * @param model the file of a model to begin with; without one, one is trained of the past
 * @param training of models
 * @param rules against noise, to begin with; an operator may change them
 */
public record SystemConfig(
    String key,
    SourceConfig source,
    Goals goals,
    Optional<Path> model,
    TrainingConfig training,
    NoiseRules rules) {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

  /** Whether a text may be a system's name. */
  public static boolean isName(String text) {
    return NAME.matcher(text).matches();
  }
}
