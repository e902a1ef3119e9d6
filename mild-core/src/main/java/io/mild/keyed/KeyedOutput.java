package io.mild.keyed;

/** What comes of rows, models and silence. */
public sealed interface KeyedOutput
    permits KeyedIncident, KeyedHealth, KeyStatus, RefusedMessage, RefusedModel {}
