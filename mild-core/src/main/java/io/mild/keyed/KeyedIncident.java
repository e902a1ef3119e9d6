package io.mild.keyed;

import io.mild.alerting.incident.IncidentEvent;

/**
 * A step in the life of an incident of one system.
 *
 * @param key the system's
 * @param kind of the system
 * @param event the step
 */
public record KeyedIncident(String key, String kind, IncidentEvent event) implements KeyedOutput {}
