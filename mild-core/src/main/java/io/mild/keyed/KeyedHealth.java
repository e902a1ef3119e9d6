package io.mild.keyed;

import io.mild.alerting.health.HealthEvent;

/**
 * Something was found to be wrong with the data or the model of one system, or is over.
 *
 * @param key the system's
 * @param kind of the system
 * @param event what; that no row comes at all is a NO_DATA whose times are of the processing clock
 */
public record KeyedHealth(String key, String kind, HealthEvent event) implements KeyedOutput {}
