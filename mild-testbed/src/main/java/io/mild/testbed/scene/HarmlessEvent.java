package io.mild.testbed.scene;

/**
 * What disturbs KPIs and breaks nothing.
 *
 * @param row when
 * @param name such as {@code deploy}
 * @param place the intent that it is about
 */
public record HarmlessEvent(int row, String name, String place) {}
