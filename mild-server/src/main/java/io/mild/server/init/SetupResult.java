package io.mild.server.init;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What was set up.
 *
 * @param config the configuration, which {@code mild serve} takes
 * @param model the first model, if one was trained
 * @param intents by name
 * @param kpis how many
 * @param leftOutRules how many alert rules are no goals; the configuration says why
 * @param leftOutMetrics how many metrics are no KPIs
 * @param notes what the operator should know at once
 */
public record SetupResult(
    Path config,
    Optional<Path> model,
    List<String> intents,
    int kpis,
    int leftOutRules,
    int leftOutMetrics,
    List<String> notes) {}
