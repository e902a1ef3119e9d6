package io.mild.testbed.scene;

/**
 * What can go wrong where.
 *
 * @param place the intent that it is injected at, which is the root cause of what comes of it
 * @param name the field's word, such as {@code memory-leak}
 */
public record FaultKind(String place, String name) {

  @Override
  public String toString() {
    return name + " of " + place;
  }
}
