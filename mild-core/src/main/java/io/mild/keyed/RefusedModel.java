package io.mild.keyed;

/**
 * A model that was not put in force; the one before goes on.
 *
 * @param kind of the systems that it was for
 * @param why it was refused
 */
public record RefusedModel(String kind, String why) implements KeyedOutput {}
