package io.mild.shadow;

import java.time.Duration;

/**
 * How one model's warnings did in a trial.
 *
 * @param model its {@link io.mild.Mild#id}
 * @param notifications that it gave, or would have given
 * @param falseNotifications those of incidents that were closed as false alarms
 * @param warned failures before which it notified
 * @param meanLead from its first notification to the failure, 0 of a failure that it missed, at
 *     most the longest horizon; 0 where nothing failed
 * @param budgetPerDay false notifications a day that it was trained for
 */
public record TrackRecord(
    String model,
    int notifications,
    int falseNotifications,
    int warned,
    Duration meanLead,
    double budgetPerDay) {}
